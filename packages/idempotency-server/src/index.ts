/**
 * The server half of idempotency. The SQLite store is `@qurl/idempotency-server/Store/Sqlite`.
 *
 * @since 0.1.0
 */

/** Idempotency around an HTTP app. */
export * as Middleware from "./Middleware.js"
/** What the middleware refuses by itself. */
export * as Problem from "./Problem.js"
/** Reading the body of a request before its handler does. */
export * as RequestBody from "./RequestBody.js"
/** The protocol between the middleware and a database. */
export * as Store from "./Store.js"
