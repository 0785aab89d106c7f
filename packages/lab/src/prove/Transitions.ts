/**
 * The possible next steps: first those of a run without trouble, then the faults.
 *
 * @since 0.1.0
 */
import * as Client from "./ModelClient.js"
import * as Server from "./ModelServer.js"
import { type Answer, type Call, type Request, without, type World } from "./World.js"

/**
 * A step that is possible now.
 *
 * @since 0.1.0
 * @category models
 */
export type Step = () => void

const isActive = (call: Call): boolean => call.end === undefined && !call.dead

const reset = { _tag: "Lost", reason: "reset", code: "ECONNRESET", status: undefined } as const

/** A connection ends without an answer, if its client still waits. */
const cut = (world: World, request: Request): void => {
  if (isActive(request.call) && request.call.waiting?.request === request) Client.observe(world, request.call, reset)
}

const deliver = (world: World, answer: Answer): void => {
  const { code, made, request, source, status } = answer
  world.answers = without(world.answers, answer)
  if (!isActive(request.call) || request.call.waiting?.request !== request) return
  Client.observe(world, request.call, { _tag: "Answered", status, source, code, retryAfter: undefined }, made)
}

const timers = (world: World): ReadonlyArray<number> =>
  [
    ...world.calls.filter(isActive).map((call) => call.waiting?.until ?? call.wakeAt),
    ...[...world.rows.values()].flatMap(({ state }) => state._tag === "Running" ? [state.leaseUntil] : []),
    ...world.handlers.map(({ standsStillUntil }) => standsStillUntil)
  ].filter((time) => time > world.now)

const moveTo = (world: World, time: number): void => {
  world.now = time
  world.log?.push(`it is ${time}`)
  world.requests = world.requests.filter(({ until }) => until > time)
  for (const call of world.calls) {
    if (isActive(call) && call.waiting !== undefined && call.waiting.until <= time) {
      Client.observe(world, call, { _tag: "Lost", reason: "timeout", code: undefined, status: undefined })
    }
  }
}

/**
 * The steps without faults. None is left at the end of all calls.
 *
 * @since 0.1.0
 * @category constructors
 */
export const good = (world: World): Array<Step> => {
  const steps: Array<Step> = []
  for (const answer of world.answers) steps.push(() => deliver(world, answer))
  for (const handler of world.handlers) {
    if (handler.standsStillUntil <= world.now || !world.calls.some(isActive)) {
      steps.push(() => Server.advance(world, handler))
    }
  }
  for (const request of world.requests) {
    steps.push(() => {
      world.requests = without(world.requests, request)
      Server.arrive(world, request, world.owners % world.bounds.processes)
    })
  }
  for (const call of world.calls) {
    if (isActive(call) && call.waiting === undefined && call.wakeAt <= world.now) {
      steps.push(() => Client.send(world, call))
    }
  }
  for (const call of world.asleep) steps.push(() => wake(world, call))
  const due = world.calls.some((call) => isActive(call) && call.waiting === undefined && call.wakeAt <= world.now)
  // Clients are on time; servers and the network may be as late as they like.
  const next = Math.min(...timers(world))
  if (!due && world.calls.some(isActive) && Number.isFinite(next)) steps.push(() => moveTo(world, next))
  return steps
}

/** Statuses of a gateway's own pages: not found, refusal, hidden server, sign-in. */
const pages = [404, 409, 403, 200] as const

const page = (world: World, request: Request, status: number): void => {
  world.answers.push({ request, status, source: "unknown" })
}

const ofRequest = (world: World, request: Request): ReadonlyArray<Step> => {
  const drop = () => {
    world.requests = without(world.requests, request)
  }
  const steps: Array<Step> = [
    drop,
    () => (drop(), cut(world, request)),
    () => void world.requests.push(request),
    () => (drop(), Server.arrive(world, request, world.owners % world.bounds.processes, "lost"))
  ]
  if (request.arrived) return steps
  const alone = world.requests.filter((other) => other === request).length === 1
  if (alone && request.call.waiting?.request === request) {
    steps.push(() => (drop(), Client.observe(world, request.call, { _tag: "NotSent", code: "ECONNREFUSED" })))
  }
  for (const status of [429, 503]) {
    steps.push(() => {
      request.door = status
    })
  }
  // A gateway answers in place of the server, which may hear of the request later or never.
  for (const status of pages) {
    steps.push(() => (drop(), page(world, request, status)), () => page(world, request, status))
  }
  return steps
}

const ofAnswer = (world: World, answer: Answer): ReadonlyArray<Step> => {
  const drop = () => {
    world.answers = without(world.answers, answer)
  }
  const { request, source, status } = answer
  return [
    drop,
    () => (drop(), cut(world, request)),
    // The headers came and the body did not.
    () => {
      drop()
      if (isActive(request.call) && request.call.waiting?.request === request) {
        const origin = source === "replay" ? { source } : {}
        Client.observe(world, request.call, { _tag: "Lost", reason: "body cut", code: undefined, status, ...origin })
      }
    },
    // A gateway speaks for a server that it did not wait for, or hides what the server said.
    ...[504, ...pages].map((status) => () => (drop(), page(world, request, status)))
  ]
}

/** The program dies. It will run again. */
const die = (world: World, call: Call): void => {
  call.dead = true
  world.asleep.push(call)
  world.log?.push(`the program of call ${call.id} dies`)
}

/** A program runs again, if its clock says that its key is still kept: the same call under the same key. */
const wake = (world: World, call: Call): void => {
  world.asleep = without(world.asleep, call)
  const believed = world.now + world.skew - call.wish.startedAt
  if (believed < world.parts.retentionMillis / 2) Client.begin(world, call.wish)
}

const setClock = (world: World, skew: number): void => {
  world.skew = skew
  world.isSkewed = true
  world.log?.push(`the clocks of clients are ${skew} ms ahead`)
}

/**
 * The steps in which something goes wrong.
 *
 * @since 0.1.0
 * @category constructors
 */
export const bad = (world: World): Array<Step> => {
  const steps: Array<Step> = []
  for (const request of world.requests) steps.push(...ofRequest(world, request))
  for (const answer of world.answers) steps.push(...ofAnswer(world, answer))
  for (const handler of world.handlers) {
    steps.push(
      () => Server.standStill(world, handler),
      () => Server.breakDown(world, handler),
      () => Server.renew(world, handler),
      () => Server.loseReply(world, handler)
    )
  }
  for (const [key, { state }] of world.rows) {
    if (state._tag === "Parked") steps.push(() => Server.decide(world, key))
  }
  for (let process = 0; process < world.bounds.processes; process++) {
    if (world.handlers.some((handler) => handler.process === process)) {
      steps.push(() => Server.crash(world, process).forEach((request) => cut(world, request)))
    }
  }
  for (const call of world.calls.filter(isActive)) {
    if (call.sent > 0) steps.push(() => die(world, call))
    // From now on nothing of it gets past the door.
    for (const status of [401, 429]) steps.push(() => void (call.door = status))
  }
  // A day passes, and what is still at work then wakes up into it.
  if (world.rows.size > 0 && !world.calls.some(isActive)) {
    steps.push(() => moveTo(world, world.now + world.parts.retentionMillis), () => Server.purge(world))
  }
  for (const skew of [-world.parts.clockErrorMillis, world.parts.clockErrorMillis]) {
    if (world.skew !== skew) steps.push(() => setClock(world, skew))
  }
  return steps
}
