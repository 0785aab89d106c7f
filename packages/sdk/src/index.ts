/** The services, together and one by one. */
export { ConfigurationError, type Options } from "./Configuration.js"
export { QurlLive } from "./QurlLive.js"
export { Qurl } from "./Qurls.js"
export type { QurlService } from "./QurlService.js"
export { QurlServices } from "./QurlServices.js"

/** What calls take and return. */
export type { CallOptions, CreateInput, ExtendInput, ListInput, MintInput, ResolveInput, UpdateInput } from "./Input.js"
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
