import type * as PgClient from "@effect/sql-pg/PgClient"
import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import { isConnectionLost, isSqlError } from "./failures.js"

/** A connection that stays open between two questions. */
interface Line {
  readonly connection: Connection
  readonly opened: number
  readonly close: Effect.Effect<void>
}

/** The connection broke while nobody used it, so that nothing was sent. */
const isStale = (error: SqlError): boolean => /not queryable/.test(String(error.cause))

/**
 * Connections that are taken and given back, so many of which are kept open until the scope ends. Getting one from the
 * client's pool for each question costs more than asking it. The client's own limit to the life of a connection holds.
 *
 * Nobody else uses a connection until the effect on it has ended. The driver cancels what is interrupted, and a
 * cancellation that comes late would hit the question of whoever is next.
 */
export const make = Effect.fnUntraced(function*(sql: PgClient.PgClient, kept: number) {
  const { connectionTTL } = sql.config
  const longestMillis = connectionTTL === undefined ? Infinity : Duration.toMillis(connectionTTL)
  const idle: Array<Line> = []
  let isOpen = true
  yield* Effect.addFinalizer(() => {
    isOpen = false
    return Effect.forEach(idle, ({ close }) => close, { discard: true })
  })

  const open: Effect.Effect<Line, SqlError> = Effect.flatMap(
    Scope.make(),
    (scope) =>
      Effect.map(Scope.extend(sql.reserve, scope), (connection) => ({
        connection,
        opened: performance.now(),
        close: Scope.close(scope, Exit.void)
      }))
  )

  const giveBack = (line: Line, isLost: boolean): Effect.Effect<void> =>
    Effect.suspend(() => {
      const isOld = performance.now() - line.opened > longestMillis
      if (isLost || isOld || !isOpen || idle.length >= kept) return line.close
      idle.push(line)
      return Effect.void
    })

  return <A, E, R>(
    effect: (connection: Connection) => Effect.Effect<A, E | SqlError, R>
  ): Effect.Effect<A, E | SqlError, R> =>
    Effect.uninterruptibleMask((restore) => {
      const on = (line: Line, isFresh: boolean): Effect.Effect<A, E | SqlError, R> =>
        Effect.matchCauseEffect(restore(effect(line.connection)), {
          onSuccess: (answer) => Effect.as(giveBack(line, false), answer),
          onFailure: (cause) => {
            const error = Option.filter(Cause.failureOption(cause), isSqlError)
            const ended = giveBack(line, Option.exists(error, isConnectionLost))
            return Effect.zipRight(ended, !isFresh && Option.exists(error, isStale) ? take : Effect.failCause(cause))
          }
        })
      const take: Effect.Effect<A, E | SqlError, R> = Effect.suspend(() => {
        const line = idle.pop()
        return line === undefined ? Effect.flatMap(open, (line) => on(line, true)) : on(line, false)
      })
      return take
    })
})
