/** The services, together and one by one. */
export { Agent, type AgentService, type BootstrapInput, type Bootstrapped } from "./Agent.js"
export { ConfigurationError, type Options } from "./Configuration.js"
export {
  type ConnectorResource,
  Connectors,
  type ConnectorsService,
  type EnsureInput,
  type ListInstallationsInput
} from "./Connectors.js"
export { Portal } from "./Portal.js"
export type {
  Entered,
  OpenPortal,
  PortalDuration,
  PortalForUrl,
  PortalOptions,
  PortalService,
  ProtectedUrl,
  ProtectOptions,
  ResourceHandle,
  ResourcePortalOptions
} from "./PortalService.js"
export { QurlLive } from "./QurlLive.js"
export { Qurl } from "./Qurls.js"
export type { QurlService } from "./QurlService.js"
export { QurlServices } from "./QurlServices.js"
export { Resources } from "./Resources.js"
export type {
  CreateQurlInput,
  CreateResourceInput,
  ListResourcesInput,
  QurlUpdated,
  ResourceCreated,
  ResourceFound,
  ResourcesService,
  ResourceUpdated,
  UpdateQurlInput,
  UpdateResourceInput
} from "./ResourcesService.js"
export { Sessions, type SessionsService, type Terminated } from "./Sessions.js"

/** What calls take and return. */
export type {
  CallOptions,
  CreateInput,
  ExtendInput,
  ListInput,
  MintInput,
  ResolveInput,
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
  ServerError,
  TimeoutError,
  UnexpectedResponseError,
  ValidationError
} from "./QurlError.js"

/** Keys, policies, and what calls of one client share. */
export {
  Gate,
  IdempotencyKey,
  KeyError,
  KeyGenerator,
  LocalGuard,
  type Outcome,
  Pin,
  RetryBudget,
  RetryPolicy
} from "@qurl/idempotency"
