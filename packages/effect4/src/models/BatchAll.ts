// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * Creating any number of links: what `Qurl.batchCreateAll` takes and gives.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Native } from "../internal/native.js"

/**
 * A row as it was given, with what became of it.
 *
 * @since 0.1.0
 * @category models
 */
export type BatchRow = Native<Sdk.BatchRow>
