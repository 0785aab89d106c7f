/**
 * The server half of idempotency. The stores that need a driver have paths of their own:
 * `@qurl/idempotency-server/Store/Sqlite`, `/Store/Postgres` and `/Store/Redis`. Tests for stores are in
 * `@qurl/idempotency-server/Conformance`.
 *
 * @since 0.1.0
 */

/** Answers, as they are kept and as they are given again. */
export * as Answer from "./Answer.js"
/** Execution of a handler under its key. */
export * as Execution from "./Execution.js"
/** Idempotency around an HTTP app. */
export * as Middleware from "./Middleware.js"
/** Counts, purges, and decisions about keys that are stuck. */
export * as Operations from "./Operations.js"
/** Operations of operators over HTTP. */
export * as OperatorsApi from "./OperatorsApi.js"
/** How a route is executed under a key. */
export * as Policy from "./Policy.js"
/** Refusals of the middleware itself. */
export * as Problem from "./Problem.js"
/** Reading the body of a request before its handler does. */
export * as RequestBody from "./RequestBody.js"
/** Sealed records, which a reader of the database cannot understand. */
export * as Sealed from "./Sealed.js"
/** The protocol between the middleware and a database. */
export * as Store from "./Store.js"
/** The store in the memory of one process. */
export * as StoreMemory from "./Store/Memory.js"
/** Effect of every operation on one record, as pure functions. */
export * as StoreModel from "./StoreModel.js"
