// The face of Effect 4 compared with the SDK by types: what one has and the other has not does not compile. The Promise
// face is compared with the SDK in the same way, by the file of this name in its package.
import type * as Sdk from "@qurl/sdk"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type * as Context3 from "effect3/Context"
import type * as Effect3 from "effect3/Effect"
import type * as Schema3 from "effect3/Schema"
import type * as Stream3 from "effect3/Stream"
import type * as E4 from "../src/index.js"
import type { MissingError } from "../src/internal/native.js"

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false

/** Compiles with `true` only if both types are the same. */
declare const same: <A, B>(_: Same<A, B>) => void

/** Tags of what a method fails with, its number of arguments, and whether it is an effect or a stream. */
type Story<F> = F extends (...args: infer Args) => Effect3.Effect<infer _A, infer E, infer _R>
  ? ["effect", Args["length"], Tag<E>]
  : F extends (...args: infer Args) => Stream3.Stream<infer _A, infer E, infer _R> ? ["stream", Args["length"], Tag<E>]
  : F extends (...args: infer Args) => Effect.Effect<infer _A, infer E, infer _R> ? ["effect", Args["length"], Tag<E>]
  : F extends (...args: infer Args) => Stream.Stream<infer _A, infer E, infer _R> ? ["stream", Args["length"], Tag<E>]
  : never

type Tag<E> = E extends { readonly _tag: infer T } ? T : E

type Stories<Service> = { readonly [K in keyof Service]: Story<Service[K]> }

type SameFace<Tag3 extends { readonly Service: unknown }, Tag4 extends { readonly Service: unknown }> =
  Same<keyof Tag3["Service"], keyof Tag4["Service"]> extends true ? false extends {
      readonly [K in keyof Tag3["Service"]]: K extends keyof Tag4["Service"] & keyof Tag4
        ? Same<Story<Tag3["Service"][K]>, Story<Tag4["Service"][K]>> extends true
          ? Same<Story<Tag4["Service"][K]>, Story<Tag4[K]>>
        : false
        : false
    }[keyof Tag3["Service"]] ? false
    : true
    : false

declare const sameFace: <Tag3 extends { readonly Service: unknown }, Tag4 extends { readonly Service: unknown }>(
  _: SameFace<Tag3, Tag4>
) => void

// Operations, on the services and as accessors.
sameFace<typeof Sdk.Qurl, typeof E4.Qurl>(true)
sameFace<typeof Sdk.Resources, typeof E4.Resources>(true)
sameFace<typeof Sdk.Sessions, typeof E4.Sessions>(true)
sameFace<typeof Sdk.Connectors, typeof E4.Connectors>(true)
sameFace<typeof Sdk.Delegated, typeof E4.Delegated>(true)
sameFace<typeof Sdk.AccessRequests, typeof E4.AccessRequests>(true)
sameFace<typeof Sdk.Portal, typeof E4.Portal>(true)
sameFace<typeof Sdk.Webhooks, typeof E4.Webhooks>(true)
sameFace<typeof Sdk.ApiKeys, typeof E4.ApiKeys>(true)
sameFace<typeof Sdk.AccessCodes, typeof E4.AccessCodes>(true)
sameFace<typeof Sdk.Domains, typeof E4.Domains>(true)
sameFace<typeof Sdk.Billing, typeof E4.Billing>(true)
sameFace<typeof Sdk.Customer, typeof E4.Customer>(true)

// Services: every tag of the SDK has its class here.
type Tags<Module> = {
  [K in keyof Module]: Module[K] extends Context3.Tag<infer _I, infer _S> ? K : never
}[keyof Module]
same<Exclude<Tags<typeof Sdk>, keyof typeof E4>, never>(true)

// Options of calls and services, and policies.
same<keyof E4.CallOptions, keyof Sdk.CallOptions>(true)
same<keyof E4.ReadOptions, keyof Sdk.ReadOptions>(true)
same<keyof E4.Options, keyof Sdk.Options>(true)
same<keyof E4.BatchAllOptions, keyof Sdk.BatchAllOptions>(true)
same<keyof (typeof E4.RetryPolicy)["keyed"], keyof (typeof Sdk.RetryPolicy)["keyed"]>(true)

type Own<Class> = Exclude<
  keyof Class,
  keyof Function | "Service" | "Id" | "Identifier" | "key" | "stack" | "of" | symbol
>
type Statics<Class, Other> = Exclude<Own<Class>, keyof Other>
same<
  & Statics<typeof Sdk.RetryPolicy, typeof E4.RetryPolicy>
  & `${"keyed" | "rejectedOnly" | "none" | "unsafe" | "make" | "layer"}`,
  never
>(true)
same<
  & Statics<typeof Sdk.KeyGenerator, typeof E4.KeyGenerator>
  & `${"uuidV7" | "uuidV4" | "sequence" | "make" | "fromJob" | "none"}`,
  never
>(true)

// Errors: the same tags, each with the same fields.
type Normal<T> = { readonly [K in keyof T]: T[K] }
type Fields<Class extends { readonly fields: Schema3.Struct.Fields }> = Normal<Schema3.Struct.Type<Class["fields"]>>
type Shown<Class extends { readonly fields: Schema3.Struct.Fields }, E> = Normal<
  { readonly [K in keyof E as K extends keyof Fields<Class> ? K : never]: E[K] }
>
declare const sameError: <Class extends { readonly fields: Schema3.Struct.Fields }, E>(
  _: Same<Fields<Class>, Shown<Class, E>>
) => void

same<E4.QurlError["_tag"], Sdk.QurlError["_tag"]>(true)
same<E4.ReadError["_tag"], Sdk.ReadError["_tag"]>(true)
same<E4.WriteError["_tag"], Sdk.WriteError["_tag"]>(true)
same<E4.BatchAllError["_tag"], Sdk.BatchAllError["_tag"]>(true)
sameError<typeof Sdk.AuthenticationError, E4.AuthenticationError>(true)
sameError<typeof Sdk.AuthorizationError, E4.AuthorizationError>(true)
sameError<typeof Sdk.NotFoundError, E4.NotFoundError>(true)
sameError<typeof Sdk.ValidationError, E4.ValidationError>(true)
sameError<typeof Sdk.ConflictError, E4.ConflictError>(true)
sameError<typeof Sdk.GoneError, E4.GoneError>(true)
sameError<typeof Sdk.IdempotencyConflictError, E4.IdempotencyConflictError>(true)
sameError<typeof Sdk.IdempotencyInFlightError, E4.IdempotencyInFlightError>(true)
sameError<typeof Sdk.RateLimitError, E4.RateLimitError>(true)
sameError<typeof Sdk.ServerError, E4.ServerError>(true)
sameError<typeof Sdk.NetworkError, E4.NetworkError>(true)
sameError<typeof Sdk.TimeoutError, E4.TimeoutError>(true)
sameError<typeof Sdk.UnexpectedResponseError, E4.UnexpectedResponseError>(true)
sameError<typeof Sdk.ConfigurationError, E4.ConfigurationError>(true)
sameError<typeof Sdk.Crid.CridError, E4.Crid.CridError>(true)
sameError<typeof Sdk.Journal.JobError, E4.Journal.JobError>(true)
sameError<typeof Sdk.Journal.JournalError, E4.Journal.JournalError>(true)
sameError<typeof Sdk.WebhookEvent.WebhookEventError, E4.WebhookEvent.WebhookEventError>(true)
sameError<typeof Sdk.WebhookEvent.WebhookSignatureError, E4.WebhookEvent.WebhookSignatureError>(true)

// The comparison notices an operation, an argument and an error that is missing.
interface Without<Service> {
  readonly Service: Service
}
type Sessions4 = (typeof E4.Sessions)["Service"]
sameFace<typeof Sdk.Sessions, Without<Omit<Sessions4, "list">> & Omit<typeof E4.Sessions, "Service">>(false)
sameFace<
  Without<
    Omit<(typeof Sdk.Sessions)["Service"], "list"> & { readonly list: () => Effect3.Effect<never, Sdk.ReadError> }
  >,
  typeof E4.Sessions
>(false)
sameFace<
  Without<
    & Omit<(typeof Sdk.Sessions)["Service"], "list">
    & { readonly list: (id: string, options?: Sdk.ReadOptions) => Effect3.Effect<never, Sdk.GoneError> }
  >,
  typeof E4.Sessions
>(false)
same<Extract<Stories<Sessions4>["list"][2], MissingError<string>>, never>(true)
