// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * Results of the rows of a bulk job.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Native } from "../internal/native.js"

/**
 * @since 0.1.0
 * @category models
 */
export type RowResult = Native<Sdk.RowResult>
