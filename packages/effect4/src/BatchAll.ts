/**
 * Options of `Qurl.batchCreateAll`.
 *
 * @since 0.1.0
 */
import type { BulkOptions } from "./internal/native.js"

/**
 * Options of the requests that send the rows. Policy, timeout and deadline are those of each request.
 *
 * @since 0.1.0
 * @category models
 */
export type BatchAllOptions = BulkOptions
