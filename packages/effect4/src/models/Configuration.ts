// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * Which API to call, and as whom.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Native } from "../internal/native.js"

export type KeyedOperation = Native<Sdk.KeyedOperation>
