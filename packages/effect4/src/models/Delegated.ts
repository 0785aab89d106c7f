// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for delegated batches: links for a resource of another account, under a capability that this account
 * issued.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Methods, Native } from "../internal/native.js"

/**
 * A mint capability, which is a secret, and the links to create under it.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateBatchInput = Native<Sdk.CreateBatchInput>

/**
 * A batch that is not in the state whose entity tag was given.
 *
 * @since 0.1.0
 * @category models
 */
export type DelegatedBatchChanged = Native<Sdk.DelegatedBatchChanged>

/**
 * A batch that was submitted, or was there under its key.
 *
 * @since 0.1.0
 * @category models
 */
export type DelegatedBatchCreated = Native<Sdk.DelegatedBatchCreated>

/**
 * A batch that was read. Its results hold links, which are secrets.
 *
 * @since 0.1.0
 * @category models
 */
export type DelegatedBatchFound = Native<Sdk.DelegatedBatchFound>

/**
 * Part of an answer that helps to read the batch again.
 *
 * @since 0.1.0
 * @category models
 */
export type DelegatedBatchPolling = Native<Sdk.DelegatedBatchPolling>

/**
 * Answer to a read whose entity tag still stands (304). It has no batch.
 *
 * @since 0.1.0
 * @category models
 */
export type DelegatedBatchUnchanged = Native<Sdk.DelegatedBatchUnchanged>

/**
 * A delegated link that was read.
 *
 * @since 0.1.0
 * @category models
 */
export type DelegatedQurlFound = Native<Sdk.DelegatedQurlFound>

/**
 * The operations of `Delegated`. In spans and errors the methods carry the names of the API's operations.
 *
 * @since 0.1.0
 * @category models
 */
export type DelegatedService = Methods<Sdk.DelegatedService>
