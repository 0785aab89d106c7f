// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for the customer behind an account, and for its usage. It needs a JWT: an API key is an
 * `AuthorizationError`.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type {
  CustomerFound,
  CustomerUpdated,
  DailyUsageFound,
  MeFound,
  PublisherChanged,
  PublisherFound,
  UsageFound
} from "@qurl/sdk"
import type { CallOptions, ReadOptions } from "../CallOptions.js"
import type { Plain } from "../internal/plain.js"

export type { CustomerFound, CustomerUpdated, DailyUsageFound, MeFound, PublisherChanged, PublisherFound, UsageFound }

/**
 * New name of the publisher.
 *
 * @since 0.1.0
 * @category models
 */
export interface SetPublisherInput extends Plain<Sdk.SetPublisherInput> {}

/**
 * A new spending cap in cents; 0 removes it.
 *
 * @since 0.1.0
 * @category models
 */
export interface UpdateCustomerInput extends Plain<Sdk.UpdateCustomerInput> {}

/**
 * Methods of `client.customer`. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface Customer {
  /** Reads the customer, who is created with the first read (`getCustomer`). */
  readonly get: (options?: ReadOptions) => Promise<CustomerFound>

  /**
   * Sets the spending cap (`updateCustomer`), on plans that are paid for.
   *
   * A retry sends the same key, so that a late one does not undo a newer cap; `options.idempotencyKey` replaces the
   * generated key.
   */
  readonly update: (input: UpdateCustomerInput, options?: CallOptions) => Promise<CustomerUpdated>

  /** Reads the usage of the running billing period (`getUsageCurrentPeriod`). */
  readonly usage: (options?: ReadOptions) => Promise<UsageFound>

  /** Reads what was created on each day of the running billing period (`getUsageDaily`). */
  readonly dailyUsage: (options?: ReadOptions) => Promise<DailyUsageFound>

  /** Reads the account and the credential of the caller (`getMe`). */
  readonly me: (options?: ReadOptions) => Promise<MeFound>

  /** Reads the name under which the account publishes (`getPublisher`). */
  readonly publisher: (options?: ReadOptions) => Promise<PublisherFound>

  /**
   * Sets the name under which the account publishes; an empty one removes it (`setPublisher`).
   *
   * A retry sends the same key. `options.idempotencyKey` replaces the generated key.
   */
  readonly setPublisher: (input: SetPublisherInput, options?: CallOptions) => Promise<PublisherChanged>
}
