import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"

/** Connections of a client that names no number: the driver's default. */
const defaultConnections = 10

/** Share of requests with a record from which on the looks cost less than the claims that miss. */
const worthALook = 0.2

/** Requests that the share is taken over, each newer one with more weight. */
const window = 16

/**
 * Decides whether a key is claimed without a look before it. That saves a first call the look, and costs a replay a
 * transaction in place of a query. So it is done while few requests are replays, and
 *
 * - not while the handlers have all connections of their client: a replay waits for none of them;
 * - not after a connection has broken, until one answers again: the look has a time limit of its own.
 */
export const make = ({ config: { maxConnections = defaultConnections } }: PgClient.PgClient) => {
  let used = 0
  let isAnswering = true
  let share = 0
  return {
    isWorthwhile: () => isAnswering && used < maxConnections && share < worthALook,
    /** Counts the connection that an effect holds. */
    counted: <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
      Effect.suspend(() => {
        used += 1
        return Effect.ensuring(effect, Effect.sync(() => void (used -= 1)))
      }),
    /** A connection has answered, or has broken. */
    answered: (is: boolean): void => {
      isAnswering = is
    },
    /** A request had a record, or had none. */
    found: (is: boolean): void => {
      share += ((is ? 1 : 0) - share) / window
    }
  }
}

export type Unseen = ReturnType<typeof make>
