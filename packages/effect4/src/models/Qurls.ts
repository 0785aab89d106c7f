// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for links: everything below `/v1/qurls`, with `resolve` and `getQuota`.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Methods } from "../internal/native.js"

/**
 * Methods of `Qurl`. Every run of an effect is one logical call, with one idempotency key for all of its attempts
 * where it writes.
 *
 * @since 0.1.0
 * @category models
 */
export type QurlService = Methods<Sdk.QurlService>
