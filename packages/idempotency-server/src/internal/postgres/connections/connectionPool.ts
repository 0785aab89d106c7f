import type * as PgClient from "@effect/sql-pg/PgClient"
import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Scope from "effect/Scope"
import { isConnectionLost, isSqlError } from "./failures.js"
import * as Pipeline from "./pipeline.js"

/** A connection that stays open between two queries. */
interface Pooled {
  readonly connection: Connection
  readonly opened: number
  readonly close: Effect.Effect<void>
}

/** The connection broke while it was idle, so that nothing was sent. */
const isStale = (error: SqlError): boolean => /not queryable/.test(String(error.cause))

/**
 * Ends a connection that gave no answer in time, without waiting for the server. The driver cuts the socket if a query is
 * under way, and its pool drops such a connection when it is released.
 */
export const abort = (connection: Connection): Effect.Effect<void> =>
  Effect.sync(() => {
    const client = Pipeline.clientOf(connection)
    if (!Predicate.hasProperty(client, "end") || typeof client.end !== "function") return
    Pipeline.disable(client)
    void Promise.resolve(client.end()).catch(() => {})
  })

/**
 * Pool of at most `kept` idle connections above the client's own: taking a connection from that for each query costs more
 * than the query. The client's limit to the life of a connection holds.
 *
 * A connection is not used again before the effect on it has ended, because the driver cancels what is interrupted, and
 * a late cancellation would hit the next query. A connection whose query was interrupted by a time limit is closed, and
 * with it all idle ones: a network that lost one without a word has usually lost the others.
 */
export const make = Effect.fnUntraced(function*(sql: PgClient.PgClient, kept: number, overdueMillis = Infinity) {
  const { connectionTTL } = sql.config
  const longestMillis = connectionTTL === undefined ? Infinity : Duration.toMillis(connectionTTL)
  const idle: Array<Pooled> = []
  const startedAt = new Map<Pooled, number>()
  let isOpen = true

  const closeIdle = Effect.suspend(() => Effect.forEach(idle.splice(0), ({ close }) => close, { discard: true }))
  const abortIdle = Effect.suspend(() =>
    Effect.forEach(
      idle.splice(0),
      ({ close, connection }) => Effect.zipRight(abort(connection), close),
      { discard: true }
    )
  )

  const forget = (pooled: Pooled) => Effect.sync(() => startedAt.delete(pooled))

  /** A query is past its time limit, and its connection has not been closed yet: the driver is cancelling it. */
  const isAnyOverdue = (): boolean => {
    const now = performance.now()
    for (const started of startedAt.values()) if (now - started >= overdueMillis) return true
    return false
  }

  yield* Effect.addFinalizer(() => {
    isOpen = false
    return closeIdle
  })

  const open: Effect.Effect<Pooled, SqlError> = Effect.flatMap(
    Scope.make(),
    (scope) =>
      Effect.map(Scope.extend(sql.reserve, scope), (connection) => ({
        connection,
        opened: performance.now(),
        close: Scope.close(scope, Exit.void)
      }))
  )

  const release = (pooled: Pooled): Effect.Effect<void> =>
    Effect.suspend(() => {
      const isOld = performance.now() - pooled.opened > longestMillis
      if (isOld || !isOpen || idle.length >= kept) return pooled.close
      idle.push(pooled)
      return Effect.void
    })

  return <A, E, R>(
    effect: (connection: Connection) => Effect.Effect<A, E | SqlError, R>
  ): Effect.Effect<A, E | SqlError, R> =>
    Effect.uninterruptibleMask((restore) => {
      const on = (pooled: Pooled, isFresh: boolean): Effect.Effect<A, E | SqlError, R> => {
        startedAt.set(pooled, performance.now())
        return Effect.matchCauseEffect(Effect.ensuring(restore(effect(pooled.connection)), forget(pooled)), {
          onSuccess: (answer) => Effect.as(release(pooled), answer),
          onFailure: (cause) => {
            if (Cause.isInterrupted(cause)) {
              return Effect.zipRight(
                Effect.all([abort(pooled.connection), pooled.close, abortIdle]),
                Effect.failCause(cause)
              )
            }
            const error = Option.filter(Cause.failureOption(cause), isSqlError)
            const ended = Option.exists(error, isConnectionLost) ? pooled.close : release(pooled)
            return Effect.zipRight(ended, !isFresh && Option.exists(error, isStale) ? take : Effect.failCause(cause))
          }
        })
      }
      const take: Effect.Effect<A, E | SqlError, R> = Effect.suspend(() => {
        const pooled = isAnyOverdue() ? undefined : idle.pop()
        if (pooled !== undefined) return on(pooled, false)
        return Effect.zipRight(
          isAnyOverdue() ? abortIdle : Effect.void,
          Effect.flatMap(open, (pooled) => on(pooled, true))
        )
      })
      return take
    })
})
