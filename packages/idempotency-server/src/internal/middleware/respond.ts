import type * as HttpApp from "@effect/platform/HttpApp"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Timer from "@qurl/idempotency/Support/Timer"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Runtime from "effect/Runtime"
import { Execution } from "../../Execution.js"
import type { Findings } from "../../Policy.js"
import * as Problem from "../../Problem.js"
import * as Store from "../../Store.js"
import { storeTimeLimit } from "../timeLimit.js"
import { untilRequestEnds } from "./answers/live.js"
import { type Call, Replies, statusHeader } from "./answers/replies.js"
import { makeExecution } from "./answers/verdict.js"
import type * as Executions from "./duplicates/executions.js"
import * as SharedWait from "./duplicates/sharedWait.js"
import * as SingleFlight from "./duplicates/singleFlight.js"
import { drop, handle, type Handled } from "./handle.js"
import type { Ended } from "./lease.js"
import { next } from "./next.js"
import type { Options } from "./options.js"
import type { Prepared } from "./prepare.js"
import type { Settings } from "./settings.js"
import type { WithoutKey } from "./withoutKey.js"

/** Runs a handler inside a claim, in the way of the policy's mode. */
export type Execute = <A, R>(
  settings: Settings,
  request: Store.ClaimRequest,
  handler: (ticket: Store.Ticket, lost: Effect.Effect<void>) => Effect.Effect<Store.Outcome<A>, never, R>,
  ask: Effect.Effect<Findings> | undefined,
  /** Stands for the answer of a handler that was interrupted because it lost its lease. */
  lostAnswer: A
) => Effect.Effect<Ended<A>, Store.StoreError, R>

/** Waits that cost no pause: the end of an execution may be a false one, and the next execution may fail at once. */
const freeWaits = 3

/** Keeps a store that reports a running key as changed, again and again, from being asked as fast as it answers. */
const pauseMillis = (waits: number): number => waits < freeWaits ? 0 : Math.min(1000, 10 * 2 ** (waits - freeWaits))

const nothingRan: Store.Settlement = { _tag: "Release", reason: "nothing ran" }

/** Answers prepared requests: looks at the record, then replays, refuses, waits or executes as `next` decides. */
export class Responder<R> {
  private readonly replies: Replies<R>
  private readonly admit: NonNullable<Options<R>["admit"]>
  private readonly look: ReturnType<typeof SingleFlight.make>
  private readonly sharedWait: ReturnType<typeof SharedWait.make>

  constructor(
    private readonly options: Options<R>,
    store: Store.Service,
    private readonly transactional: Store.TransactionalService | undefined,
    storeTimeoutMillis: number,
    private readonly executions: Executions.Executions,
    private readonly execute: Execute,
    private readonly withoutKey: WithoutKey
  ) {
    this.replies = new Replies(options, store)
    this.admit = options.admit ?? (() => Effect.void)
    this.look = SingleFlight.make((identity) => storeTimeLimit(store.look(identity), storeTimeoutMillis))
    this.sharedWait = SharedWait.make(store.awaitChange)
  }

  respond<E, R2>(
    app: HttpApp.Default<E, R2>,
    prepared: Prepared,
    surround: Call<E, R2>["surround"]
  ): HttpApp.Default<E, R | R2> {
    const call: Call<E, R2> = { ...prepared, app, surround, waits: 0 }
    return this.isUnseen(call) ? this.start({ ...call, claim: { ...call.claim, isUnseen: true } }) : this.answer(call)
  }

  /** Nearly every key is new. Its claim comes first where no policy depends on the record before that. */
  private isUnseen<E, R2>({ settings }: Call<E, R2>): boolean {
    return settings.mode === "transactional" && settings.unavailable === "refuse" && this.options.admit === undefined
      && !this.executions.isStopping && this.transactional?.takesUnseen?.() === true
  }

  /** Answers from the record if there is one, else executes. */
  private answer<E, R2>(call: Call<E, R2>): HttpApp.Default<E, R | R2> {
    return Effect.matchEffect(this.look(call.claim.identity), {
      onFailure: (error) => this.replies.unprotected({ ...call, app: this.withoutKey(call.app, call.settings) }, error),
      onSuccess: (record) => this.decide(call, Option.getOrUndefined(record))
    })
  }

  private decide<E, R2>(
    call: Call<E, R2>,
    known: Parameters<typeof next>[0],
    execution?: Executions.Execution
  ): HttpApp.Default<E, R | R2> {
    return Effect.flatMap(Clock.currentTimeMillis, (now): HttpApp.Default<E, R | R2> => {
      const { claim, deadline, settings: { mismatch } } = call
      const leftMillis = deadline - now
      const decision = next(known, { dialect: this.options.dialect, mismatch, fingerprint: claim.fingerprint }, {
        leftMillis,
        now
      })
      switch (decision._tag) {
        case "Replay":
          return this.replies.replay(call, decision.response)
        case "Refuse":
          return this.replies.refused(call, decision)
        case "Execute":
          return this.start({ ...call, claim: { ...claim, fingerprint: decision.fingerprint, isUnseen: false } })
        case "AwaitChange":
          return this.wait(
            call,
            // A hint only: a request that cannot get one looks again a little later.
            Effect.catchTag(
              this.sharedWait(claim.identity, decision.gen),
              "StoreError",
              () => Effect.sleep("1 second")
            ),
            decision.millis
          )
        case "AwaitClaim":
          return execution === undefined ? this.answer(call) : this.awaitClaim(call, execution)
        case "AwaitEnd":
          return execution === undefined ? this.answer(call) : this.wait(call, execution.ended.await, leftMillis)
      }
    })
  }

  /** Waits for a change within the call's patience, and looks again. */
  private wait<E, R2>(
    call: Call<E, R2>,
    change: Effect.Effect<void>,
    millis: number
  ): HttpApp.Default<E, R | R2> {
    const pause = pauseMillis(call.waits)
    return (pause === 0 ? change : Effect.zip(change, Effect.sleep(pause), { concurrent: true })).pipe(
      Effect.timeoutOption(millis),
      Effect.as(true),
      Effect.raceFirst(Effect.as(this.executions.stopping, false)),
      Effect.flatMap((continues): HttpApp.Default<E, R | R2> =>
        continues ? this.answer({ ...call, waits: call.waits + 1 }) : this.replies.problem(call, Problem.stopping)
      )
    )
  }

  /** Waits until the store has decided about the claim of an execution in this process. */
  private awaitClaim<E, R2>(call: Call<E, R2>, execution: Executions.Execution): HttpApp.Default<E, R | R2> {
    return execution.decided.await.pipe(
      Effect.raceFirst(this.executions.stopping),
      Effect.timeoutOption(call.settings.storeTimeoutMillis),
      Effect.flatMap((): HttpApp.Default<E, R | R2> =>
        // After the first claim that is lost the record is looked at in any case, later ones take patience.
        execution.claim === "over" && call.waits === 0
          ? this.answer({ ...call, waits: 1 })
          : this.decide(call, execution.claim === "requested" ? execution.withoutClaim : execution, execution)
      )
    )
  }

  private start<E, R2>(call: Call<E, R2>): HttpApp.Default<E, R | R2> {
    if (this.executions.isStopping) return this.replies.problem(call, Problem.stopping)
    return Effect.flatten(this.executions.enter(
      Store.idOf(call.claim.identity),
      call.claim.fingerprint,
      (execution, deliver) => this.run(call, execution, deliver),
      // Its record may be there already, and then it is what counts.
      (execution) => Effect.succeed(call.claim.isUnseen ? this.answer(call) : this.decide(call, execution, execution))
    ))
  }

  /** Ends with the app that answers, so that the key is no longer in flight when that runs. */
  private run<E, R2>(
    call: Call<E, R2>,
    execution: Executions.Execution,
    deliver: (app: HttpApp.Default<E, R | R2>) => void
  ): Effect.Effect<HttpApp.Default<E, R | R2>, E, R | R2 | HttpServerRequest.HttpServerRequest> {
    return Effect.matchEffect(this.admit(call.request), {
      onFailure: (refusal) => Effect.succeed(this.replies.instead(call, undefined, Effect.succeed(refusal))),
      onSuccess: () => {
        execution.requestClaim()
        const { app, claim, request, settings } = call
        const { crash } = settings
        const ask = typeof crash === "object"
          ? Effect.provideService(crash.reconcile(request), Execution, makeExecution(claim.identity).service)
          : undefined
        let handled: Handled<E> = { exit: Exit.die("lost") }
        const claimed = (ticket: Store.Ticket, lost: Effect.Effect<void>) => {
          if (execution.isTooLate) return Effect.succeed({ answer: handled, settlement: nothingRan })
          execution.holdClaim()
          const running = handle({
            ...call,
            app,
            execution: makeExecution(claim.identity, { ticket, lost }),
            deliver: (response, live) =>
              execution.isAbandoned
                ? live.leave
                : Effect.sync(() => deliver(Effect.as(untilRequestEnds(live), response)))
          })
          return Effect.tap(running, ({ answer }) => Effect.sync(() => void (handled = answer)))
        }
        const executed = this.execute(settings, claim, claimed, ask, handled)
        return Effect.matchEffect(
          Effect.onExit(
            claim.isUnseen === true ? this.claimedInTime(call, execution, executed, deliver) : executed,
            (exit) => Exit.isSuccess(exit) && exit.value._tag === "Executed" ? Effect.void : drop(handled)
          ),
          {
            onFailure: (error) =>
              Effect.map(
                settings.mode === "lease"
                  ? this.replies.unprotected(call, error)
                  : this.replies.unavailable(call, error),
                Effect.succeed
              ),
            onSuccess: (ended) => this.outcome(call, execution, ended)
          }
        )
      }
    })
  }

  /**
   * Looks at last if the claim is not answered in time: where the store answers, the claim waits for a connection of the
   * handlers; where it does not, the request is refused, and a claim that comes after all is given back.
   */
  private claimedInTime<E, R2, A, R3>(
    call: Call<E, R2>,
    execution: Executions.Execution,
    executed: Effect.Effect<A, Store.StoreError, R3>,
    deliver: (app: HttpApp.Default<E, R | R2>) => void
  ): Effect.Effect<A, Store.StoreError, R3> {
    const refuse = (error: Store.StoreError) => {
      if (execution.claim !== "requested") return
      execution.isTooLate = true
      deliver(this.replies.unavailable(call, error))
    }
    const look = Effect.match(this.look(call.claim.identity), { onFailure: refuse, onSuccess: () => {} })
    return Effect.flatMap(Effect.runtime(), (runtime) =>
      Effect.withFiberRuntime((fiber) => {
        const stop = Timer.start(fiber, call.settings.storeTimeoutMillis, () => {
          if (execution.claim === "requested") Runtime.runFork(runtime, look)
        })
        return Effect.ensuring(executed, Effect.sync(stop))
      }))
  }

  private outcome<E, R2>(
    call: Call<E, R2>,
    execution: Executions.Execution,
    ended: Ended<Handled<E>>
  ): Effect.Effect<HttpApp.Default<E, R | R2>> {
    switch (ended._tag) {
      case "Executed": {
        const { exit, later, live } = ended.answer
        const marked = ended.isKept
          ? exit
          : Exit.map(exit, HttpServerResponse.setHeader(statusHeader, "not yet replayable"))
        if (live !== undefined) return Effect.as(live.end(true), marked)
        if (later === undefined) return Effect.succeed(marked)
        return execution.isAbandoned
          ? Effect.as(later.close, marked)
          : Effect.as(Effect.forkIn(later.pump, this.executions.scope), Effect.zipLeft(marked, later.attach))
      }
      case "Found":
        return Effect.succeed(this.decide(call, ended.record))
      case "Lost":
        return Effect.succeed(this.lost(call))
    }
  }

  /** The key was taken over. The successor's answer counts, and one that cannot be repeated is not given. */
  private lost<E, R2>(call: Call<E, R2>): HttpApp.Default<E, R | R2> {
    return Effect.matchEffect(this.look(call.claim.identity), {
      onFailure: (error) => this.replies.unavailable(call, error),
      onSuccess: (record): HttpApp.Default<E, R | R2> =>
        Option.isSome(record) && record.value._tag !== "Released" && record.value._tag !== "Parked"
          ? this.decide(call, record.value)
          : this.replies.problem(call, Problem.takenOver)
    })
  }
}
