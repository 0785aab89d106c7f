import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { Execution } from "../../Execution.js"
import type { Findings } from "../../Policy.js"
import * as Problem from "../../Problem.js"
import * as Store from "../../Store.js"

import type * as Executions from "./executions.js"
import { drop, handle, type Handled } from "./handle.js"
import { toResponse } from "./kept.js"
import { type Ended, inTime } from "./lease.js"
import { untilRequestEnds } from "./live.js"
import { type Kind, type Next, next } from "./next.js"
import type { Options } from "./options.js"
import type { Prepared } from "./prepare.js"
import * as Refusals from "./refusals.js"
import type { Settings } from "./settings.js"
import * as SharedWait from "./sharedWait.js"
import * as SingleFlight from "./singleFlight.js"
import { makeExecution } from "./verdict.js"

type Response = HttpServerResponse.HttpServerResponse

/** Runs a handler inside a claim, in the way of the policy's mode. */
export type Execute = <A, R>(
  settings: Settings,
  request: Store.ClaimRequest,
  handler: (ticket: Store.Ticket, lost: Effect.Effect<void>) => Effect.Effect<Store.Outcome<A>, never, R>,
  ask: Effect.Effect<Findings> | undefined,
  /** Stands for the answer of a handler that was interrupted because it lost its lease. */
  lostAnswer: A
) => Effect.Effect<Ended<A>, Store.StoreError, R>

/** A request with a key, until it is answered. */
interface Call<E, R> extends Prepared {
  readonly app: HttpApp.Default<E, R>
  /** Adds what surrounds every answer that is not an execution. */
  readonly surround: <E, R>(response: HttpApp.Default<E, R>) => HttpApp.Default<E, R>
  /** Waits so far. */
  readonly waits: number
}

/** Waits that cost no pause: the end of an execution may be a false one, and the next execution may fail at once. */
const freeWaits = 3

/** Keeps a store that reports a running key as changed, again and again, from being asked as fast as it answers. */
const pauseMillis = (waits: number): number => waits < freeWaits ? 0 : Math.min(1000, 10 * 2 ** (waits - freeWaits))

/** Marks an answer that no record protects. */
const statusHeader = "idempotency-status"

/** Answers a prepared request: looks at the record, then replays, refuses, waits or executes as `next` decides. */
export const make = <R>(
  options: Options<R>,
  store: Store.Service,
  storeTimeoutMillis: number,
  executions: Executions.Executions,
  execute: Execute
) => {
  const { dialect } = options
  const admit = options.admit ?? (() => Effect.void)
  const repeated = options.repeated ?? (() => Effect.void)
  const refuse = Refusals.make<R>(options.render ?? Problem.render)
  const look = SingleFlight.make((identity) => inTime(store.look(identity), storeTimeoutMillis))
  const sharedWait = SharedWait.make(store.awaitChange)

  const unavailable = <E, R2>(call: Call<E, R2>, { message }: Store.StoreError): HttpApp.Default<E, R | R2> =>
    instead(call, undefined, Effect.zipRight(Effect.logWarning(message), refuse(Problem.storeUnavailable)))

  /** The store did not answer, and nothing ran. */
  const unprotected = <E, R2>(call: Call<E, R2>, error: Store.StoreError): HttpApp.Default<E, R | R2> =>
    call.settings.unavailable !== "execute" || error.reason === "corrupt" || error.reason === "unknown"
      ? unavailable(call, error)
      : Effect.logWarning(error.message).pipe(
        Effect.zipRight(Effect.provideService(call.app, HttpServerRequest.HttpServerRequest, call.request)),
        Effect.map(HttpServerResponse.setHeader(statusHeader, "unprotected"))
      )

  /** An answer in place of an execution, unless the policy refuses the request even that. */
  const instead = <E, R2>(
    { request, surround }: Call<E, R2>,
    kind: Kind | undefined,
    response: Effect.Effect<Response, never, R>
  ): HttpApp.Default<E, R | R2> =>
    surround(
      kind === undefined ? response : Effect.matchEffect(repeated(request, kind), {
        onFailure: Effect.succeed<Response>,
        onSuccess: () => response
      })
    )

  const replay = <E, R2>(call: Call<E, R2>, response: Store.Response): HttpApp.Default<E, R | R2> => {
    const { claim, settings } = call
    const touched = settings.sliding
      ? Effect.catchTag(
        inTime(store.touch(claim.identity, settings.retentionMillis), settings.storeTimeoutMillis),
        "StoreError",
        (error) => Effect.logWarning(error.message)
      )
      : Effect.void
    return instead(
      call,
      "replay",
      Effect.as(touched, HttpServerResponse.setHeader(toResponse(response), dialect.replayedHeader, "true"))
    )
  }

  const refused = <E, R2>(
    call: Call<E, R2>,
    { kind, location, problem }: Extract<Next, { readonly _tag: "Refuse" }>
  ): HttpApp.Default<E, R | R2> =>
    instead(
      call,
      kind,
      Effect.map(
        kind === undefined
          ? Effect.zipRight(
            Effect.logError("a record of the idempotency store was made by another version"),
            refuse(problem)
          )
          : refuse(problem),
        (refusal) => location === undefined ? refusal : HttpServerResponse.setHeader(refusal, "location", location)
      )
    )

  const stop = <E, R2>(call: Call<E, R2>): HttpApp.Default<E, R | R2> =>
    instead(call, undefined, refuse(Problem.stopping))

  /** Waits for a change within the call's patience, and looks again. */
  const wait = <E, R2>(
    call: Call<E, R2>,
    change: Effect.Effect<void>,
    millis: number
  ): HttpApp.Default<E, R | R2> => {
    const pause = pauseMillis(call.waits)
    return (pause === 0 ? change : Effect.zip(change, Effect.sleep(pause), { concurrent: true })).pipe(
      Effect.timeoutOption(millis),
      Effect.as(true),
      Effect.raceFirst(Effect.as(executions.stopping, false)),
      Effect.flatMap((continues): HttpApp.Default<E, R | R2> =>
        continues ? answer({ ...call, waits: call.waits + 1 }) : stop(call)
      )
    )
  }

  /** Waits until the store has decided about the claim of an execution in this process. */
  const awaitClaim = <E, R2>(call: Call<E, R2>, execution: Executions.Execution): HttpApp.Default<E, R | R2> =>
    execution.decided.await.pipe(
      Effect.raceFirst(executions.stopping),
      Effect.timeoutOption(call.settings.storeTimeoutMillis),
      Effect.flatMap((): HttpApp.Default<E, R | R2> =>
        // After the first claim that is lost the record is looked at in any case, later ones take patience.
        execution.claim === "over" && call.waits === 0
          ? answer({ ...call, waits: 1 })
          : decide(call, execution.claim === "requested" ? execution.withoutClaim : execution, execution)
      )
    )

  const decide = <E, R2>(
    call: Call<E, R2>,
    known: Parameters<typeof next>[0],
    execution?: Executions.Execution
  ): HttpApp.Default<E, R | R2> =>
    Effect.flatMap(Clock.currentTimeMillis, (now): HttpApp.Default<E, R | R2> => {
      const { claim, deadline, settings: { mismatch } } = call
      const leftMillis = deadline - now
      const decision = next(known, { dialect, mismatch, fingerprint: claim.fingerprint }, { leftMillis, now })
      switch (decision._tag) {
        case "Replay":
          return replay(call, decision.response)
        case "Refuse":
          return refused(call, decision)
        case "Execute":
          return start({ ...call, claim: { ...claim, fingerprint: decision.fingerprint } })
        case "AwaitChange":
          return wait(
            call,
            // A hint only: a request that cannot get one looks again a little later.
            Effect.catchTag(sharedWait(claim.identity, decision.gen), "StoreError", () => Effect.sleep("1 second")),
            decision.millis
          )
        case "AwaitClaim":
          return execution === undefined ? answer(call) : awaitClaim(call, execution)
        case "AwaitEnd":
          return execution === undefined ? answer(call) : wait(call, execution.ended.await, leftMillis)
      }
    })

  /** Ends with the app that answers, so that the key is no longer in flight when that runs. */
  const run = <E, R2>(
    call: Call<E, R2>,
    execution: Executions.Execution,
    deliver: (app: HttpApp.Default<E, R | R2>) => Effect.Effect<void>
  ): Effect.Effect<HttpApp.Default<E, R | R2>, E, R | R2 | HttpServerRequest.HttpServerRequest> =>
    Effect.matchEffect(admit(call.request), {
      onFailure: (refusal) => Effect.succeed(instead(call, undefined, Effect.succeed(refusal))),
      onSuccess: () => {
        execution.requestClaim()
        const { app, claim, request, settings } = call
        const { crash } = settings
        const ask = typeof crash === "object"
          ? Effect.provideService(crash.reconcile(request), Execution, makeExecution(claim.identity).service)
          : undefined
        let handled: Handled<E> = { exit: Exit.die("lost") }
        const claimed = (ticket: Store.Ticket, lost: Effect.Effect<void>) => {
          execution.holdClaim()
          const running = handle({
            ...call,
            app,
            ticket,
            lost,
            deliver: (response, live) =>
              execution.isAbandoned ? live.leave : deliver(Effect.as(untilRequestEnds(live), response))
          })
          return Effect.tap(running, ({ answer }) => Effect.sync(() => void (handled = answer)))
        }
        return Effect.matchEffect(
          Effect.onExit(
            execute(settings, claim, claimed, ask, handled),
            (exit) => Exit.isSuccess(exit) && exit.value._tag === "Executed" ? Effect.void : drop(handled)
          ),
          {
            onFailure: (error) =>
              Effect.map(
                settings.mode === "lease" ? unprotected(call, error) : unavailable(call, error),
                Effect.succeed
              ),
            onSuccess: (ended) => outcome(call, execution, ended)
          }
        )
      }
    })

  const outcome = <E, R2>(
    call: Call<E, R2>,
    execution: Executions.Execution,
    ended: Ended<Handled<E>>
  ): Effect.Effect<HttpApp.Default<E, R | R2>> => {
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
          : Effect.as(Effect.forkIn(later.pump, executions.scope), Effect.zipLeft(marked, later.attach))
      }
      case "Found":
        return Effect.succeed(decide(call, ended.record))
      case "Lost":
        return Effect.succeed(lost(call))
    }
  }

  /** The key was taken over. The successor's answer counts, and one that cannot be repeated is not given. */
  const lost = <E, R2>(call: Call<E, R2>): HttpApp.Default<E, R | R2> =>
    Effect.matchEffect(look(call.claim.identity), {
      onFailure: (error) => unavailable(call, error),
      onSuccess: (record): HttpApp.Default<E, R | R2> =>
        Option.isSome(record) && record.value._tag !== "Released" && record.value._tag !== "Parked"
          ? decide(call, record.value)
          : instead(call, undefined, refuse(Problem.takenOver))
    })

  const start = <E, R2>(call: Call<E, R2>): HttpApp.Default<E, R | R2> =>
    Effect.flatten(executions.enter(
      Store.idOf(call.claim.identity),
      call.claim.fingerprint,
      (execution, deliver) => run(call, execution, deliver),
      (execution) => Effect.succeed(decide(call, execution, execution))
    ))

  /** Answers from the record if there is one, else executes. */
  const answer = <E, R2>(call: Call<E, R2>): HttpApp.Default<E, R | R2> =>
    Effect.matchEffect(look(call.claim.identity), {
      onFailure: (error) => unprotected(call, error),
      onSuccess: (record) => decide(call, Option.getOrUndefined(record))
    })

  return <E, R2>(
    app: HttpApp.Default<E, R2>,
    prepared: Prepared,
    surround: Call<E, R2>["surround"]
  ): HttpApp.Default<E, R | R2> => answer({ ...prepared, app, surround, waits: 0 })
}
