// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The services of a client, together.
 *
 * @since 0.1.0
 */
import type { AccessCodes } from "./AccessCodes.js"
import type { AccessRequests } from "./AccessRequests.js"
import type { ApiKeys } from "./ApiKeys.js"
import type { Billing } from "./Billing.js"
import type { Connectors } from "./Connectors.js"
import type { Customer } from "./Customer.js"
import type { Delegated } from "./Delegated.js"
import type { Domains } from "./Domains.js"
import type { Portal } from "./Portal.js"
import type { Resources } from "./Resources.js"
import type { Sessions } from "./Sessions.js"
import type { Webhooks } from "./Webhooks.js"

export type * from "./AccessCodes.js"
export type * from "./AccessRequests.js"
export type * from "./ApiKeys.js"
export type * from "./Billing.js"
export type * from "./Connectors.js"
export type * from "./Customer.js"
export type * from "./Delegated.js"
export type * from "./Domains.js"
export type * from "./Portal.js"
export type * from "./Qurls.js"
export type * from "./Resources.js"
export type * from "./Sessions.js"
export type * from "./Webhooks.js"

/**
 * The services of a client besides the operations on links, which it has itself.
 *
 * @since 0.1.0
 * @category models
 */
export interface Services {
  /** The operations on resources and on the links of one resource. */
  readonly resources: Resources

  /** The operations on the sessions of a resource. A session begins when a link is resolved. */
  readonly sessions: Sessions

  /** The operations on connectors and on the resources they own. */
  readonly connectors: Connectors

  /** The operations on delegated batches. */
  readonly delegated: Delegated

  /** The operations on access requests. */
  readonly accessRequests: AccessRequests

  /** The portal verbs. */
  readonly portal: Portal

  /** The operations on webhooks. `WebhookEvent` is for the other end, which receives the events. */
  readonly webhooks: Webhooks

  /** The operations on API keys. */
  readonly apiKeys: ApiKeys

  /** The operations on access codes. */
  readonly accessCodes: AccessCodes

  /** The operations on custom domains. */
  readonly domains: Domains

  /** The operations of billing. */
  readonly billing: Billing

  /** The operations on the customer and on its usage. */
  readonly customer: Customer
}
