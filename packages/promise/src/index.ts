/** The client, and how it is set up. */
export type { CallOptions, ReadOptions } from "./CallOptions.js"
export type { ClientOptions, KeyedOperation, LogLevel } from "./ClientOptions.js"
export * as Crid from "./Crid.js"
export * as IdempotencyKey from "./IdempotencyKey.js"
export { KeyGenerator, type KeyRequest } from "./KeyGenerator.js"
export { QurlClient } from "./QurlClient.js"
export { type Backoff, RetryPolicy } from "./RetryPolicy.js"

/** How calls fail. */
export { BatchStoppedError } from "./BatchAll.js"
export { ConfigurationError } from "./ConfigurationError.js"
export {
  AuthenticationError,
  AuthorizationError,
  ConflictError,
  GoneError,
  IdempotencyConflictError,
  IdempotencyInFlightError,
  NetworkError,
  NotFoundError,
  type QurlFailure,
  RateLimitError,
  ServerError,
  TimeoutError,
  UnexpectedResponseError,
  ValidationError
} from "./Failures.js"
export * from "./Guards.js"
export { AbortError, DefectError, QurlError } from "./QurlError.js"

/** Inputs and results of calls, by service. */
export type { AccessPolicy, AIAgentCategory, QurlSummary } from "@qurl/contract"
export type { ApiKeyScope } from "@qurl/contract/groups/ApiKeys"
export type { DomainCheck } from "@qurl/contract/groups/Domains"
export type { BatchItemResult } from "@qurl/contract/groups/Qurls/BatchCreate"
export type { WebhookEventType } from "@qurl/contract/groups/Webhooks/Webhook"
export type { EndedBy, Outcome, Replayed } from "@qurl/idempotency"
export type { Deleted, Page, ReadMeta, WriteMeta } from "@qurl/sdk"
export type { BatchAllOptions, BatchRow, RowResult } from "./BatchAll.js"
export type * from "./services/Services.js"

/** The other end of a webhook: what it receives, and what it has seen. */
export { SeenEvents, type SeenEventsOptions } from "./SeenEvents.js"
export { WebhookEventError, WebhookSignatureError } from "./WebhookError.js"
export * as WebhookEvent from "./WebhookEvent.js"
