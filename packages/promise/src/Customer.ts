/**
 * The customer behind an account, and for its usage. It needs a JWT: an API key is an
 * `AuthorizationError`.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { CallOptions, ReadOptions } from "./CallOptions.js"
import type { Plain } from "./internal/face.js"
import type { ReadMeta, WriteMeta } from "./Result.js"

/**
 * The customer as it was read.
 *
 * @since 0.1.0
 * @category models
 */
export interface CustomerFound {
  readonly tier: "free" | "growth" | "enterprise" | (string & {})
  readonly spending_cap_cents: number
  readonly current_period_usage: number
  readonly frozen: boolean
  readonly frozen_reason?: "spending_cap" | "payment_failed" | "manual" | (string & {}) | undefined
  readonly meta: ReadMeta
}

/**
 * A new spending cap in cents; 0 removes it.
 *
 * @since 0.1.0
 * @category models
 */
export interface UpdateCustomerInput {
  readonly spending_cap_cents: number
}

/**
 * The customer after a change.
 *
 * @since 0.1.0
 * @category models
 */
export interface CustomerUpdated {
  readonly tier: "free" | "growth" | "enterprise" | (string & {})
  readonly spending_cap_cents: number
  readonly current_period_usage: number
  readonly frozen: boolean
  readonly frozen_reason?: "spending_cap" | "payment_failed" | "manual" | (string & {}) | undefined
  readonly meta: WriteMeta
}

/**
 * Usage of the running billing period.
 *
 * @since 0.1.0
 * @category models
 */
export interface UsageFound {
  readonly tier: "free" | "growth" | "enterprise" | (string & {})
  readonly period_start: string
  readonly period_end: string
  readonly qurls_created: number
  readonly active_qurls: number
  readonly cost_estimate?: {
    readonly currency: string
    readonly amount_cents: number
    readonly description: string
  } | undefined
  readonly meta: ReadMeta
}

/**
 * Links created on each day of the running billing period.
 *
 * @since 0.1.0
 * @category models
 */
export interface DailyUsageFound {
  readonly tier: "free" | "growth" | "enterprise" | (string & {})
  readonly period_start: string
  readonly period_end: string
  readonly daily: ReadonlyArray<{
    readonly date: string
    readonly qurls_created: number
  }>
  readonly meta: ReadMeta
}

/**
 * The caller's account and credential.
 *
 * @since 0.1.0
 * @category models
 */
export type MeFound = Plain<Sdk.MeFound>

/**
 * Name under which the account publishes.
 *
 * @since 0.1.0
 * @category models
 */
export type PublisherFound = Plain<Sdk.PublisherFound>

/**
 * New name of the publisher.
 *
 * @since 0.1.0
 * @category models
 */
export type SetPublisherInput = Plain<Sdk.SetPublisherInput>

/**
 * Name under which the account publishes from now on.
 *
 * @since 0.1.0
 * @category models
 */
export type PublisherChanged = Plain<Sdk.PublisherChanged>

/**
 * What `client.customer` offers. In errors the methods carry the names of the API's operations, which stand behind each.
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
