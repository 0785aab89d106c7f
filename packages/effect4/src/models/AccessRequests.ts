// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for requests for access to private resources, and for the people whose requests were approved.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Methods, Native } from "../internal/native.js"

/**
 * An access request that was approved.
 *
 * @since 0.1.0
 * @category models
 */
export type AccessApproved = Native<Sdk.AccessApproved>

/**
 * The operations of `AccessRequests`. In spans and errors the methods carry the names of the API's operations.
 *
 * @since 0.1.0
 * @category models
 */
export type AccessRequestsService = Methods<Sdk.AccessRequestsService>
