/**
 * Idempotency keys and bulk jobs for the qURL SDK on `@effect/workflow` and `@effect/cluster`.
 *
 * @since 0.1.0
 */

/** Stable keys for the calls of activities. */
export * as ActivityKeys from "./ActivityKeys.js"
