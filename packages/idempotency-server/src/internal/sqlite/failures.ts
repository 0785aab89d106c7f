import { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { StoreError } from "../../Store.js"
import { isBusy } from "./immediate.js"

const toStoreError = (error: SqlError | StoreError): Effect.Effect<never, StoreError> =>
  error._tag === "StoreError"
    ? Effect.fail(error)
    : Effect.zipRight(
      Effect.logDebug(error.message, error.cause),
      new StoreError({ reason: isBusy(error) ? "busy" : "failed" })
    )

/**
 * The foreign error goes to the log and no further; it names the failure of the database, never a value. A `COMMIT` or
 * `ROLLBACK` that fails is a defect to the client.
 */
export const orStoreError = <A, R>(
  effect: Effect.Effect<A, SqlError | StoreError, R>
): Effect.Effect<A, StoreError, R> =>
  effect.pipe(
    Effect.catchAll(toStoreError),
    Effect.catchSomeDefect((defect) => defect instanceof SqlError ? Option.some(toStoreError(defect)) : Option.none())
  )
