/**
 * What every store must do, as cases that any test framework can run.
 *
 * @example
 * import { StoreContract, StoreMemory } from "@qurl/idempotency-server"
 * import { Effect, TestClock, TestContext } from "effect"
 *
 * const subject = Effect.map(StoreMemory.make, (store) => ({ stores: [store] as const, advance: TestClock.adjust }))
 *
 * for (const { name, run } of StoreContract.cases) {
 *   // test(name, () => Effect.runPromise(...))
 *   console.log(name, Effect.flatMap(subject, run).pipe(Effect.provide(TestContext.TestContext)))
 * }
 *
 * @since 0.1.0
 */
import type * as Effect from "effect/Effect"
import * as Answers from "./internal/contract/answers.js"
import * as Claims from "./internal/contract/claims.js"
import * as Expiry from "./internal/contract/expiry.js"
import * as Operators from "./internal/contract/operators.js"
import * as Ownership from "./internal/contract/ownership.js"
import * as Transactions from "./internal/contract/transactions.js"
import type { Service, StoreError, TransactionalService } from "./Store.js"

/**
 * An empty store to try. Each case wants one of its own.
 *
 * @since 0.1.0
 * @category models
 */
export interface Subject<out S extends Service = Service> {
  /** The same records, seen by one or more clients. With more of them the races are real. */
  readonly stores: readonly [S, ...ReadonlyArray<S>]
  /** Moves the clock of the store, by so many milliseconds. */
  readonly advance: (millis: number) => Effect.Effect<void>
}

/**
 * The same with a table of its own in the store's database.
 *
 * @since 0.1.0
 * @category models
 */
export interface TransactionalSubject extends Subject<TransactionalService> {
  /** One write through the client that handlers use. */
  readonly write: Effect.Effect<void>
  /** How many writes are there, seen from outside of any transaction. */
  readonly written: Effect.Effect<number>
}

/**
 * A case. It dies with an `AssertionError` when the store does something else.
 *
 * @since 0.1.0
 * @category models
 */
export interface Case<in S> {
  readonly name: string
  /** Tells one millisecond from the next, so that the clock must stand still between two steps. */
  readonly exact: boolean
  readonly run: (subject: S) => Effect.Effect<void, StoreError>
}

/**
 * For every store.
 *
 * @since 0.1.0
 * @category constructors
 */
export const cases: ReadonlyArray<Case<Subject>> = [
  ...Claims.cases,
  ...Answers.cases,
  ...Ownership.cases,
  ...Expiry.cases,
  ...Operators.cases
]

/**
 * For stores that commit a handler's writes with its record.
 *
 * @since 0.1.0
 * @category constructors
 */
export const transactionalCases: ReadonlyArray<Case<TransactionalSubject>> = Transactions.cases
