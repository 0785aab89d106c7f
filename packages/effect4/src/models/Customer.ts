// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for the customer behind an account, and for its usage. It needs a JWT: an API key is an
 * `AuthorizationError`.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Methods, Native } from "../internal/native.js"

/**
 * The customer as it was read.
 *
 * @since 0.1.0
 * @category models
 */
export type CustomerFound = Native<Sdk.CustomerFound>

/**
 * Methods of `Customer`. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export type CustomerService = Methods<Sdk.CustomerService>

/**
 * The customer after a change.
 *
 * @since 0.1.0
 * @category models
 */
export type CustomerUpdated = Native<Sdk.CustomerUpdated>

/**
 * Links created on each day of the running billing period.
 *
 * @since 0.1.0
 * @category models
 */
export type DailyUsageFound = Native<Sdk.DailyUsageFound>

/**
 * The caller's account and credential.
 *
 * @since 0.1.0
 * @category models
 */
export type MeFound = Native<Sdk.MeFound>

/**
 * Name under which the account publishes from now on.
 *
 * @since 0.1.0
 * @category models
 */
export type PublisherChanged = Native<Sdk.PublisherChanged>

/**
 * Name under which the account publishes.
 *
 * @since 0.1.0
 * @category models
 */
export type PublisherFound = Native<Sdk.PublisherFound>

/**
 * New name of the publisher.
 *
 * @since 0.1.0
 * @category models
 */
export type SetPublisherInput = Native<Sdk.SetPublisherInput>

/**
 * A new spending cap in cents; 0 removes it.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateCustomerInput = Native<Sdk.UpdateCustomerInput>

/**
 * Usage of the running billing period.
 *
 * @since 0.1.0
 * @category models
 */
export type UsageFound = Native<Sdk.UsageFound>
