import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import { StoreError } from "../../../Store.js"

export const isSqlError = (error: unknown): error is SqlError => Predicate.isTagged(error, "SqlError")

/** SQLSTATE of the server, or the code of a socket. */
export const codeOf = (error: SqlError): string =>
  Predicate.hasProperty(error.cause, "code") ? String(error.cause.code) : ""

/** A lock or a connection could not be had in time: nothing was done. */
const isBusy = (error: SqlError): boolean =>
  codeOf(error) === "55P03" || codeOf(error) === "53300" || error.message.startsWith("Failed to acquire connection")

/** The server's own refusals have five characters. Everything else is a lost connection, and so are 08 and 57P. */
export const isConnectionLost = (error: SqlError): boolean => !/^(?!08|57P)[0-9A-Z]{5}$/.test(codeOf(error))

/** The foreign error goes to the log and no further. */
const logged = (error: SqlError): Effect.Effect<never, StoreError> =>
  Effect.zipRight(
    Effect.logDebug(error.message, error.cause),
    new StoreError({ reason: isBusy(error) ? "busy" : "failed" })
  )

export const toStoreError = <A, E, R>(
  effect: Effect.Effect<A, E | SqlError, R>
): Effect.Effect<A, Exclude<E, SqlError> | StoreError, R> =>
  Effect.catchAll(effect, (error): Effect.Effect<never, StoreError | Exclude<E, SqlError>> =>
    // The compiler does not narrow a type parameter by this guard.
    isSqlError(error) ? logged(error) : Effect.fail(error as Exclude<E, SqlError>))
