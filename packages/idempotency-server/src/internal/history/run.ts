import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import { PCGRandom } from "effect/Utils"
import type { ClaimRequest, Settlement, StoreError, Ticket } from "../../Store.js"
import { identity as makeIdentity } from "../../Store.js"
import type { Event, History, Length, Operation, Subject } from "./model.js"
import * as Words from "./words.js"

/** Longer than any history. */
const longMillis = 60_000

const encoder = new TextEncoder()

const response = (body: string) => ({ status: 201, headers: {}, body: encoder.encode(body) })

/** Recorder of the events while clients run. */
const makeRecorder = () => {
  const events: Array<Event> = []
  const nothing = new Set<number>()
  let clock = 0
  return {
    events,
    /** Without those that certainly did nothing. */
    happened: () => events.filter((_, index) => !nothing.has(index)),
    begin: (client: number, operation: Operation): number =>
      events.push({ client, operation, began: clock++, ended: undefined, result: undefined }) - 1,
    end: (index: number, result: string): void => {
      const event = events[index]
      if (event !== undefined) events[index] = { ...event, ended: clock++, result }
    },
    /** It certainly did nothing. */
    drop: (index: number): void => {
      nothing.add(index)
    }
  }
}

type Recorder = ReturnType<typeof makeRecorder>

/** Runs clients of which one after the other dies. The next one holds the tickets of the dead one, as a zombie does. */
export const run = Effect.fnUntraced(function*(subject: Subject, seed: number) {
  const random = new PCGRandom(seed)
  const draw = <A>(...choices: readonly [A, ...ReadonlyArray<A>]): A =>
    choices[random.integer(choices.length)] ?? choices[0]
  const recorder = makeRecorder()
  const identity = makeIdentity(["history", String(seed)], crypto.randomUUID())
  const clients = draw(3, 3, 4)
  const tickets: Array<Array<Ticket>> = Array.from({ length: clients }, () => [])
  const effects: Array<{ readonly tag: string; readonly claim: number; readonly settle: number | undefined }> = []
  const millis = (length: Length): number => length === "short" ? subject.shortMillis : longMillis
  const storeOf = (client: number) => subject.stores[client % subject.stores.length] ?? subject.stores[0]
  let crashes = 0

  /** A store that was busy did nothing; one that failed may have done it. */
  const recorded = <A>(
    client: number,
    operation: Operation,
    effect: Effect.Effect<A, StoreError>,
    words: (result: A) => string
  ): Effect.Effect<Option.Option<A>, StoreError> =>
    Effect.suspend(() => {
      const index = recorder.begin(client, operation)
      return effect.pipe(
        Effect.map((result) => {
          recorder.end(index, words(result))
          return Option.some(result)
        }),
        Effect.catchTag("StoreError", (error) => {
          if (error.reason === "corrupt") return Effect.fail(error)
          if (error.reason === "busy") recorder.drop(index)
          return Effect.succeedNone
        })
      )
    })

  const newClaim = (): {
    readonly operation: Extract<Operation, { readonly _tag: "Claim" }>
    readonly request: ClaimRequest
  } => {
    const lease = draw<Length>("short", "short", "long")
    const operation = {
      _tag: "Claim",
      owner: `owner ${seed} ${random.integer(1_000_000_000)}`,
      fingerprint: draw("a", "a", "a", "b"),
      lease,
      retention: lease === "long" ? "long" : draw<Length>("short", "long", "long"),
      orphans: draw("take", "take", "park")
    } as const
    const { fingerprint, orphans, owner, retention } = operation
    return {
      operation,
      request: { identity, fingerprint, owner, orphans, leaseMillis: millis(lease), retentionMillis: millis(retention) }
    }
  }

  let bodies = 0
  const newEnd = (): { readonly settlement: Settlement; readonly body: string; readonly retention: Length } => {
    const body = `body ${++bodies}`
    const retention = draw<Length>("long", "long", "short")
    const as = draw<Settlement["_tag"]>("Answer", "Answer", "Answer", "Release", "Release", "Tombstone", "Park")
    const settlement: Settlement = as === "Answer"
      ? { _tag: as, response: response(body), retentionMillis: millis(retention) }
      : as === "Tombstone"
      ? { _tag: as, reason: body, response: response(""), retentionMillis: millis(retention) }
      : { _tag: as, reason: body }
    return { settlement, body, retention }
  }

  const settleOperation = (ticket: Ticket, { body, retention, settlement }: ReturnType<typeof newEnd>): Operation => ({
    _tag: "Settle",
    owner: ticket.owner,
    gen: ticket.gen,
    as: settlement._tag,
    body,
    retention
  })

  const claim = (client: number) => {
    const { operation, request } = newClaim()
    return Effect.map(recorded(client, operation, storeOf(client).claim(request), Words.claim), (claimed) => {
      if (Option.isSome(claimed) && claimed.value._tag === "Claimed") tickets[client]?.push(claimed.value.ticket)
    })
  }

  /** Claim and end are two operations of the history, even in a store that does both in one step. */
  const transact = (client: number, { stores, write }: NonNullable<Subject["transactional"]>) =>
    Effect.suspend(() => {
      const store = stores[client % stores.length] ?? stores[0]
      const { operation, request } = newClaim()
      const end = newEnd()
      const tag = `${seed}:${request.owner}`
      const claimed = recorder.begin(client, operation)
      const handler = (ticket: Ticket) =>
        Effect.map(write(tag), () => {
          recorder.end(claimed, Words.claimed(ticket.gen))
          effects.push({ tag, claim: claimed, settle: recorder.begin(client, settleOperation(ticket, end)) })
          return { answer: undefined, settlement: end.settlement }
        })
      return store.transact(request, handler).pipe(
        Effect.map((result) => {
          const settled = effects.find((effect) => effect.claim === claimed)?.settle
          if (result._tag === "Found") recorder.end(claimed, Words.claim(result))
          else if (settled !== undefined) recorder.end(settled, result._tag === "Executed" ? "ok" : "lost")
        }),
        Effect.catchTag("StoreError", (error) => error.reason === "corrupt" ? Effect.fail(error) : Effect.void)
      )
    })

  const resolve = (client: number, ticket: Ticket | undefined) => {
    const as = draw("Finish", "Free", "Forget")
    const body = `decision ${++bodies}`
    const gen = ticket?.gen ?? 1
    const decision = as === "Finish"
      ? { _tag: as, response: response(body), retentionMillis: longMillis } as const
      : { _tag: as } as const
    return recorded(
      client,
      { _tag: "Resolve", gen, as, body },
      storeOf(client).resolve(identity, gen, decision, "history"),
      Words.change
    )
  }

  const step = (client: number): Effect.Effect<unknown, StoreError> => {
    const store = storeOf(client)
    const ticket = tickets[client]?.[random.integer(Math.max(1, tickets[client]?.length ?? 0))]
    const lease = draw<Length>("short", "long")
    switch (draw("claim", "claim", "claim", "transact", "transact", "end", "end", "end", "renew", "look", "rest")) {
      case "transact":
        return subject.transactional === undefined ? claim(client) : transact(client, subject.transactional)
      case "end": {
        if (ticket === undefined) return claim(client)
        const end = newEnd()
        return recorded(client, settleOperation(ticket, end), store.settle(ticket, end.settlement), Words.change)
      }
      case "renew":
        if (ticket === undefined) return claim(client)
        return recorded(
          client,
          { _tag: "Renew", owner: ticket.owner, gen: ticket.gen, lease },
          store.renew(ticket, millis(lease)),
          Words.change
        )
      case "look":
        return recorded(
          client,
          { _tag: "Look" },
          store.look(identity),
          (found) => Words.record(Option.getOrUndefined(found))
        )
      case "rest":
        return draw(
          Effect.asVoid(
            recorded(
              client,
              { _tag: "Touch", retention: lease },
              store.touch(identity, millis(lease)),
              () => Words.done
            )
          ),
          Effect.asVoid(recorded(client, { _tag: "Purge" }, store.purge(100), () => Words.done)),
          Effect.asVoid(resolve(client, ticket))
        )
      default:
        return claim(client)
    }
  }

  const pause = Effect.suspend(() => Effect.repeatN(Effect.yieldNow(), random.integer(3)))

  /** It dies in the middle of an operation, or with the answer on its way. A new one may find its tickets. */
  const crash = (client: number) =>
    Effect.gen(function*() {
      crashes++
      const before = recorder.events.length
      const fiber = yield* Effect.fork(step(client))
      yield* pause
      yield* Fiber.interrupt(fiber)
      for (let index = before; index < recorder.events.length; index++) {
        const event = recorder.events[index]
        if (event?.client !== client) continue
        recorder.events[index] = { ...event, ended: undefined, result: undefined }
        if (event.operation._tag === "Claim") recorder.begin(client, { _tag: "Abandon", owner: event.operation.owner })
      }
      if (draw(true, false)) tickets[client] = []
    })

  const phases = draw(2, 3, 4)
  const fatal = seed % 2 === 0 ? random.integer(phases) : -1
  for (let phase = 0; phase < phases; phase++) {
    const dying = phase === fatal ? random.integer(clients) : -1
    const work = (client: number) =>
      Effect.gen(function*() {
        for (let count = draw(1, 2, 2); count > 0; count--) {
          yield* pause
          yield* step(client)
        }
        if (client === dying) yield* crash(client)
      })
    yield* Effect.forEach(Array.from({ length: clients }, (_, client) => client), work, { concurrency: "unbounded" })
    yield* Effect.asVoid(recorded(clients, { _tag: "Advance" }, subject.advance, () => Words.done))
  }
  yield* recorded(
    clients,
    { _tag: "Look" },
    storeOf(0).look(identity),
    (found) => Words.record(Option.getOrUndefined(found))
  )
  const problems = yield* account(recorder, subject, effects)
  const history: History = { seed, events: recorder.happened(), crashes, problems }
  return history
})

/** A handler's write is there exactly when its record was ended with an answer. */
const account = Effect.fnUntraced(function*(
  { drop, events }: Recorder,
  { transactional }: Subject,
  effects: ReadonlyArray<{ readonly tag: string; readonly settle: number | undefined }>
) {
  if (transactional === undefined || effects.length === 0) return []
  const written = new Set(yield* transactional.written(effects.map(({ tag }) => tag)))
  const problems: Array<string> = []
  for (const { settle, tag } of effects) {
    const event = settle === undefined ? undefined : events[settle]
    if (settle === undefined || event?.operation._tag !== "Settle") continue
    const keeps = event.operation.as === "Answer" || event.operation.as === "Tombstone"
    const isWritten = written.has(tag)
    if (event.result !== undefined) {
      if (isWritten !== (keeps && event.result === "ok")) {
        problems.push(
          `${tag} ended ${event.operation.as} with ${event.result}, its write is ${isWritten ? "" : "not "}there`
        )
      }
    } else if (keeps) {
      // Its client died, and the database knows: it took place if the write is there, and only then.
      if (isWritten) events[settle] = { ...event, ended: Infinity, result: "ok" }
      else drop(settle)
    } else if (isWritten) problems.push(`${tag} ended ${event.operation.as}, and its write is there`)
  }
  return problems
})
