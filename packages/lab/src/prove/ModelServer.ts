/**
 * The servers of the model: the shipped protocol of the store around work that has an effect.
 *
 * @since 0.1.0
 */
import { qurlDialect } from "@qurl/contract/QurlDialect"
import type * as Store from "@qurl/idempotency-server/Store"
import * as StoreModel from "@qurl/idempotency-server/StoreModel"
import type { Bounds, Handler, Request, World } from "./World.js"

const body = new Uint8Array()

/** Answers of a server to a request that it does not execute. */
type Refusal = "in flight" | "mismatch" | "refused"

/** The same facts in the words of the dialect, and in others that no client of it knows. */
const words: Readonly<Record<Bounds["words"], Readonly<Record<Refusal, { status: number; code?: string }>>>> = {
  "of the dialect": { "in flight": qurlDialect.inFlight, mismatch: qurlDialect.mismatch, refused: { status: 400 } },
  "of their own": {
    "in flight": { status: 423, code: "key_in_use" },
    mismatch: { status: 409, code: "key_conflict" },
    refused: { status: 451, code: "refused" }
  }
}

const answer = (world: World, request: Request, status: number, more: { code?: string; made?: string } = {}): void => {
  const isKnown = status === 201 || world.bounds.words === "of the dialect"
  world.answers.push({ request, status, source: isKnown ? "api" : "unknown", ...more })
}

const refuse = (world: World, request: Request, refusal: Refusal): void => {
  const { code, status } = words[world.bounds.words][refusal]
  answer(world, request, status, code === undefined ? {} : { code })
}

const happen = (world: World, request: Request): string => {
  const id = `effect-${world.effects.length}`
  world.effects.push({ id, request })
  world.log?.push(`${id} of call ${request.call.id}`)
  return id
}

const keep = (world: World, key: string, row: StoreModel.Row | undefined): void => {
  if (row === undefined) world.rows.delete(key)
  else world.rows.set(key, row)
}

const instead = (world: World, request: Request, record: Store.Record): void => {
  if (record.fingerprint !== `body-${request.call.wish.id}`) return refuse(world, request, "mismatch")
  if (record._tag !== "Done") return refuse(world, request, "in flight")
  const { headers, status } = record.response
  if (status === 400) return refuse(world, request, "refused")
  answer(world, request, status, headers.made === undefined ? {} : { made: headers.made })
}

/**
 * A request arrives at a process. Where the store's reply to the claim is lost, the claim is as it is, and the process
 * knows nothing of it: it says that it is not available.
 *
 * @since 0.1.0
 * @category combinators
 */
export const arrive = (
  world: World,
  request: Request,
  process: number,
  reply: "heard" | "lost" = "heard"
): void => {
  request.arrived = true
  world.log?.push(`an attempt of call ${request.call.id} arrives`)
  const { bounds: { mode }, now, parts } = world
  if (request.door !== undefined) return answer(world, request, request.door)
  if (request.key === undefined) {
    return request.call.wish.refused
      ? refuse(world, request, "refused")
      : answer(world, request, 201, { made: happen(world, request) })
  }
  const claim: Store.ClaimRequest = {
    identity: { scopeHash: "", keyHash: request.key },
    fingerprint: `body-${request.call.wish.id}`,
    owner: `owner-${++world.owners}`,
    leaseMillis: parts.leaseMillis,
    retentionMillis: parts.retentionMillis,
    orphans: parts.orphans(mode)
  }
  const { result, row } = parts.claim(world.rows.get(request.key), claim, now)
  keep(world, request.key, row)
  if (reply === "lost") {
    world.log?.push(`the reply to ${claim.owner} is lost`)
    if (!parts.failsOpen) return answer(world, request, 503)
    const made = request.call.wish.refused ? undefined : happen(world, request)
    return made === undefined ? refuse(world, request, "refused") : answer(world, request, 201, { made })
  }
  if (result._tag === "Claimed") {
    world.handlers.push({ process, request, ticket: result.ticket, applied: undefined, standsStillUntil: 0 })
    return
  }
  if (result.record._tag === "Running") keep(world, request.key, parts.refused(world.rows.get(request.key)))
  instead(world, request, result.record)
}

const settle = (world: World, { ticket }: Handler, settlement: Store.Settlement): Store.Change => {
  const { result, row } = world.parts.settle(world.rows.get(ticket.identity.keyHash), ticket, settlement, world.now)
  keep(world, ticket.identity.keyHash, row)
  world.log?.push(`${ticket.owner} settles ${settlement._tag}: ${result}`)
  return result
}

const kept = (world: World, status: number, made?: string): Store.Settlement => ({
  _tag: "Answer",
  response: { status, headers: made === undefined ? {} : { made }, body },
  retentionMillis: world.parts.retentionMillis
})

const done = (world: World, handler: Handler): void => {
  world.handlers = world.handlers.filter((other) => other !== handler)
}

/** Effect and record together, or neither. */
const commit = (world: World, handler: Handler): void => {
  const { request } = handler
  const effects = world.effects.length
  const made = happen(world, request)
  done(world, handler)
  if (settle(world, handler, kept(world, 201, made)) === "ok") return answer(world, request, 201, { made })
  if (world.parts.undoes) world.effects.length = effects
  refuse(world, request, "in flight")
}

/**
 * A handler does its next step. Work that is not in a transaction has its effect in one and its record in the next.
 *
 * @since 0.1.0
 * @category combinators
 */
export const advance = (world: World, handler: Handler): void => {
  const { request } = handler
  if (request.call.wish.refused) {
    done(world, handler)
    settle(world, handler, kept(world, 400))
    return refuse(world, request, "refused")
  }
  if (world.parts.answersEarly && handler.applied === undefined) {
    handler.applied = `effect-${world.effects.length}`
    return answer(world, request, 201, { made: handler.applied })
  }
  if (world.bounds.mode === "transaction") return commit(world, handler)
  if (handler.applied === undefined) {
    handler.applied = happen(world, request)
    return
  }
  done(world, handler)
  settle(world, handler, kept(world, 201, handler.applied))
  answer(world, request, 201, { made: handler.applied })
}

/**
 * Breaks a handler. A transaction is rolled back and its key is free again; the outcome of other work is unknown.
 *
 * @since 0.1.0
 * @category combinators
 */
export const breakDown = (world: World, handler: Handler): void => {
  done(world, handler)
  const free = world.bounds.mode === "transaction"
  settle(world, handler, free ? { _tag: "Release", reason: "500" } : { _tag: "Park", reason: "500" })
  answer(world, handler.request, 500)
}

/**
 * The store has kept the end of the work, and its reply is lost: the process takes it for a failure, and tries to write
 * that down.
 *
 * @since 0.1.0
 * @category combinators
 */
export const loseReply = (world: World, handler: Handler): void => {
  const { request } = handler
  done(world, handler)
  const effects = world.effects.length
  const made = request.call.wish.refused ? undefined : handler.applied ?? happen(world, request)
  const result = settle(world, handler, kept(world, made === undefined ? 400 : 201, made))
  const isTransaction = world.bounds.mode === "transaction"
  if (isTransaction && result === "lost" && world.parts.undoes) world.effects.length = effects
  settle(world, handler, isTransaction ? { _tag: "Release", reason: "500" } : { _tag: "Park", reason: "500" })
  answer(world, request, 500)
}

/**
 * A process is stopped for longer than a lease lasts.
 *
 * @since 0.1.0
 * @category combinators
 */
export const standStill = (world: World, handler: Handler): void => {
  handler.standsStillUntil = world.now + 2 * world.parts.leaseMillis
  world.log?.push(`${handler.ticket.owner} stands still`)
}

/**
 * An operator looks what became of the work of a parked key, and decides.
 *
 * @since 0.1.0
 * @category combinators
 */
export const decide = (world: World, key: string): void => {
  const effect = world.effects.find(({ request }) => request.key === key)
  const isGoingOn = world.handlers.some(({ ticket }) => ticket.identity.keyHash === key)
  const decision = world.parts.operator({ isDone: effect !== undefined, isGoingOn })
  if (decision === undefined) return
  const { retentionMillis } = world.parts
  const seen = world.rows.get(key)
  const { result, row } = world.parts.resolve(
    seen,
    seen?.gen ?? 0,
    decision === "free" ? { _tag: "Free" } : {
      _tag: "Finish",
      response: { status: 201, headers: effect === undefined ? {} : { made: effect.id }, body },
      retentionMillis
    },
    world.now
  )
  keep(world, key, row)
  world.log?.push(`an operator decides "${decision}" on ${key}: ${result}`)
}

/**
 * Kills a process and starts it again: its work in progress is lost, and its waiters see a reset.
 *
 * @since 0.1.0
 * @category combinators
 */
export const crash = (world: World, process: number): ReadonlyArray<Request> => {
  const lost = world.handlers.filter((handler) => handler.process === process)
  world.handlers = world.handlers.filter((handler) => handler.process !== process)
  return lost.map(({ request }) => request)
}

/**
 * Removes expired records.
 *
 * @since 0.1.0
 * @category combinators
 */
export const purge = (world: World): void => {
  for (const [key, row] of world.rows) {
    if (StoreModel.isExpired(row, world.now)) world.rows.delete(key)
  }
}

/**
 * Owners that are alive renew their leases.
 *
 * @since 0.1.0
 * @category combinators
 */
export const renew = (world: World, { ticket }: Handler): void => {
  const key = ticket.identity.keyHash
  keep(world, key, StoreModel.renew(world.rows.get(key), ticket, world.parts.leaseMillis, world.now).row)
}
