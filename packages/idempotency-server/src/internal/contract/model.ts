import type * as Effect from "effect/Effect"
import type { Service, StoreError, TransactionalService } from "../../Store.js"

/**
 * An empty store to try. Each case wants one of its own.
 */
export interface Subject<out S extends Service = Service> {
  /** The same records, seen by one or more clients. With more of them the races are real. */
  readonly stores: readonly [S, ...ReadonlyArray<S>]
  /** Moves the clock of the store, by so many milliseconds. */
  readonly advance: (millis: number) => Effect.Effect<void>
}

/**
 * The same with a table of its own in the store's database.
 */
export interface TransactionalSubject extends Subject<TransactionalService> {
  /** Writes once through the client that handlers use. */
  readonly write: Effect.Effect<void>
  /** How many writes are there, seen from outside of any transaction. */
  readonly written: Effect.Effect<number>
}

/**
 * A case. It dies with an `AssertionError` when the store does something else.
 */
export interface Case<in S> {
  readonly name: string
  /** Tells one millisecond from the next, so that the clock must stand still between two steps. */
  readonly exact: boolean
  readonly run: (subject: S) => Effect.Effect<void, StoreError>
}
