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
export type { BatchAllOptions } from "./BatchAll.js"
export type { Options } from "./Configuration.js"
export type { CallOptions, ReadOptions } from "./Input.js"

/** How calls fail. */
export { BatchStoppedError } from "./BatchStoppedError.js"
export { CallDefect, KeyError } from "./CallError.js"
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
  type QurlError,
  RateLimitError,
  type ReadError,
  ServerError,
  TimeoutError,
  UnexpectedResponseError,
  ValidationError
} from "./QurlError.js"

/** Keys, policies, and what calls of one client share. */
export { type CallEnd, CallObserver } from "./CallObserver.js"
export * as ClientState from "./ClientState.js"
export { KeyGenerator } from "./KeyGenerator.js"
export * as Pin from "./Pin.js"
export { RetryPolicy } from "./RetryPolicy.js"
