/**
 * The service for the customer behind an account, and for its usage. It needs a JWT: an API key is an
 * `AuthorizationError`.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
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
import * as Tracing from "@qurl/idempotency/Tracing"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type ConfigurationError, fromConfig, type Options } from "./Configuration.js"
import type { CallOptions, ReadOptions, Written } from "./Input.js"
import * as Caller from "./internal/caller.js"
import * as Compiled from "./internal/compiled.js"
import type { QurlError, ReadError } from "./QurlError.js"
import type { ReadMeta, WriteMeta } from "./Result.js"

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
 * What `Customer` offers. In errors the methods carry the names of the API's operations, which stand behind each.
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
  readonly update: (input: UpdateCustomerInput, options?: CallOptions) => Effect.Effect<CustomerUpdated, QurlError>

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
  ) => Effect.Effect<PublisherChanged, QurlError>
}

const operations = Compiled.group(Operations)

/** @internal */
export const service: Effect.Effect<CustomerService, never, Caller.Caller> = Effect.map(Caller.Caller, (caller) => {
  const { read, write } = caller
  return {
    get: Tracing.fn("Customer.get")((options?: ReadOptions) => read(operations.get, { options })),

    update: Tracing.fn("Customer.update")((payload: UpdateCustomerInput, options?: CallOptions) =>
      write(operations.update, { payload, options })
    ),

    usage: Tracing.fn("Customer.usage")((options?: ReadOptions) => read(operations.usage, { options })),

    dailyUsage: Tracing.fn("Customer.dailyUsage")((options?: ReadOptions) => read(operations.dailyUsage, { options })),

    me: Tracing.fn("Customer.me")((options?: ReadOptions) => read(operations.me, { options })),

    publisher: Tracing.fn("Customer.publisher")((options?: ReadOptions) => read(operations.publisher, { options })),

    setPublisher: Tracing.fn("Customer.setPublisher")((payload: SetPublisherInput, options?: CallOptions) =>
      write(operations.setPublisher, { payload, options })
    )
  }
})

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
export class Customer extends Context.Tag("@qurl/sdk/Customer")<Customer, CustomerService>() {
  /** Reads the customer. */
  static readonly get = (options?: ReadOptions) => Effect.flatMap(Customer, (customer) => customer.get(options))

  /** Sets the spending cap. A retry sends the same key; `options.idempotencyKey` replaces the generated one. */
  static readonly update = (input: UpdateCustomerInput, options?: CallOptions) =>
    Effect.flatMap(Customer, (customer) => customer.update(input, options))

  /** Reads the usage of the running billing period. */
  static readonly usage = (options?: ReadOptions) => Effect.flatMap(Customer, (customer) => customer.usage(options))

  /** Reads what was created on each day of the running billing period. */
  static readonly dailyUsage = (options?: ReadOptions) =>
    Effect.flatMap(Customer, (customer) => customer.dailyUsage(options))

  /** Reads the account and the credential of the caller. */
  static readonly me = (options?: ReadOptions) => Effect.flatMap(Customer, (customer) => customer.me(options))

  /** Reads the name under which the account publishes. */
  static readonly publisher = (options?: ReadOptions) =>
    Effect.flatMap(Customer, (customer) => customer.publisher(options))

  /**
   * Sets the name under which the account publishes; an empty one removes it. A retry sends the same key.
   * `options.idempotencyKey` replaces the generated key.
   */
  static readonly setPublisher = (input: SetPublisherInput, options?: CallOptions) =>
    Effect.flatMap(Customer, (customer) => customer.setPublisher(input, options))

  /** The service on the `HttpClient` of the environment. */
  static readonly make = (
    options: Options
  ): Effect.Effect<CustomerService, ConfigurationError, HttpClient.HttpClient> => Caller.provide(service, options)

  /** A layer that makes the service. */
  static readonly layer = (options: Options): Layer.Layer<Customer, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Customer, Customer.make(options))

  /** The same layer, its options read from configuration. */
  static readonly layerConfig = (
    config: Config.Config.Wrap<Options>
  ): Layer.Layer<Customer, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Customer, Effect.flatMap(fromConfig(config), Customer.make))
}
