import * as SqlClient from "@effect/sql/SqlClient"
import { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Dialect from "./sqlDialect.js"

/**
 * A transaction, or a savepoint in that of the key. A database that fails is a defect of the emulator, not an answer
 * of the API.
 */
export const atomically = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.flatMap(SqlClient.SqlClient, (sql) => Dialect.of(sql).alone(effect)).pipe(
    Effect.catchIf((error): error is Extract<E | SqlError, SqlError> => error instanceof SqlError, Effect.die)
  )
