// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * Which API to call, and as whom.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Native } from "../internal/native.js"

/**
 * Names of the operations that take an idempotency key: every POST, PUT and PATCH of the API.
 *
 * @since 0.1.0
 * @category models
 */
export type KeyedOperation = Native<Sdk.KeyedOperation>
