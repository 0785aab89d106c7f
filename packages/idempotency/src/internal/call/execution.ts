import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import type { Answer } from "../../Answer.js"
import type { TransportError } from "../../CallError.js"
import { decide, type Observation, remember, spendsKey } from "../../Decision.js"
import type * as Gate from "../../Gate.js"
import type { CallEnd } from "../../Observability/Report.js"
import * as Tracing from "../../Observability/Tracing.js"
import type { Replayed } from "../../Outcome.js"
import type * as RetryBudget from "../../Retry/RetryBudget.js"
import * as RetrySchedule from "../../Retry/RetrySchedule.js"
import type { Limits, Received, Transport } from "../../Transport.js"
import { answerOf } from "../exchange/answerOf.js"
import { logged, logLine, requestIdOf, see, verdictOf } from "../exchange/seen.js"
import { startOf } from "../exchange/start.js"
import { entrances, type Leave, refunds } from "../instant.js"
import { v4 } from "../keys/uuid.js"
import { isDebugged } from "../log.js"
import { monotonicMillis, toWallClock } from "../monotonic.js"
import * as Now from "../now.js"
import * as Trace from "../trace.js"
import type { Seen } from "./callState.js"
import * as State from "./callState.js"
import { notify } from "./notify.js"
import type { Prepared, Preparing } from "./prepare.js"
import { retriedAfter } from "./retriedAfter.js"

/** Parts that all calls of a client share. */
export interface Shared extends Preparing {
  readonly transport: Transport
  readonly maxBodyBytes: number
  readonly budget: RetryBudget.Service
  readonly gate: Gate.Service
}

/** End of a call that was neither interrupted nor broken. */
export interface Finished {
  readonly answer: Either.Either<Answer, TransportError>
  readonly end: CallEnd
  readonly spent: boolean
}

/** Execution of a named call: its attempts and its end. The functions of `callState.ts` compute every new `state`. */
export class Execution {
  private readonly clock: Clock.Clock
  private state = State.initial
  private end: CallEnd | undefined
  private ticket: number | undefined
  /** Ends the exchange of {@link first} early. */
  private stop: (() => void) | undefined
  /** Leaves the lane of {@link first}. */
  private leave: Leave | undefined

  constructor(
    private readonly shared: Shared,
    private held: Prepared | undefined,
    private readonly fiber: Fiber.RuntimeFiber<unknown, unknown>
  ) {
    this.clock = Context.get(fiber.currentDefaultServices, Clock.Clock)
  }

  /**
   * The first attempt as a single step of the fiber, unless it has to wait at the gate, or a span or a debug line is due.
   * It takes its place in the lane at once; {@link received} or {@link cutShort} gives it back.
   */
  get first(): Effect.Effect<Received> | undefined {
    const { fiber, shared } = this
    const { intent, lane, request } = this.prepared
    const entrance = entrances.get(shared.gate)
    const start = startOf(shared.transport, request)
    if (entrance === undefined || start === undefined || Tracing.isOn(fiber) || isDebugged(fiber)) return undefined
    const { now } = this
    const ticket = entrance.nextTicket()
    this.ticket = ticket
    this.leave = entrance.enter({ lane, ticket, patience: intent.deadlineAt - now }, now)
    if (this.leave === undefined) return undefined
    this.state = State.asked(this.state, now)
    return Effect.async((resume) => {
      this.state = State.sending(this.state, this.now)
      this.stop = start(fiber, this.named, this.limits, resume)
    })
  }

  /** Takes what {@link first} received, and returns its observation unless it is a success. */
  received(received: Received): Observation | undefined {
    const { intent } = this.prepared
    this.stop = undefined
    const seen = see(received, intent, this.clock.unsafeCurrentTimeMillis())
    this.state = State.received(this.state, seen)
    this.leaveLane(verdictOf(seen, intent))
    return State.successOf(intent, this.state) === undefined ? seen.observation : undefined
  }

  /** Sends the call until it is answered or given up; after `failure` if that came of {@link first}. */
  attempts(failure?: Observation): Effect.Effect<void> {
    const { intent } = this.prepared
    // A schedule costs a call even when nothing is repeated, so it begins with the first failure.
    const schedule = () =>
      RetrySchedule.make(intent, this.shared.budget, (progress) => {
        this.state = State.advanced(this.state, progress)
      })
    const ticket = this.ticket === undefined ? this.shared.gate.ticket : Effect.succeed(this.ticket)
    return Effect.flatMap(ticket, (ticket) => {
      const step = this.attempt(ticket)
      return Effect.ignore(
        failure === undefined
          ? Effect.catchAll(step, (failure) => retriedAfter(failure, step, schedule()))
          : retriedAfter(failure, step, schedule())
      )
    })
  }

  /** The result of a call that came to its own end, and whether the server keeps it under the key. */
  result(): Effect.Effect<Finished> {
    const { intent } = this.prepared
    const { budget } = this.shared
    const { progress } = this.state
    const success = State.successOf(intent, this.state)
    if (success === undefined) return this.finish()
    const refund = refunds.get(budget)
    if (refund === undefined) {
      return Effect.flatMap(RetrySchedule.advance(intent, budget, progress, success, this.now), (progress) => {
        this.state = State.advanced(this.state, progress)
        return this.finish()
      })
    }
    const history = remember(intent, progress.history, success)
    // A success ends the call and needs no random number for a delay.
    const decision = decide(intent, history, success, this.now, 0)
    refund(progress.taken)
    this.state = State.advanced(this.state, { history, decision, taken: progress.taken })
    return this.finish()
  }

  private finish(): Effect.Effect<Finished> {
    const { intent, release } = this.prepared
    const { last, progress: { history } } = this.state
    const end = State.settledEnd(intent, this.state, this.now)
    const report = this.reportOf(end, end.endedBy)
    const spent = last !== undefined && spendsKey(intent, last.observation, end.outcome)
    const traced = () => Tracing.isOn(this.fiber) ? Trace.ended(intent, report) : Effect.void
    return Now.map(
      Now.flatMap(release(State.wasSent(intent, this.state, end)), traced),
      () => {
        const end = this.notify(report)
        this.forget()
        return { answer: answerOf(intent, last, report, history), end, spent }
      }
    )
  }

  /** Ends a call that was interrupted or met a defect. One that had already ended keeps its end. */
  cutShort(endedBy: "interrupted" | "defect"): Effect.Effect<CallEnd> {
    return Effect.suspend(() => {
      this.stop?.()
      this.leaveLane({ _tag: "Failed" })
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

  private get prepared(): Prepared {
    if (this.held === undefined) throw new Error("The call has ended.")
    return this.held
  }

  /**
   * Lets go of bodies. V8 keeps ended calls until its next full collection, and would move all that they hold into the old
   * generation before.
   */
  private forget(): void {
    this.state = State.initial
    this.held = undefined
  }

  private leaveLane(verdict: Gate.Verdict): void {
    this.leave?.(this.now, verdict)
    this.leave = undefined
  }

  /** The request with a name of its own, where the server takes one. The caller's name stays. */
  private get named(): HttpClientRequest.HttpClientRequest {
    const { intent, request } = this.prepared
    const header = intent.dialect.requestIdHeader
    return header === undefined || request.headers[header] !== undefined
      ? request
      : HttpClientRequest.setHeader(request, header, v4())
  }

  private get limits(): Limits {
    const { intent } = this.prepared
    return {
      timeoutMillis: Math.min(Duration.toMillis(intent.policy.attemptTimeout), intent.deadlineAt - this.now),
      maxBodyBytes: this.shared.maxBodyBytes
    }
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
    // Not a spread, which takes ten microseconds if properties follow it that its object has no room for.
    const end: CallEnd = {
      operation: report.operation,
      idempotencyKey: report.idempotencyKey,
      attempts: report.attempts,
      outcome: report.outcome,
      endedBy: report.endedBy,
      replayed: report.replayed,
      requestId: report.requestId,
      retryAt: report.retryAt,
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

  /** Makes an attempt, which fails with any observation but a success. A refusal of the gate ends the attempts. */
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
      const verdict = (seen: Seen) => verdictOf(seen, intent)
      return Effect.flatMap(this.shared.gate.pass({ lane, ticket, patience }, exchange, verdict), (passed) => {
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
      const request = this.named
      const exchange = Effect.map(this.shared.transport(request, this.limits), (received) => {
        const seen = see(received, intent, this.clock.unsafeCurrentTimeMillis())
        this.state = State.received(this.state, seen)
        return seen
      })
      return isDebugged(fiber) ? logged(exchange, intent, request, this.state.sent) : exchange
    })
  }
}
