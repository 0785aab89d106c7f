import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { Current } from "./current.js"
import type { Open } from "./open.js"

/** The end of a handler, and its transaction. */
export interface Ended<A, E> {
  readonly exit: Exit.Exit<A, E>
  readonly open: Open
}

/**
 * Runs a handler in a transaction. A transaction whose handler fails is rolled back; otherwise its end is left to the
 * caller.
 *
 * A handler that is interrupted may still be running, because a promise cannot be stopped. The rollback of its
 * transaction refuses its later writes first, and gives the connection back when it has ended.
 */
export const run = <A, E, R>(
  opened: Open,
  handler: Effect.Effect<A, E, R>,
  refuseWrites: Effect.Effect<unknown>
): Effect.Effect<Ended<A, E>, never, R> =>
  Effect.suspend(() => {
    const current: typeof Current.Service = { transaction: opened.transaction, running: undefined }
    const rollback = Effect.suspend(() =>
      current.running === undefined ? opened.rollback : Effect.forkDaemon(
        refuseWrites.pipe(
          Effect.zipRight(Effect.promise(async () => current.running)),
          Effect.zipRight(opened.rollback)
        )
      )
    )
    return handler.pipe(
      Effect.mapInputContext((context: Context.Context<R>) => Context.add(context, Current, current)),
      Effect.interruptible,
      Effect.exit,
      Effect.tap((exit) => Exit.isFailure(exit) ? rollback : Effect.void),
      Effect.map((exit) => ({ exit, open: { ...opened, rollback: Effect.asVoid(rollback) } }))
    )
  })
