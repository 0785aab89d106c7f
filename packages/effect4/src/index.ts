/** The services, together and one by one. */
export { QurlLive } from "./QurlLive.js"
export { QurlServices } from "./QurlServices.js"
export {
  AccessCodes,
  AccessRequests,
  ApiKeys,
  Billing,
  Connectors,
  Customer,
  Delegated,
  Domains,
  Portal,
  Qurl,
  Resources,
  Sessions,
  Webhooks
} from "./Services.js"

/** Options of calls and services. */
export type { BatchAllError, BatchAllOptions } from "./BatchAll.js"
export type { Options } from "./Configuration.js"
export type { CallOptions, ReadOptions } from "./Input.js"

export type { Page, WithExtras } from "@qurl/sdk"
export { withExtras } from "@qurl/sdk/Result"
export * as Crid from "./Crid.js"
export type * from "./models/Models.js"

/** Journals of bulk jobs. */
export * as Journal from "./Journal.js"

/** The other end of a webhook: what it receives, and what it has seen. */
export * as SeenEvents from "./SeenEvents.js"
export * as WebhookEvent from "./WebhookEvent.js"

/** How calls fail. */
export { BatchStoppedError } from "./errors/BatchStoppedError.js"
export { CallDefect, KeyError } from "./errors/CallError.js"
export { ConfigurationError } from "./errors/ConfigurationError.js"
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
} from "./errors/QurlError.js"

/** Keys, policies, and what calls of one client share. */
export type { Outcome } from "@qurl/idempotency"
export * as ClientState from "./ClientState.js"
export * as Gate from "./Gate.js"
export * as IdempotencyKey from "./IdempotencyKey.js"
export { KeyGenerator } from "./KeyGenerator.js"
export * as LocalGuard from "./LocalGuard.js"
export * as CallMetrics from "./observability/CallMetrics.js"
export { type CallEnd, CallObserver } from "./observability/CallObserver.js"
export * as Pin from "./Pin.js"
export * as RetryBudget from "./RetryBudget.js"
export { type Policy, RetryPolicy } from "./RetryPolicy.js"
