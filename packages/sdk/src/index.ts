/** The services, together and one by one. */
export { type BatchAllError, type BatchAllOptions, type BatchRow, BatchStoppedError } from "./BatchAll.js"
export { ConfigurationError, type KeyedOperation, type Options } from "./Configuration.js"
export { QurlLive } from "./QurlLive.js"
export { QurlServices } from "./QurlServices.js"
export {
  type AccessCodeCreated,
  type AccessCodeRedeemed,
  AccessCodes,
  type AccessCodesService,
  type CreateAccessCodeInput,
  type RedeemAccessCodeInput
} from "./services/AccessCodes.js"
export { type AccessApproved, AccessRequests, type AccessRequestsService } from "./services/AccessRequests.js"
export {
  type ApiKeyCreated,
  ApiKeys,
  type ApiKeysService,
  type ApiKeyUpdated,
  type CreateApiKeyInput,
  type ListApiKeysInput,
  type UpdateApiKeyInput
} from "./services/ApiKeys.js"
export {
  Billing,
  type BillingService,
  type CheckoutInput,
  type ListInvoicesInput,
  type Redirect
} from "./services/Billing.js"
export {
  type ConnectorResource,
  Connectors,
  type ConnectorsService,
  type EnsureInput,
  type ListInstallationsInput,
  type SetSharingInput,
  type SharingChanged,
  type SharingFound
} from "./services/Connectors.js"
export {
  Customer,
  type CustomerFound,
  type CustomerService,
  type CustomerUpdated,
  type DailyUsageFound,
  type MeFound,
  type PublisherChanged,
  type PublisherFound,
  type SetPublisherInput,
  type UpdateCustomerInput,
  type UsageFound
} from "./services/Customer.js"
export {
  type CreateBatchInput,
  Delegated,
  type DelegatedBatchChanged,
  type DelegatedBatchCreated,
  type DelegatedBatchFound,
  type DelegatedBatchPolling,
  type DelegatedBatchUnchanged,
  type DelegatedQurlFound,
  type DelegatedService
} from "./services/Delegated.js"
export {
  type DomainChanged,
  type DomainFound,
  Domains,
  type DomainsService,
  type DomainVerified,
  type ListDomainsInput,
  type RegisterDomainInput
} from "./services/Domains.js"
export {
  type Entered,
  type OpenPortal,
  Portal,
  type PortalDuration,
  type PortalForUrl,
  type PortalOptions,
  type PortalService,
  type ProtectedUrl,
  type ProtectOptions,
  type ResourceHandle,
  type ResourcePortalOptions
} from "./services/Portal.js"
export { Qurl, type QurlService } from "./services/Qurls.js"
export {
  type CreateQurlInput,
  type CreateResourceInput,
  type ListResourceQurlsInput,
  type ListResourcesInput,
  type QurlUpdated,
  type ResourceCreated,
  type ResourceFound,
  Resources,
  type ResourcesService,
  type ResourceUpdated,
  type Shared,
  type ShareInput,
  type UpdateQurlInput,
  type UpdateResourceInput
} from "./services/Resources.js"
export { Sessions, type SessionsService, type Terminated } from "./services/Sessions.js"
export {
  type CreateWebhookInput,
  type ListWebhooksInput,
  type UpdateWebhookInput,
  type WebhookCreated,
  type WebhookFound,
  Webhooks,
  type WebhooksService,
  type WebhookUpdated
} from "./services/Webhooks.js"

/** The other end of a webhook: what it receives, and what it has seen. */
export * as SeenEvents from "./SeenEvents.js"
export * as WebhookEvent from "./WebhookEvent.js"

/** Journals of bulk jobs. */
export * as Journal from "./Journal.js"

/** Inputs and results of calls. */
export * as Crid from "./Crid.js"
export type {
  AtLeastOne,
  CallOptions,
  CreateInput,
  ExtendInput,
  ListInput,
  MintInput,
  NotBoth,
  ReadOptions,
  ResolveInput,
  Targeted,
  UpdateInput,
  Written
} from "./Input.js"
export type {
  BatchCreated,
  Created,
  Deleted,
  Found,
  Minted,
  Page,
  QuotaFound,
  ReadMeta,
  Resolved,
  Updated,
  WriteMeta
} from "./Result.js"
export { type WithExtras, withExtras } from "./Result.js"
export type { RowResult } from "./RowResult.js"

/** How calls fail. */
export {
  AuthenticationError,
  AuthorizationError,
  ConflictError,
  GoneError,
  IdempotencyConflictError,
  IdempotencyInFlightError,
  NetworkError,
  NotFoundError,
  type QurlError,
  RateLimitError,
  type ReadError,
  ServerError,
  TimeoutError,
  UnexpectedResponseError,
  ValidationError,
  type WriteError
} from "./QurlError.js"

/** Keys, policies, and what calls of one client share. */
export {
  CallDefect,
  CallMetrics,
  ClientState,
  Gate,
  IdempotencyKey,
  KeyError,
  KeyGenerator,
  LocalGuard,
  type Outcome,
  Pin,
  type Policy,
  RetryBudget,
  RetryPolicy
} from "@qurl/idempotency"
