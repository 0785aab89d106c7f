/**
 * Tests for stores: cases that every store passes, and seeded histories of several clients with a checker that looks for an
 * order of their operations.
 *
 * The checker is the one of Wing and Gong (Testing and Verifying Concurrent Objects, 1993) with Lowe's memory of visited
 * states. Every operation concerns one record, and a history is of one record.
 *
 * @example
 * import { StoreMemory } from "@qurl/idempotency-server"
 * import * as Conformance from "@qurl/idempotency-server/Conformance"
 * import { Effect, TestClock, TestContext } from "effect"
 *
 * const subject = Effect.map(StoreMemory.make, (store) => ({ stores: [store] as const, advance: TestClock.adjust }))
 *
 * for (const { name, run } of Conformance.cases) {
 *   // test(name, () => Effect.runPromise(...))
 *   console.log(name, Effect.flatMap(subject, run).pipe(Effect.provide(TestContext.TestContext)))
 * }
 *
 * @since 0.1.0
 */
import type * as Effect from "effect/Effect"
import * as Answers from "./internal/contract/answers.js"
import * as Claims from "./internal/contract/claims.js"
import * as Transactions from "./internal/contract/commits.js"
import * as Expiry from "./internal/contract/expiry.js"
import type * as Contract from "./internal/contract/model.js"
import * as Operators from "./internal/contract/operators.js"
import * as Ownership from "./internal/contract/ownership.js"
import * as Linearize from "./internal/history/linearize.js"
import type * as Model from "./internal/history/model.js"
import * as Run from "./internal/history/run.js"
import type { Service, StoreError } from "./Store.js"

/**
 * An empty store to test. Each case needs one of its own.
 *
 * @since 0.1.0
 * @category models
 */
export interface Subject<out S extends Service = Service> extends Contract.Subject<S> {}

/**
 * The same with a table of its own in the store's database.
 *
 * @since 0.1.0
 * @category models
 */
export interface TransactionalSubject extends Contract.TransactionalSubject {}

/**
 * A case. It dies with an `AssertionError` if the store does something else.
 *
 * @since 0.1.0
 * @category models
 */
export interface Case<in S> extends Contract.Case<S> {}

/**
 * Cases for every store.
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
 * Cases for stores that commit a handler's writes with its record.
 *
 * @since 0.1.0
 * @category constructors
 */
export const transactionalCases: ReadonlyArray<Case<TransactionalSubject>> = Transactions.cases

/**
 * Operations of several clients on one record, and the results that they saw.
 *
 * @since 0.1.0
 * @category models
 */
export interface History extends Model.History {}

/**
 * A store under a history.
 *
 * @since 0.1.0
 * @category models
 */
export interface HistorySubject extends Model.Subject {}

/**
 * Runs three or four clients on a record of their own. The seed decides what they do; with an even one, at least one of
 * them dies in the middle of an operation.
 *
 * @since 0.1.0
 * @category constructors
 */
export const runHistory: (subject: HistorySubject, seed: number) => Effect.Effect<History, StoreError> = Run.run

/**
 * Describes why no order of the operations of a history explains their results, or returns nothing if one does.
 *
 * @since 0.1.0
 * @category combinators
 */
export const checkHistory: (history: History, subject: Pick<HistorySubject, "exact">) => string | undefined =
  Linearize.check
