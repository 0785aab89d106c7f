import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Fiber from "effect/Fiber"
import * as FiberRef from "effect/FiberRef"
import * as Option from "effect/Option"
import * as RuntimeFlags from "effect/RuntimeFlags"
import type * as Schedule from "effect/Schedule"
import type { Answer } from "../Answer.js"
import { CallDefect, type CallError, TransportError } from "../CallError.js"
import type { CallOptions } from "../CallOptions.js"
import { evidence, type Observation, spendsKey } from "../Decision.js"
import type * as Gate from "../Gate.js"
import type { Intent } from "../Intent.js"
import type { Replayed } from "../Outcome.js"
import type { CallEnd, Report } from "../Report.js"
import type * as RetryBudget from "../RetryBudget.js"
import * as RetrySchedule from "../RetrySchedule.js"
import { isForeignType, type Received, type Transport } from "../Transport.js"
import type { Seen } from "./callState.js"
import * as State from "./callState.js"
import { parseJson } from "./json.js"
import { isDebugged } from "./log.js"
import { monotonicMillis, toWallClock } from "./monotonic.js"
import type { Restore } from "./naming.js"
import { notify } from "./notify.js"
import { describe, prepare, type Prepared, type Preparing } from "./prepare.js"
import { isCutShort, readAnswer, requestIdIn } from "./reading.js"
import { Settlement } from "./settlement.js"
import * as Trace from "./trace.js"
import { v4 } from "./uuid.js"

/** What all calls of a client share. */
export interface Shared extends Preparing {
  readonly transport: Transport
  readonly maxBodyBytes: number
  readonly budget: RetryBudget.Service
  readonly gate: Gate.Service
}

const nothing = new Uint8Array()

const see = (received: Received, intent: Intent, now: number): Seen => {
  if (received._tag !== "Whole") {
    return { observation: received, response: undefined, bytes: nothing, json: Option.none }
  }
  const { bytes, headers, status } = received
  const json = parseJson(bytes)
  if (isCutShort(intent, received, json)) {
    const observation: Observation = {
      _tag: "Lost",
      reason: "body cut",
      code: undefined,
      status,
      ...(isForeignType(headers["content-type"]) ? { isForeign: true } : {})
    }
    return { observation, response: undefined, bytes: nothing, json: Option.none }
  }
  return { observation: readAnswer(intent, received, json, now), response: { status, headers }, bytes, json }
}

const verdictOf = ({ observation }: Seen): Gate.Verdict => {
  if (observation._tag !== "Answered") return { _tag: "Failed" }
  if (observation.status === 429) return { _tag: "Limited", asked: observation.retryAfter }
  return observation.status < 500 ? { _tag: "Served" } : { _tag: "Failed" }
}

/** A request's name as the server gave it; one that could forge a line of a log, or fill it, is no name. */
const requestIdOf = (seen: Seen | undefined, intent: Intent): string | undefined => {
  if (seen?.response === undefined) return undefined
  const name = requestIdIn(intent.dialect, seen.json()) ?? seen.response.headers["x-request-id"]
  return name !== undefined && /^[\w.:+=@-]{1,128}$/.test(name) ? name : undefined
}

const logLine = (intent: Intent, requestId: string | undefined) =>
  `${intent.method} ${intent.path} request_id=${requestId ?? "-"} idempotency_key=${
    intent.dialect.logsKeys === true ? Option.getOrElse(intent.key, () => "-") : Trace.shortKey(intent)
  }`

/** The request with a name of its own, where the server takes one. The caller's name stays. */
const named = (request: HttpClientRequest.HttpClientRequest, header: string | undefined) =>
  header === undefined || request.headers[header] !== undefined
    ? request
    : HttpClientRequest.setHeader(request, header, v4())

/** Debug lines around an exchange. */
const logged = (
  exchange: Effect.Effect<Seen>,
  intent: Intent,
  request: HttpClientRequest.HttpClientRequest,
  sent: number
): Effect.Effect<Seen> => {
  const { requestIdHeader } = intent.dialect
  const name = requestIdHeader === undefined ? undefined : request.headers[requestIdHeader]
  return (name === undefined ? Effect.void : Effect.logDebug(`Request: ${logLine(intent, name)}`)).pipe(
    Effect.zipRight(exchange),
    Effect.tap((seen) => {
      const result = Trace.resultOf(seen.observation)
      return Effect.logDebug(`${logLine(intent, requestIdOf(seen, intent) ?? name)} attempt=${sent} result=${result}`)
    })
  )
}

/** `Effect.retry` costs a call even when nothing is repeated, so it begins with the first failure. */
const retried = <A, E, R, Out>(
  step: Effect.Effect<A, E, R>,
  schedule: Schedule.Schedule<Out, E>
): Effect.Effect<A, E, R> =>
  Effect.catchAll(step, (failure) => {
    let next: Effect.Effect<A, E, R> = Effect.fail(failure)
    return Effect.retry(
      Effect.suspend(() => {
        const now = next
        next = step
        return now
      }),
      schedule
    )
  })

/** How a call came to its own end. */
interface Finished {
  readonly answer: Either.Either<Answer, TransportError>
  readonly end: CallEnd
  readonly spent: boolean
}

/** The attempts of a named call and its end. All that changes is `state`, by the functions of `callState.ts`. */
class Performance {
  private readonly clock: Clock.Clock
  private state = State.initial
  private end: CallEnd | undefined

  constructor(
    private readonly shared: Shared,
    private readonly prepared: Prepared,
    private readonly fiber: Fiber.RuntimeFiber<unknown, unknown>
  ) {
    this.clock = Context.get(fiber.currentDefaultServices, Clock.Clock)
  }

  /** Sends the call until it is answered or given up. */
  get attempts(): Effect.Effect<void> {
    const { intent } = this.prepared
    const schedule = RetrySchedule.make(intent, this.shared.budget, (progress) => {
      this.state = State.advanced(this.state, progress)
    })
    return Effect.flatMap(this.shared.gate.ticket, (ticket) => Effect.ignore(retried(this.attempt(ticket), schedule)))
  }

  /** The result of a call that came to its own end, and whether the server keeps it under the key. */
  get result(): Effect.Effect<Finished> {
    return Effect.suspend(() => {
      const { intent } = this.prepared
      const { budget } = this.shared
      const success = State.successOf(intent, this.state)
      if (success === undefined) return this.finish()
      const advanced = RetrySchedule.advance(intent, budget, this.state.progress, success, this.now)
      return Effect.flatMap(advanced, (progress) => {
        this.state = State.advanced(this.state, progress)
        return this.finish()
      })
    })
  }

  private finish(): Effect.Effect<Finished> {
    const { intent, release } = this.prepared
    const { last } = this.state
    const end = State.settledEnd(intent, this.state, this.now)
    const report = this.reportOf(end, end.endedBy)
    const spent = last !== undefined && spendsKey(intent, last.observation, end.outcome)
    return Effect.zipRight(release(State.wasSent(intent, this.state, end)), Trace.ended(intent, report)).pipe(
      Effect.map(() => ({ answer: answerOf(intent, last, report), end: this.notify(report), spent }))
    )
  }

  /** Ends a call that was interrupted or met a defect. One that had already ended keeps its end. */
  cutShort(endedBy: "interrupted" | "defect"): Effect.Effect<CallEnd> {
    return Effect.suspend(() => {
      if (this.end !== undefined) return Effect.succeed({ ...this.end, endedBy })
      const { intent, release } = this.prepared
      const { last, sent } = this.state
      const end = State.cutShort(intent, this.state, this.now)
      const callEnd = this.notify(this.reportOf(end, endedBy))
      const line = Effect.suspend(() =>
        Effect.logDebug(`${logLine(intent, requestIdOf(last, intent))} attempt=${sent} result=${endedBy}`)
      )
      return release(State.wasSent(intent, this.state, end)).pipe(
        Effect.zipRight(sent === 0 ? Effect.void : line),
        Effect.as(callEnd)
      )
    })
  }

  private get now(): number {
    return monotonicMillis(this.clock)
  }

  private reportOf<By>(end: State.End, endedBy: By) {
    const { intent } = this.prepared
    return {
      operation: intent.rules.name,
      idempotencyKey: Option.getOrUndefined(intent.key),
      attempts: end.attempts,
      outcome: end.outcome,
      endedBy,
      replayed: this.replayed,
      requestId: requestIdOf(this.state.last, intent),
      retryAt: end.retryAt === undefined ? undefined : toWallClock(this.clock, end.retryAt)
    }
  }

  private notify(report: Omit<CallEnd, "method" | "durationMillis" | "gateMillis">): CallEnd {
    const { intent, observer } = this.prepared
    const end: CallEnd = {
      ...report,
      method: intent.method,
      durationMillis: this.now - intent.startedAt,
      gateMillis: this.state.gateMillis
    }
    this.end = end
    notify(this.fiber, observer, end)
    return end
  }

  private get replayed(): Replayed {
    const { dialect, key, rules } = this.prepared.intent
    const { last, progress } = this.state
    if (last?.response?.headers[dialect.replayedHeader] === "true") return "yes"
    const first = this.prepared.fresh && progress.history.attempts + progress.history.polls <= 1
    return Option.isNone(key) || first || rules.marksReplays === true ? "no" : "unknown"
  }

  /** One attempt; it fails with what it saw, unless that is a success. A refusal of the gate ends the attempts. */
  private attempt(ticket: number): Effect.Effect<void, Observation> {
    const { intent, lane } = this.prepared
    return Effect.suspend(() => {
      this.state = State.asked(this.state, this.now)
      const exchange = Trace.attempt(this.exchange, {
        intent,
        count: this.state.sent + 1,
        gateMillis: () => this.state.waitMillis
      })
      const patience = intent.deadlineAt - this.now
      return Effect.flatMap(this.shared.gate.pass({ lane, ticket, patience }, exchange, verdictOf), (passed) => {
        if (Either.isLeft(passed)) {
          this.state = State.refused(this.state, passed.left)
          return Effect.void
        }
        return State.successOf(intent, this.state) === undefined ? Effect.fail(passed.right.observation) : Effect.void
      })
    })
  }

  /** Sends one request and reads its answer. */
  private get exchange(): Effect.Effect<Seen> {
    return Effect.withFiberRuntime((fiber) => {
      const { intent } = this.prepared
      this.state = State.sending(this.state, this.now)
      const request = named(this.prepared.request, intent.dialect.requestIdHeader)
      const limits = {
        timeoutMillis: Math.min(Duration.toMillis(intent.policy.attemptTimeout), intent.deadlineAt - this.now),
        maxBodyBytes: this.shared.maxBodyBytes
      }
      const exchange = Effect.map(this.shared.transport(request, limits), (received) => {
        const seen = see(received, intent, this.clock.unsafeCurrentTimeMillis())
        this.state = State.received(this.state, seen)
        return seen
      })
      return isDebugged(fiber) ? logged(exchange, intent, request, this.state.sent) : exchange
    })
  }
}

const answerOf = (intent: Intent, last: Seen | undefined, report: Report): Either.Either<Answer, TransportError> => {
  if (last?.response === undefined || last.observation._tag !== "Answered") {
    return Either.left(new TransportError({ ...failure(last), report }))
  }
  const { bytes, json, observation, response } = last
  const { code, message, source } = observation
  const shown = evidence(intent, observation)
  return Either.right({ ...response, bytes, json, code, message, source, evidence: shown, report })
}

const failure = (last: Seen | undefined): Pick<TransportError, "reason" | "code"> => {
  switch (last?.observation._tag) {
    case "Lost":
      return { reason: last.observation.reason, code: last.observation.code }
    case "NotSent":
      return { reason: "not sent", code: last.observation.code }
    default:
      return { reason: "not sent", code: undefined }
  }
}

/** Turns the failure of the attempts into the end of the call: interruption stays what it is, a defect gets the account. */
const broken = (performance: Performance, cause: Cause.Cause<never>): Effect.Effect<never> =>
  Cause.isInterruptedOnly(cause)
    ? Effect.zipRight(performance.cutShort("interrupted"), Effect.failCause(cause))
    : Effect.flatMap(
      performance.cutShort("defect"),
      (end) => Effect.die(new CallDefect({ end, cause: Cause.squash(cause) }))
    )

/** The result of a call, and whether the caller's receiving it uses up the key. */
interface Settled<A, E> {
  readonly result: Either.Either<A, E>
  readonly spent: boolean
}

/** The attempts, and the end of the call by their exit. */
const attempted = <A, E>(
  performance: Performance,
  read: (answer: Answer) => Either.Either<A, E>,
  restore: Restore
): Effect.Effect<Settled<A, E | TransportError>> => {
  const result = Effect.map(performance.result, ({ answer, end, spent }): Settled<A, E | TransportError> => {
    const result = Either.flatMap(answer, read)
    // A success that its reader refuses is to be asked for again under the same key.
    return { result, spent: spent && (Either.isRight(result) || end.outcome === "rejected") }
  })
  return Effect.zipRight(restore(performance.attempts), result).pipe(
    Effect.catchAllCause((cause) => broken(performance, cause))
  )
}

/**
 * Hands out the result, and settles the call in the very step in which the caller receives it. A fiber that is interrupted
 * before that step ends without the result, and its end gives the key back.
 */
const deliver = <A, E>(
  { result, spent }: Settled<A, E>,
  settlement: Settlement,
  fiber: Fiber.RuntimeFiber<unknown, unknown>
): Effect.Effect<A, E> => {
  if (!spent || !settlement.hasListeners) {
    settlement.settle(spent)
    return result
  }
  const undelivered = () => settlement.settle(false)
  const delivered = () => {
    fiber.removeObserver(undelivered)
    settlement.settle(true)
  }
  fiber.addObserver(undelivered)
  return Either.isLeft(result) ? Effect.zipRight(Effect.sync(delivered), result) : Effect.sync(() => {
    delivered()
    return result.right
  })
}

/**
 * One logical call: acquire (name and bind the key), use (the attempts), release by exit. Only a generator of the caller's
 * own and the attempts are interruptible. `read` turns the answer into the result, as part of the call.
 */
export const perform = <A, E>(
  shared: Shared,
  request: HttpClientRequest.HttpClientRequest,
  options: CallOptions,
  read: (answer: Answer) => Either.Either<A, E>
): Effect.Effect<A, E | CallError> =>
  Effect.withFiberRuntime((fiber, { runtimeFlags }) => {
    const described = describe(shared, request, options, fiber)
    if (Either.isLeft(described)) return Effect.fail(described.left)
    const settlement = new Settlement()
    const isDropped = () =>
      RuntimeFlags.interruptible(runtimeFlags) && !Cause.isEmpty(fiber.getFiberRef(FiberRef.interruptedCause))

    const call = (restore: Restore) =>
      prepare(shared.guard, described.right, settlement, restore).pipe(
        Effect.flatMap((prepared) => attempted(new Performance(shared, prepared, fiber), read, restore)),
        Effect.matchCauseEffect({
          onFailure: (cause) => {
            settlement.settle(false)
            return Effect.failCause(cause)
          },
          onSuccess: (settled) =>
            Effect.sync(() => {
              if (isDropped()) settlement.settle(false)
              return deliver(settled, settlement, fiber)
            })
        })
      )
    return Effect.flatten(Effect.uninterruptibleMask(call))
  })
