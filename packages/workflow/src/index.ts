/**
 * Idempotency keys and bulk jobs for the qURL SDK on `@effect/workflow` and `@effect/cluster`.
 *
 * @since 0.1.0
 */

/** Stable keys for the calls of activities. */
export * as ActivityKeys from "./ActivityKeys.js"
/** Bulk jobs as a durable workflow. */
export * as BulkCreate from "./BulkCreate.js"
/** Request pace that all runners share. */
export * as Pace from "./Pace.js"
/** Rows by reference. */
export * as RowSource from "./RowSource.js"
