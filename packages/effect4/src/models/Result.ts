// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * Results of calls.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Native } from "../internal/native.js"

/**
 * The result of a batch, entries in the order of the items. Look at `failed`: a batch of which every item failed is a
 * result as well.
 *
 * @since 0.1.0
 * @category models
 */
export type BatchCreated = Native<Sdk.BatchCreated>

/**
 * A created link. `qurl_link` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export type Created = Native<Sdk.Created>

/**
 * The thing is deleted, by this attempt or by an earlier one of the same call.
 *
 * @since 0.1.0
 * @category models
 */
export type Deleted = Native<Sdk.Deleted>

/**
 * A resource that was read.
 *
 * @since 0.1.0
 * @category models
 */
export type Found = Native<Sdk.Found>

/**
 * A minted link. `qurl_link` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export type Minted = Native<Sdk.Minted>

/**
 * Plan limits and usage.
 *
 * @since 0.1.0
 * @category models
 */
export type QuotaFound = Native<Sdk.QuotaFound>

/**
 * About a read.
 *
 * @since 0.1.0
 * @category models
 */
export type ReadMeta = Native<Sdk.ReadMeta>

/**
 * Resource that a token opened.
 *
 * @since 0.1.0
 * @category models
 */
export type Resolved = Native<Sdk.Resolved>

/**
 * A resource that was changed.
 *
 * @since 0.1.0
 * @category models
 */
export type Updated = Native<Sdk.Updated>

/**
 * About a write.
 *
 * @since 0.1.0
 * @category models
 */
export type WriteMeta = Native<Sdk.WriteMeta>
