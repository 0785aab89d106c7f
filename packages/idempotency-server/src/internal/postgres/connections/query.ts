import type * as PgClient from "@effect/sql-pg/PgClient"
import * as SqlClient from "@effect/sql/SqlClient"
import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { StoreError } from "../../../Store.js"
import { storeTimeLimit } from "../../timeLimit.js"
import * as ConnectionPool from "./connectionPool.js"
import { isConnectionLost, isSqlError, toStoreError } from "./failures.js"
import * as FifoSemaphore from "./fifoSemaphore.js"
import * as Prepared from "./prepared.js"

/** Time limit of a statement of the store, from when it has a connection. */
export const statementTimeoutMillis = 5000

const isLost = (error: unknown): boolean => isSqlError(error) && isConnectionLost(error)

const reconnect = Schedule.exponential("20 millis").pipe(Schedule.jittered, Schedule.intersect(Schedule.recurs(1)))

/** Repeats what a broken connection may have cut off. Every change names its owner, so that none is made twice. */
const reconnecting = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.catchIf(effect, isLost, () => Effect.retry(effect, { while: isLost, schedule: reconnect }))

/** Runs statements on connections of the store, outside of any transaction of the caller. */
export type Run = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, Exclude<E, SqlError> | StoreError, R>

const inTime: Run = (effect) => storeTimeLimit(toStoreError(effect), statementTimeoutMillis)

/** Repeats what a broken connection cut off, within the same time limit. */
export const patiently: Run = (effect) => inTime(reconnecting(effect))

export interface Queries {
  /** Runs what must not be repeated. */
  readonly once: Run
  /** Runs what may be repeated when the connection broke. */
  readonly run: Run
  /** The same for a statement that the server plans once. */
  readonly prepared: <A>(
    statement: Prepared.Statement,
    params: ReadonlyArray<unknown>
  ) => Effect.Effect<ReadonlyArray<A>, StoreError>
}

/**
 * Queries on `connections` connections. Those that find none free wait in line as long as their caller does: the time
 * limit is the database's, and many queries at once are not a failure of it.
 */
export const make = Effect.fnUntraced(function*(sql: PgClient.PgClient, connections: number) {
  const inTurn = FifoSemaphore.make(connections)
  const onConnection = yield* ConnectionPool.make(sql, connections, 0.9 * statementTimeoutMillis)
  const query = Prepared.make()

  /** Provides the connection as that of a transaction, so that the client's statements run on it. */
  const apart = <A, E, R>(effect: Effect.Effect<A, E, R>) => (connection: Connection): Effect.Effect<A, E, R> =>
    Effect.mapInputContext(
      effect,
      (context: Context.Context<R>) => Context.add(context, SqlClient.TransactionConnection, [connection, 0])
    )

  const queries: Queries = {
    once: (effect) => inTurn(inTime(onConnection(apart(effect)))),
    run: (effect) => inTurn(patiently(onConnection(apart(effect)))),
    prepared: (statement, params) =>
      inTurn(patiently(onConnection((connection) => query(connection, statement, params))))
  }
  return queries
})
