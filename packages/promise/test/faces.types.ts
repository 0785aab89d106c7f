// The two faces compared by their types: what one has and the other has not does not compile. `Faces.test.ts` compiles
// this file, and so does the check of all types.
import type * as Sdk from "@qurl/sdk"
import type { Duration, Schema } from "effect"
import type * as P from "../src/index.js"
import type { Promised } from "../src/internal/face.js"
import type { Plain } from "../src/internal/plain.js"

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false

/** Compiles with `true` only if both types are the same. */
declare const same: <A, B>(_: Same<A, B>) => void

type NormalArgument<T> = Same<T, P.CallOptions | undefined> extends true ? T
  : Same<T, P.ReadOptions | undefined> extends true ? T
  : Plain<T>

/** A face whose types are written out, so that names and inheritance make no difference. */
type Normal<Face> = {
  readonly [K in keyof Face]: Face[K] extends (...args: infer Arguments) => Promise<infer A>
    ? (...args: { [I in keyof Arguments]: NormalArgument<Arguments[I]> }) => Promise<Plain<A>>
    : Face[K] extends (...args: infer Arguments) => AsyncIterable<infer A>
      ? (...args: { [I in keyof Arguments]: NormalArgument<Arguments[I]> }) => AsyncIterable<Plain<A>>
    : never
}

/** Compared method by method, which is quicker than comparing the whole and does not depend on what was compared before. */
type SameMethods<A, B> = Same<keyof A, keyof B> extends true
  ? false extends { readonly [K in keyof A & keyof B]: Same<A[K], B[K]> }[keyof A & keyof B] ? false : true
  : false

type SameFace<Tag extends { readonly Service: unknown }, Face> = SameMethods<
  Normal<Promised<Tag["Service"]>>,
  Normal<Face>
>

declare const sameFace: <Tag extends { readonly Service: unknown }, Face>(_: SameFace<Tag, Face>) => void

// Operations.
sameFace<typeof Sdk.Qurl, P.Qurls>(true)
sameFace<typeof Sdk.Resources, P.Resources>(true)
sameFace<typeof Sdk.Sessions, P.Sessions>(true)
sameFace<typeof Sdk.Connectors, P.Connectors>(true)
sameFace<typeof Sdk.Delegated, P.Delegated>(true)
sameFace<typeof Sdk.AccessRequests, P.AccessRequests>(true)
sameFace<typeof Sdk.Portal, P.Portal>(true)
sameFace<typeof Sdk.Webhooks, P.Webhooks>(true)
sameFace<typeof Sdk.ApiKeys, P.ApiKeys>(true)
sameFace<typeof Sdk.AccessCodes, P.AccessCodes>(true)
sameFace<typeof Sdk.Domains, P.Domains>(true)
sameFace<typeof Sdk.Billing, P.Billing>(true)
sameFace<typeof Sdk.Customer, P.Customer>(true)

// Results are types of the SDK and hold nothing that `Plain` would change.
type Written<T> = T extends string | number | boolean | null | undefined | Date ? T
  : T extends ReadonlyArray<infer Item> ? ReadonlyArray<Written<Item>>
  : T extends object ? { readonly [K in keyof T]: Written<T[K]> }
  : T
type Results<Face> = {
  readonly [K in keyof Face]: Face[K] extends (...args: infer _Arguments) => Promise<infer A> ? A
    : Face[K] extends (...args: infer _Arguments) => AsyncIterable<infer A> ? A
    : never
}
type Face = P.Qurls & P.Services
declare const plainResults: <Face>(_: Same<Plain<Results<Face>>, Written<Results<Face>>>) => void
plainResults<P.Qurls>(true)
plainResults<Face["resources"]>(true)
plainResults<Face["sessions"]>(true)
plainResults<Face["connectors"]>(true)
plainResults<Face["delegated"]>(true)
plainResults<Face["accessRequests"]>(true)
plainResults<Face["portal"]>(true)
plainResults<Face["webhooks"]>(true)
plainResults<Face["apiKeys"]>(true)
plainResults<Face["accessCodes"]>(true)
plainResults<Face["domains"]>(true)
plainResults<Face["billing"]>(true)
plainResults<Face["customer"]>(true)
plainResults<{ readonly get: () => Promise<{ readonly after: Duration.Duration }> }>(false)

// Services.
same<
  Sdk.QurlServices,
  | Sdk.Qurl
  | Sdk.Resources
  | Sdk.Sessions
  | Sdk.Connectors
  | Sdk.Delegated
  | Sdk.AccessRequests
  | Sdk.Portal
  | Sdk.Webhooks
  | Sdk.ApiKeys
  | Sdk.AccessCodes
  | Sdk.Domains
  | Sdk.Billing
  | Sdk.Customer
>(true)
same<
  P.Services,
  {
    readonly resources: P.Resources
    readonly sessions: P.Sessions
    readonly connectors: P.Connectors
    readonly delegated: P.Delegated
    readonly accessRequests: P.AccessRequests
    readonly portal: P.Portal
    readonly webhooks: P.Webhooks
    readonly apiKeys: P.ApiKeys
    readonly accessCodes: P.AccessCodes
    readonly domains: P.Domains
    readonly billing: P.Billing
    readonly customer: P.Customer
  }
>(true)

// Options of calls, clients and policies.
type Rest<A, K extends PropertyKey> = { readonly [P in keyof A as P extends K ? never : P]: A[P] }

same<Exclude<keyof P.CallOptions, keyof Sdk.CallOptions>, "signal">(true)
same<Exclude<keyof Sdk.CallOptions, keyof P.CallOptions>, never>(true)
same<P.CallOptions["idempotencyKey"], Sdk.CallOptions["idempotencyKey"]>(true)
same<Exclude<keyof P.CallOptions, keyof P.ReadOptions>, "idempotencyKey">(true)

same<Exclude<keyof P.ClientOptions, keyof Sdk.Options>, "retry" | "keyGenerator" | "fetch" | "log" | "shareWith">(true)
same<Exclude<keyof Sdk.Options, keyof P.ClientOptions>, never>(true)
same<
  Plain<Pick<P.ClientOptions, "baseUrl" | "userAgent" | "unkeyedOperations" | "keys" | "tenant">>,
  Rest<Sdk.Options, "apiKey">
>(true)

type Policy = (typeof Sdk.RetryPolicy)["keyed"]
type Times = "attemptTimeout" | "deadline" | "backoff"
same<keyof P.RetryPolicy, keyof Policy>(true)
same<Rest<P.RetryPolicy, Times>, Rest<Policy, Times>>(true)
same<keyof P.Backoff, keyof Policy["backoff"]>(true)

// Errors.
type SdkFields<Class extends { readonly fields: Schema.Struct.Fields }> = Plain<
  Rest<Schema.Struct.Type<Class["fields"]>, "_tag">
>
type Fields<E> = Plain<Rest<E, keyof Error | "toJSON">>
declare const sameError: <Class extends { readonly fields: Schema.Struct.Fields }, E>(
  _: Same<SdkFields<Class>, Fields<E>>
) => void

same<P.QurlFailure["name"], Sdk.QurlError["_tag"] | "AbortError" | "DefectError">(true)
sameError<typeof Sdk.AuthenticationError, P.AuthenticationError>(true)
sameError<typeof Sdk.AuthorizationError, P.AuthorizationError>(true)
sameError<typeof Sdk.NotFoundError, P.NotFoundError>(true)
sameError<typeof Sdk.ValidationError, P.ValidationError>(true)
sameError<typeof Sdk.ConflictError, P.ConflictError>(true)
sameError<typeof Sdk.GoneError, P.GoneError>(true)
sameError<typeof Sdk.IdempotencyConflictError, P.IdempotencyConflictError>(true)
sameError<typeof Sdk.IdempotencyInFlightError, P.IdempotencyInFlightError>(true)
sameError<typeof Sdk.RateLimitError, P.RateLimitError>(true)
sameError<typeof Sdk.ServerError, P.ServerError>(true)
sameError<typeof Sdk.NetworkError, P.NetworkError>(true)
sameError<typeof Sdk.TimeoutError, P.TimeoutError>(true)
sameError<typeof Sdk.UnexpectedResponseError, P.UnexpectedResponseError>(true)
same<
  Rest<SdkFields<typeof Sdk.BatchStoppedError>, "job" | "reason">,
  Rest<Fields<P.BatchStoppedError>, "reason">
>(true)
same<P.BatchStoppedError["reason"], P.QurlFailure>(true)
same<Exclude<keyof Sdk.BatchAllOptions, keyof P.BatchAllOptions>, "job" | "retention" | "shared">(true)
same<Exclude<keyof P.BatchAllOptions, keyof Sdk.BatchAllOptions>, "signal">(true)
sameError<typeof Sdk.ConfigurationError, P.ConfigurationError>(true)
sameError<typeof Sdk.WebhookEvent.WebhookSignatureError, P.WebhookSignatureError>(true)
sameError<typeof Sdk.WebhookEvent.WebhookEventError, P.WebhookEventError>(true)

// The other end of a webhook.
same<keyof typeof P.WebhookEvent, Exclude<keyof typeof Sdk.WebhookEvent, `${string}Error`>>(true)
same<Plain<P.WebhookEvent.WebhookEvent>, Plain<Sdk.WebhookEvent.WebhookEvent>>(true)
same<keyof P.SeenEventsOptions, keyof Sdk.SeenEvents.Options>(true)

// The comparison notices an operation, an argument, a property, an option, an error and a field that is missing.
sameFace<typeof Sdk.Qurl, Omit<P.Qurls, "create">>(false)
sameFace<typeof Sdk.Sessions, P.Sessions & { readonly more: P.Sessions["list"] }>(false)
sameFace<
  typeof Sdk.Billing,
  Omit<P.Billing, "checkout"> & { readonly checkout: (input: P.CheckoutInput) => Promise<P.Redirect> }
>(false)
same<keyof Omit<P.RetryPolicy, "statuses">, keyof Policy>(false)
same<Exclude<P.QurlFailure, P.GoneError>["name"], Sdk.QurlError["_tag"] | "AbortError" | "DefectError">(false)
sameError<typeof Sdk.NetworkError, Omit<P.NetworkError, "code">>(false)
