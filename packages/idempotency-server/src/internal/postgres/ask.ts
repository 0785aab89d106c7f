import type * as PgClient from "@effect/sql-pg/PgClient"
import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Schedule from "effect/Schedule"
import { StoreError } from "../../Store.js"
import { within } from "../within.js"
import * as Turns from "./turns.js"

/** SQLSTATE of the server, or the code of a socket. */
export const codeOf = (error: SqlError): string =>
  Predicate.hasProperty(error.cause, "code") ? String(error.cause.code) : ""

/** A lock or a connection was not to be had in time: nothing was done. */
const isBusy = (error: SqlError): boolean =>
  codeOf(error) === "55P03" || codeOf(error) === "53300" || error.message.startsWith("Failed to acquire connection")

/** The server's own refusals have five characters. Everything else, and class 08 and 57P, is a lost connection. */
export const isConnectionLost = (error: SqlError): boolean => !/^(?!08|57P)[0-9A-Z]{5}$/.test(codeOf(error))

const isSqlError = (error: unknown): error is SqlError => Predicate.isTagged(error, "SqlError")

const isLost = (error: unknown): boolean => isSqlError(error) && isConnectionLost(error)

/** The foreign error goes to the log and no further. */
const told = (error: SqlError): Effect.Effect<never, StoreError> =>
  Effect.zipRight(
    Effect.logDebug(error.message, error.cause),
    new StoreError({ reason: isBusy(error) ? "busy" : "failed" })
  )

export const toStoreError = <A, R>(effect: Effect.Effect<A, SqlError, R>): Effect.Effect<A, StoreError, R> =>
  Effect.catchAll(effect, told)

/** How long the database may take to answer the store, from when there is a connection to ask on. */
const patienceMillis = 5000

const reconnect = Schedule.exponential("20 millis").pipe(Schedule.jittered, Schedule.intersect(Schedule.recurs(1)))

/** A statement on a connection of its own for as long as it lasts, and not on that of a transaction. */
export const question = <A>(
  sql: PgClient.PgClient,
  text: string,
  params: ReadonlyArray<unknown>
): Effect.Effect<ReadonlyArray<A>, SqlError> =>
  Effect.scoped(Effect.uninterruptibleMask((restore) =>
    // The client would forget a connection that comes after whoever asked for it is gone.
    Effect.flatMap(sql.reserve, (connection) => restore(connection.execute(text, params, undefined)))
  ))

/** A question to the database, outside of any transaction of the caller. */
export type Ask = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, Exclude<E, SqlError> | StoreError, R>

export interface Asking {
  /** Asks once. */
  readonly once: Ask
  /** Asks again when the connection broke: every change names its owner, and what was done already is not done twice. */
  readonly ask: Ask
}

/**
 * Questions on so many connections. Those that find none free wait for their turn as long as whoever asks has patience:
 * only the database is given a time, because many questions at once are no failure of it.
 */
export const makeAsk = (connections: number): Asking => {
  const inTurn = Turns.make(connections)
  const once: Ask = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    effect.pipe(
      Effect.catchAll((error): Effect.Effect<never, StoreError | Exclude<E, SqlError>> =>
        // The compiler does not narrow a type parameter by this guard.
        isSqlError(error) ? told(error) : Effect.fail(error as Exclude<E, SqlError>)
      ),
      Effect.mapInputContext((context: Context.Context<R>) =>
        // Nobody asks for the connection of a transaction, so that R never names it.
        Context.omit(SqlClient.TransactionConnection)(context) as Context.Context<R>
      ),
      (asking) => within(asking, patienceMillis, () => new StoreError({ reason: "failed" })),
      inTurn
    )
  return {
    once,
    ask: (effect) =>
      once(Effect.catchIf(effect, isLost, () => Effect.retry(effect, { while: isLost, schedule: reconnect })))
  }
}
