import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import type { Outcome } from "../../Store.js"
import * as Handler from "./handler.js"
import type { Open } from "./open.js"

/** Runs handlers without a key, each in a transaction of the application's client. */
export const make = (
  begin: Effect.Effect<Open, SqlError>,
  options: {
    readonly refuseWrites: (opened: Open) => Effect.Effect<void>
    /** True for the failure of a statement in a transaction that an earlier failed statement has broken. */
    readonly isAborted: (error: SqlError) => boolean
    readonly swallowed: string
  }
) => {
  const { isAborted, refuseWrites, swallowed } = options

  const end = <A>({ close, commit, query, rollback }: Open, { answer, settlement }: Outcome<A>): Effect.Effect<A> =>
    Effect.gen(function*() {
      if (settlement._tag === "Release" || settlement._tag === "Park") return yield* Effect.as(rollback, answer)
      close()
      // Not every client reports that the COMMIT of a broken transaction was a rollback.
      const checked = yield* Effect.either(query("SELECT 1", []))
      if (Either.isRight(checked)) return yield* Effect.as(Effect.orDie(commit), answer)
      yield* rollback
      if (!isAborted(checked.left)) return yield* Effect.die(checked.left)
      // A refusal after a failed statement has written nothing. A success has lost what it wrote.
      return settlement.response.status >= 400 ? answer : yield* Effect.dieMessage(swallowed)
    })

  return <A, R>(handler: Effect.Effect<Outcome<A>, never, R>): Effect.Effect<A, never, R> =>
    Effect.uninterruptible(Effect.gen(function*() {
      const opened = yield* Effect.orDie(begin)
      const { exit, open } = yield* Handler.run(opened, handler, refuseWrites(opened))
      return yield* Exit.isFailure(exit) ? Effect.failCause(exit.cause) : end(open, exit.value)
    }))
}
