import type * as PgClient from "@effect/sql-pg/PgClient"
import * as SqlClient from "@effect/sql/SqlClient"
import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { StoreError } from "../../Store.js"
import { within } from "../within.js"
import { isConnectionLost, isSqlError, toStoreError } from "./failures.js"
import * as Lines from "./lines.js"
import * as Prepared from "./prepared.js"
import * as Turns from "./turns.js"

/** How long the database may take to answer the store, from when there is a connection to ask on. */
const patienceMillis = 5000

const isLost = (error: unknown): boolean => isSqlError(error) && isConnectionLost(error)

const reconnect = Schedule.exponential("20 millis").pipe(Schedule.jittered, Schedule.intersect(Schedule.recurs(1)))

/** Every change names its owner, so that what was done already is not done twice. */
const again = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.catchIf(effect, isLost, () => Effect.retry(effect, { while: isLost, schedule: reconnect }))

/** A question to the database, outside of any transaction of the caller. */
export type Ask = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, Exclude<E, SqlError> | StoreError, R>

const inTime: Ask = (effect) => within(toStoreError(effect), patienceMillis)

/** Asks again when the connection broke, in the same time. */
export const patiently: Ask = (effect) => inTime(again(effect))

export interface Asking {
  /** Asks once. */
  readonly once: Ask
  /** Asks again when the connection broke. */
  readonly ask: Ask
  /** The same for what every request asks. */
  readonly question: <A>(
    statement: Prepared.Statement,
    params: ReadonlyArray<unknown>
  ) => Effect.Effect<ReadonlyArray<A>, StoreError>
}

/**
 * Questions on so many connections. Those that find none free wait for their turn as long as whoever asks has patience:
 * only the database is given a time, because many questions at once are no failure of it.
 */
export const makeAsk = Effect.fnUntraced(function*(sql: PgClient.PgClient, connections: number) {
  const inTurn = Turns.make(connections)
  const onLine = yield* Lines.make(sql, connections)
  const query = Prepared.make()

  /** Statements of the client find the connection where they look for that of a transaction. */
  const apart = <A, E, R>(effect: Effect.Effect<A, E, R>) => (connection: Connection): Effect.Effect<A, E, R> =>
    Effect.mapInputContext(
      effect,
      (context: Context.Context<R>) => Context.add(context, SqlClient.TransactionConnection, [connection, 0])
    )

  const asking: Asking = {
    once: (effect) => inTurn(inTime(onLine(apart(effect)))),
    ask: (effect) => inTurn(patiently(onLine(apart(effect)))),
    question: (statement, params) => inTurn(patiently(onLine((connection) => query(connection, statement, params))))
  }
  return asking
})
