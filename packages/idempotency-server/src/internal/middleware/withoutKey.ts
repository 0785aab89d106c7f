import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { TransactionalService } from "../../Store.js"
import { makeExecution } from "./answers/verdict.js"
import type * as Executions from "./duplicates/executions.js"
import { drop, handle, type Handled } from "./handle.js"
import type { Settings } from "./settings.js"

/** Puts an app that runs without a key into a transaction, if its settings say so and the store begins them. */
export type WithoutKey = <E, R>(app: HttpApp.Default<E, R>, settings: Settings) => HttpApp.Default<E, R>

/**
 * Runs handlers without a key by the rules of those that have one: a transaction ends before its answer leaves, and no
 * client that hangs up ends its handler.
 */
export const make =
  (transact: TransactionalService["transactWithoutKey"], executions: Executions.Executions): WithoutKey =>
  <E, R>(app: HttpApp.Default<E, R>, settings: Settings): HttpApp.Default<E, R> => {
    if (transact === undefined || settings.mode === "lease") return app
    const run = (request: HttpServerRequest.HttpServerRequest, isAbandoned: () => boolean) => {
      let handled: Handled<E> = { exit: Exit.die("interrupted") }
      const running = handle({
        app,
        request,
        settings,
        execution: makeExecution(undefined),
        // Under a lease only.
        deliver: (_, live) => live.leave
      })
      return transact(Effect.tap(running, ({ answer }) => Effect.sync(() => void (handled = answer)))).pipe(
        Effect.onExit((exit) => Exit.isSuccess(exit) ? Effect.void : drop(handled)),
        Effect.flatMap(({ exit, later }): Effect.Effect<HttpApp.Default<E, R>> => {
          if (later === undefined) return Effect.succeed(exit)
          return isAbandoned()
            ? Effect.as(later.close, exit)
            : Effect.as(Effect.forkIn(later.pump, executions.scope), Effect.zipLeft(exit, later.attach))
        })
      )
    }
    return Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
      Effect.flatten(
        // The scope of the executions is closed then.
        executions.isStopping
          ? run(request, () => false)
          : executions.enter(
            crypto.randomUUID(),
            "",
            (execution) => run(request, () => execution.isAbandoned),
            () => Effect.dieMessage("two executions have one random id")
          )
      ))
  }
