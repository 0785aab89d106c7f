import type * as Headers from "@effect/platform/Headers"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type * as Schedule from "effect/Schedule"
import { TransportError } from "../CallError.js"
import type { CallEnd } from "../CallObserver.js"
import { type Decision, giveUp, isRefusedAtTheDoor, isSuccess, type Observation, spendsKey } from "../Decision.js"
import type * as Gate from "../Gate.js"
import type { Answer } from "../Idempotent.js"
import type { Intent } from "../Intent.js"
import type { Replayed } from "../Outcome.js"
import type { Report } from "../Report.js"
import * as RetryAfter from "../RetryAfter.js"
import type * as RetryBudget from "../RetryBudget.js"
import * as RetrySchedule from "../RetrySchedule.js"
import type { Received, Transport } from "../Transport.js"
import { nameAt, parseJson, textAt } from "./json.js"
import { isDebugged } from "./log.js"
import type { Prepared } from "./prepare.js"
import * as Trace from "./trace.js"
import { v4 } from "./uuid.js"

/** What all calls of a client share. */
export interface Shared {
  readonly transport: Transport
  readonly maxBodyBytes: number
  readonly budget: RetryBudget.Service
  readonly gate: Gate.Service
}

/** What an attempt brought: the observation to decide on, and the answer to hand out if it is the last one. */
interface Seen {
  readonly observation: Observation
  readonly response: { readonly status: number; readonly headers: Headers.Headers } | undefined
  readonly bytes: Uint8Array
  readonly json: () => Option.Option<unknown>
}

const nothing = new Uint8Array()

const see = (received: Received, intent: Intent, now: number): Seen => {
  if (received._tag !== "Whole") {
    return { observation: received, response: undefined, bytes: nothing, json: Option.none }
  }
  const { bytes, headers, status } = received
  const json = parseJson(bytes)
  const observation: Observation = isSuccess(status)
    ? { _tag: "Answered", status, code: undefined, retryAfter: undefined }
    : {
      _tag: "Answered",
      status,
      code: nameAt(json(), intent.dialect.codePath),
      message: textAt(json(), intent.dialect.messagePath),
      retryAfter: Option.getOrUndefined(RetryAfter.parse(headers, now))
    }
  return { observation, response: { status, headers }, bytes, json }
}

const verdictOf = ({ observation }: Seen): Gate.Verdict => {
  if (observation._tag !== "Answered") return { _tag: "Failed" }
  if (observation.status === 429) return { _tag: "Limited", asked: observation.retryAfter }
  return observation.status < 500 ? { _tag: "Served" } : { _tag: "Failed" }
}

/** A request's name as the server gave it; one that could forge a line of a log, or fill it, is no name. */
const requestIdOf = (seen: Seen | undefined, intent: Intent): string | undefined => {
  if (seen?.response === undefined) return undefined
  const name = nameAt(seen.json(), intent.dialect.requestIdPath) ?? seen.response.headers["x-request-id"]
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

/** Sends a prepared call until it is answered or given up. */
export const perform = (shared: Shared, prepared: Prepared): Effect.Effect<Answer, TransportError> =>
  // The attempts alone can be interrupted: whatever ends them, the observer and the generator are told.
  Effect.uninterruptibleMask((attemptable) => performWith(shared, prepared, attemptable))

const performWith = (
  shared: Shared,
  prepared: Prepared,
  attemptable: <A, E, R>(attempts: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
): Effect.Effect<Answer, TransportError> =>
  Effect.gen(function*() {
    const { intent, observer } = prepared
    const ticket = yield* shared.gate.ticket
    let progress = RetrySchedule.initial
    let last: Seen | undefined
    let sent = 0
    let inTheAir = false
    let asked = intent.startedAt
    let waited = 0
    let gateMillis = 0

    const interrupted = Effect.map(Clock.currentTimeMillis, (now): CallEnd => {
      const { attempts, polls } = progress.history
      const { outcome, retryAt } = inTheAir
        ? { outcome: "unknown" as const, retryAt: undefined }
        : ending(intent, progress, last, false, now)
      return {
        operation: intent.rules.name,
        method: intent.method,
        idempotencyKey: Option.getOrUndefined(intent.key),
        attempts: attempts + polls + (inTheAir ? 1 : 0),
        outcome,
        endedBy: "interrupted",
        replayed: "unknown",
        requestId: requestIdOf(last, intent),
        retryAt,
        durationMillis: now - intent.startedAt,
        gateMillis
      }
    })

    const send = Effect.withFiberRuntime<Seen>((fiber) => {
      sent += 1
      inTheAir = true
      const clock = Context.get(fiber.currentDefaultServices, Clock.Clock)
      const started = clock.unsafeCurrentTimeMillis()
      waited = started - asked
      gateMillis += waited
      const timeoutMillis = Math.min(Duration.toMillis(intent.policy.attemptTimeout), intent.deadlineAt - started)
      const request = named(prepared.request, intent.dialect.requestIdHeader)
      const exchange = Effect.map(
        shared.transport(request, { timeoutMillis, maxBodyBytes: shared.maxBodyBytes }),
        (received) => {
          inTheAir = false
          return last = see(received, intent, clock.unsafeCurrentTimeMillis())
        }
      )
      return isDebugged(fiber) ? logged(exchange, intent, request, sent) : exchange
    })

    /** One attempt; false when its turn at the gate does not come in time. */
    const step: Effect.Effect<boolean, Observation> = Effect.clockWith((clock) => {
      asked = clock.unsafeCurrentTimeMillis()
      return Effect.flatMap(
        shared.gate.pass(
          { scope: prepared.scope, ticket, until: intent.deadlineAt },
          Trace.attempt(send, { intent, count: sent + 1, gateMillis: () => waited }),
          verdictOf
        ),
        Option.match({
          onNone: () => Effect.succeed(false),
          onSome: ({ observation }) =>
            observation._tag === "Answered" && isSuccess(observation.status)
              ? Effect.succeed(true)
              : Effect.fail(observation)
        })
      )
    })

    const schedule = RetrySchedule.make(intent, shared.budget, (next) => {
      progress = next
    })
    const left = Effect.suspend(() => {
      prepared.ended(false)
      return Effect.zipRight(
        sent === 0
          ? prepared.release
          : Effect.logDebug(`${logLine(intent, requestIdOf(last, intent))} attempt=${sent} result=interrupted`),
        Effect.flatMap(interrupted, observer.ended)
      )
    })
    const inTime = yield* Effect.matchCauseEffect(attemptable(retried(step, schedule)), {
      onSuccess: Effect.succeed,
      onFailure: (cause) => {
        const failed = Cause.failureOrCause(cause)
        if (Either.isLeft(failed)) return Effect.succeed(true)
        return Cause.isInterruptedOnly(failed.right)
          ? Effect.zipRight(left, Effect.failCause(failed.right))
          : Effect.failCause(failed.right)
      }
    })
    const now = yield* Clock.currentTimeMillis
    if (inTime && last !== undefined && last.observation._tag === "Answered" && isSuccess(last.observation.status)) {
      progress = yield* RetrySchedule.advance(intent, shared.budget, progress, last.observation, now)
    }
    const end = ending(intent, progress, last, inTime, now)

    prepared.ended(last !== undefined && spendsKey(intent, last.observation, end.outcome))
    const atTheDoor = last?.observation._tag === "Answered" && isRefusedAtTheDoor(last.observation.status)
    if (end.outcome === "not sent" || (end.outcome === "rejected" && atTheDoor)) yield* prepared.release

    const report: Report = {
      operation: intent.rules.name,
      idempotencyKey: Option.getOrUndefined(intent.key),
      attempts: progress.history.attempts + progress.history.polls,
      outcome: end.outcome,
      endedBy: end.endedBy,
      replayed: replayedOf(prepared, progress, last),
      requestId: requestIdOf(last, intent),
      retryAt: end.retryAt
    }
    yield* Trace.ended(intent, report)
    yield* observer.ended({ ...report, method: intent.method, durationMillis: now - intent.startedAt, gateMillis })
    if (last?.response !== undefined && last.observation._tag === "Answered") {
      const { bytes, json, observation, response } = last
      const { code, message } = observation
      return { status: response.status, headers: response.headers, bytes, json, code, message, report }
    }
    return yield* new TransportError({ ...failure(last), report })
  })

const ending = (
  intent: Intent,
  progress: RetrySchedule.Progress,
  last: Seen | undefined,
  inTime: boolean,
  now: number
): Extract<Decision, { readonly _tag: "End" }> => {
  if (last === undefined) return { _tag: "End", outcome: "not sent", endedBy: "deadline", retryAt: undefined }
  return inTime && progress.decision?._tag === "End"
    ? progress.decision
    : giveUp(intent, progress.history, last.observation, now, "deadline")
}

const replayedOf = (prepared: Prepared, progress: RetrySchedule.Progress, last: Seen | undefined): Replayed => {
  const { dialect, key, rules } = prepared.intent
  if (last?.response?.headers[dialect.replayedHeader] === "true") return "yes"
  const first = prepared.fresh && progress.history.attempts + progress.history.polls <= 1
  return Option.isNone(key) || first || rules.marksReplays === true ? "no" : "unknown"
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
