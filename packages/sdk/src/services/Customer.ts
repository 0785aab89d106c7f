/**
 * The service for the customer behind an account, and for its usage. It needs a JWT: an API key is an
 * `AuthorizationError`.
 *
 * @since 0.1.0
 */
import type {
  CustomerProfile,
  Me,
  Publisher,
  SetPublisherRequest,
  UpdateCustomerRequest,
  UsageCurrentPeriod,
  UsageDaily
} from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/Customer"
import type * as Effect from "effect/Effect"
import type { CallOptions, ReadOptions, Written } from "../Input.js"
import * as Compiled from "../internal/call/compiled.js"
import * as Service from "../internal/call/service.js"
import type { ReadError, WriteError } from "../QurlError.js"
import type { ReadMeta, WriteMeta } from "../Result.js"

/**
 * A new spending cap in cents; 0 removes it.
 *
 * @since 0.1.0
 * @category models
 */
export interface UpdateCustomerInput extends Written<UpdateCustomerRequest> {}

/**
 * The customer as it was read.
 *
 * @since 0.1.0
 * @category models
 */
export interface CustomerFound extends CustomerProfile {
  readonly meta: ReadMeta
}

/**
 * The customer after a change.
 *
 * @since 0.1.0
 * @category models
 */
export interface CustomerUpdated extends CustomerProfile {
  readonly meta: WriteMeta
}

/**
 * Usage of the running billing period.
 *
 * @since 0.1.0
 * @category models
 */
export interface UsageFound extends UsageCurrentPeriod {
  readonly meta: ReadMeta
}

/**
 * Links created on each day of the running billing period.
 *
 * @since 0.1.0
 * @category models
 */
export interface DailyUsageFound extends UsageDaily {
  readonly meta: ReadMeta
}

/**
 * The caller's account and credential.
 *
 * @since 0.1.0
 * @category models
 */
export interface MeFound extends Me {
  readonly meta: ReadMeta
}

/**
 * Name under which the account publishes.
 *
 * @since 0.1.0
 * @category models
 */
export interface PublisherFound extends Publisher {
  readonly meta: ReadMeta
}

/**
 * New name of the publisher.
 *
 * @since 0.1.0
 * @category models
 */
export interface SetPublisherInput extends Written<SetPublisherRequest> {}

/**
 * Name under which the account publishes from now on.
 *
 * @since 0.1.0
 * @category models
 */
export interface PublisherChanged extends Publisher {
  readonly meta: WriteMeta
}

/**
 * Methods of `Customer`. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface CustomerService {
  /** Reads the customer, who is created with the first read (`getCustomer`). */
  readonly get: (options?: ReadOptions) => Effect.Effect<CustomerFound, ReadError>

  /**
   * Sets the spending cap (`updateCustomer`), on plans that are paid for.
   *
   * A retry sends the same key, so that a late one does not undo a newer cap; `options.idempotencyKey` replaces the
   * generated key.
   */
  readonly update: (input: UpdateCustomerInput, options?: CallOptions) => Effect.Effect<CustomerUpdated, WriteError>

  /** Reads the usage of the running billing period (`getUsageCurrentPeriod`). */
  readonly usage: (options?: ReadOptions) => Effect.Effect<UsageFound, ReadError>

  /** Reads what was created on each day of the running billing period (`getUsageDaily`). */
  readonly dailyUsage: (options?: ReadOptions) => Effect.Effect<DailyUsageFound, ReadError>

  /** Reads the account and the credential of the caller (`getMe`). */
  readonly me: (options?: ReadOptions) => Effect.Effect<MeFound, ReadError>

  /** Reads the name under which the account publishes (`getPublisher`). */
  readonly publisher: (options?: ReadOptions) => Effect.Effect<PublisherFound, ReadError>

  /**
   * Sets the name under which the account publishes; an empty one removes it (`setPublisher`).
   *
   * A retry sends the same key. `options.idempotencyKey` replaces the generated key.
   */
  readonly setPublisher: (
    input: SetPublisherInput,
    options?: CallOptions
  ) => Effect.Effect<PublisherChanged, WriteError>
}

const methods = Service.methods<CustomerService>()(Compiled.group(Operations), {})

/**
 * The operations on the customer and on its usage.
 *
 * @example
 * import { Customer, QurlLive } from "@qurl/sdk"
 * import { Effect } from "effect"
 *
 * // QURL_API_KEY holds a JWT here.
 * const program = Effect.gen(function*() {
 *   yield* Customer.update({ spending_cap_cents: 50_00 })
 *   return (yield* Customer.usage()).qurls_created
 * }).pipe(Effect.provide(QurlLive))
 *
 * @since 0.1.0
 * @category tags
 */
export class Customer extends Service.tag<Customer, CustomerService>()("Customer", methods) {}
