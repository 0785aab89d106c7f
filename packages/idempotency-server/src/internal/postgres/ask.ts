import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Schedule from "effect/Schedule"
import { StoreError } from "../../Store.js"

/** SQLSTATE of the server, or the code of a socket. */
export const codeOf = (error: SqlError): string =>
  Predicate.hasProperty(error.cause, "code") ? String(error.cause.code) : ""

/** A lock or a connection was not to be had in time: nothing was done. */
const isBusy = (error: SqlError): boolean =>
  codeOf(error) === "55P03" || codeOf(error) === "53300" || error.message.startsWith("Failed to acquire connection")

/** The server's own refusals have five characters. Everything else, and class 08 and 57P, is a lost connection. */
export const isConnectionLost = (error: SqlError): boolean => !/^(?!08|57P)[0-9A-Z]{5}$/.test(codeOf(error))

/** The foreign error goes to the log and no further. */
export const toStoreError = <A, R>(effect: Effect.Effect<A, SqlError, R>): Effect.Effect<A, StoreError, R> =>
  effect.pipe(
    Effect.tapError((error) => Effect.logDebug(error.message, error.cause)),
    Effect.mapError((error) => new StoreError({ reason: isBusy(error) ? "busy" : "failed" }))
  )

const reconnect = Schedule.exponential("20 millis").pipe(Schedule.jittered, Schedule.intersect(Schedule.recurs(2)))

/** How long the database may take to answer the store. */
const patience = "5 seconds"

const isSqlError = (error: unknown): error is SqlError => Predicate.isTagged(error, "SqlError")

/** A question to the database outside of any transaction of the caller. */
export const askOnce = <A, E, R>(
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, Exclude<E, SqlError> | StoreError, R> =>
  effect.pipe(
    Effect.catchAll((error): Effect.Effect<never, StoreError | Exclude<E, SqlError>> =>
      isSqlError(error)
        ? toStoreError(Effect.fail(error))
        // The compiler does not narrow a type parameter by the guard above.
        : Effect.fail(error as Exclude<E, SqlError>)
    ),
    Effect.disconnect,
    Effect.timeoutFail({ duration: patience, onTimeout: () => new StoreError({ reason: "failed" }) }),
    Effect.mapInputContext((context: Context.Context<R>) =>
      // Nobody asks for the connection of a transaction, so that R never names it.
      Context.omit(SqlClient.TransactionConnection)(context) as Context.Context<R>
    )
  )

/**
 * The same for what may be asked again when the connection broke, because every change names its owner: what was done
 * already is not done twice.
 */
export const ask = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, Exclude<E, SqlError> | StoreError, R> =>
  askOnce(Effect.retry(effect, {
    while: (error) => isSqlError(error) && isConnectionLost(error),
    schedule: reconnect
  }))
