/** The client, and how it is set up. */
export type { CallOptions, ReadOptions } from "./CallOptions.js"
export type { ClientOptions, KeyedOperation, LogLevel } from "./ClientOptions.js"
export * as Crid from "./Crid.js"
export * as IdempotencyKey from "./IdempotencyKey.js"
export { KeyGenerator, type KeyRequest } from "./KeyGenerator.js"
export { QurlClient, type Services } from "./QurlClient.js"
export { type Backoff, RetryPolicy } from "./RetryPolicy.js"

/** How calls fail. */
export { BatchStoppedError } from "./BatchAll.js"
export { ConfigurationError } from "./ConfigurationError.js"
export * from "./Guards.js"
export {
  AbortError,
  AuthenticationError,
  AuthorizationError,
  ConflictError,
  DefectError,
  GoneError,
  IdempotencyConflictError,
  IdempotencyInFlightError,
  NetworkError,
  NotFoundError,
  QurlError,
  type QurlFailure,
  RateLimitError,
  ServerError,
  TimeoutError,
  UnexpectedResponseError,
  ValidationError
} from "./QurlError.js"

/** What calls take and return, by service. */
export type {
  AccessCode,
  AccessCodeCreated,
  AccessCodeRedeemed,
  AccessCodes,
  CreateAccessCodeInput,
  RedeemAccessCodeInput
} from "./AccessCodes.js"
export type { AccessPolicy, AIAgentCategory } from "./AccessPolicy.js"
export type { Agent, BootstrapInput, Bootstrapped } from "./Agent.js"
export type {
  ApiKey,
  ApiKeyCreated,
  ApiKeys,
  ApiKeyScope,
  ApiKeyUpdated,
  CreateApiKeyInput,
  ListApiKeysInput,
  UpdateApiKeyInput
} from "./ApiKeys.js"
export type { BatchAllOptions, BatchRow, RowResult } from "./BatchAll.js"
export type { Billing, CheckoutInput, Invoice, ListInvoicesInput, Redirect } from "./Billing.js"
export type {
  ConnectorInstallation,
  ConnectorResource,
  Connectors,
  EnsureInput,
  ListInstallationsInput
} from "./Connectors.js"
export type {
  Customer,
  CustomerFound,
  CustomerUpdated,
  DailyUsageFound,
  MeFound,
  PublisherChanged,
  PublisherFound,
  SetPublisherInput,
  UpdateCustomerInput,
  UsageFound
} from "./Customer.js"
export type {
  Domain,
  DomainChanged,
  DomainCheck,
  DomainFound,
  Domains,
  DomainVerified,
  ListDomainsInput,
  RegisterDomainInput
} from "./Domains.js"
export type {
  Entered,
  OpenPortal,
  Portal,
  PortalForUrl,
  PortalOptions,
  ProtectedUrl,
  ProtectOptions,
  ResourceHandle,
  ResourcePortalOptions
} from "./Portal.js"
export type {
  BatchCreated,
  BatchItemResult,
  Created,
  CreateInput,
  ExtendInput,
  Found,
  ListInput,
  Minted,
  MintInput,
  QuotaFound,
  Qurl,
  Qurls,
  QurlSummary,
  Resolved,
  ResolveInput,
  Updated,
  UpdateInput
} from "./Qurls.js"
export type {
  CreateQurlInput,
  CreateResourceInput,
  ListResourcesInput,
  QurlUpdated,
  Resource,
  ResourceCreated,
  ResourceFound,
  Resources,
  ResourceUpdated,
  Shared,
  ShareInput,
  UpdateQurlInput,
  UpdateResourceInput
} from "./Resources.js"
export type { Deleted, EndedBy, Outcome, Page, ReadMeta, Replayed, WriteMeta } from "./Result.js"
export type { Session, Sessions, Terminated } from "./Sessions.js"
export type {
  CreateWebhookInput,
  ListWebhooksInput,
  UpdateWebhookInput,
  Webhook,
  WebhookCreated,
  WebhookDelivery,
  WebhookEventType,
  WebhookEventTypeInfo,
  WebhookFound,
  Webhooks,
  WebhookUpdated
} from "./Webhooks.js"

/** The other end of a webhook: what it receives, and what it has seen. */
export { SeenEvents, type SeenEventsOptions } from "./SeenEvents.js"
export { WebhookEventError, WebhookSignatureError } from "./WebhookError.js"
export * as WebhookEvent from "./WebhookEvent.js"
