/**
 * Options and errors of `Qurl.batchCreateAll`.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { BulkOptions, NativeError } from "./internal/native.js"

/**
 * Options of the requests that send the rows. Policy, timeout and deadline are those of each request.
 *
 * @since 0.1.0
 * @category models
 */
export type BatchAllOptions = BulkOptions

/**
 * Everything `batchCreateAll` can fail with, besides what the input itself fails with. Single rows that fail are results;
 * a `ValidationError` is about the options.
 *
 * @since 0.1.0
 * @category errors
 */
export type BatchAllError = NativeError<Sdk.BatchAllError>
