/**
 * Inputs of calls: plain objects with the property names of the API. A misspelt property is refused; null and undefined
 * are left out.
 *
 * Durations are strings in the API's grammar (`90s`, `5m`, `24h`, `7d`) or `Duration` values of whole seconds. Instants
 * are RFC 3339 strings.
 *
 * @since 0.1.0
 */
import type {
  CreateQurlRequest,
  ListQurlsQuery,
  MintLinkRequest,
  ResolveRequest,
  UpdateQurlRequest
} from "@qurl/contract"
import type { DurationText } from "@qurl/contract/Fields"
import type { Policy } from "@qurl/idempotency"
import type * as Duration from "effect/Duration"
import type * as Redacted from "effect/Redacted"

type Durations = "expires_in" | "extend_by" | "session_duration"

/**
 * A contract input as callers may write it: durations also as `Duration`, and null for what is left out.
 *
 * @since 0.1.0
 * @category models
 */
export type Written<A> = {
  readonly [K in keyof A]:
    | A[K]
    | (K extends Durations ? Duration.Duration : never)
    | (undefined extends A[K] ? null : never)
}

/**
 * An input with at least one of its properties.
 *
 * @since 0.1.0
 * @category models
 */
export type AtLeastOne<A> =
  & A
  & { readonly [Key in keyof A]-?: { readonly [_ in Key]-?: Exclude<A[Key], undefined> } }[keyof A]

/**
 * An input without one of two properties that exclude each other.
 *
 * @since 0.1.0
 * @category models
 */
export type NotBoth<A, First extends keyof A, Second extends keyof A> =
  & A
  & ({ readonly [_ in First]?: never } | { readonly [_ in Second]?: never })

/**
 * An input whose `target_url` is required unless its `type` needs none.
 *
 * @since 0.1.0
 * @category models
 */
export type Targeted<A> =
  & A
  & (
    | { readonly type?: "url" | undefined; readonly target_url: string }
    | { readonly type: "transit" | "tunnel" }
  )

/**
 * A link to create. `target_url` is required unless `type` says that the resource is not a URL.
 *
 * @since 0.1.0
 * @category models
 */
export type CreateInput = Written<Targeted<CreateQurlRequest>>

/**
 * A change of a resource: at least one property, and `extend_by` or `expires_at` but not both. An empty `description`
 * or `tags` clears it.
 *
 * @since 0.1.0
 * @category models
 */
export type UpdateInput = Written<AtLeastOne<NotBoth<UpdateQurlRequest, "extend_by", "expires_at">>>

/**
 * How to extend a resource: by a duration, or up to an instant.
 *
 * @since 0.1.0
 * @category models
 */
export type ExtendInput =
  | {
    /** Time to add to the expiry, from 1 minute to 30 days: a whole number with the unit `m`, `h`, `d` or `w`. */
    readonly extend_by: DurationText<"m" | "h" | "d" | "w"> | Duration.Duration
    readonly expires_at?: never
  }
  | {
    /** New expiry, in RFC 3339. */
    readonly expires_at: string
    readonly extend_by?: never
  }

/**
 * How to mint a link: every property is optional, `expires_in` and `expires_at` exclude each other.
 *
 * @since 0.1.0
 * @category models
 */
export type MintInput = Written<NotBoth<MintLinkRequest, "expires_in", "expires_at">>

/**
 * Token of a link, by itself or as a property. A secret.
 *
 * @since 0.1.0
 * @category models
 */
export type ResolveInput = string | Redacted.Redacted | {
  /** Token of the link, `at_...`. A secret. */
  readonly access_token: ResolveRequest["access_token"] | Redacted.Redacted
}

/**
 * Which resources to list, and from where. Filters combine with AND; `status` is `active` unless said otherwise.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListInput extends Written<ListQurlsQuery> {}

/**
 * Options of a call that sends no idempotency key: a read or a delete. They come before the layers around the call and
 * those that the service was built with.
 *
 * @since 0.1.0
 * @category models
 */
export interface ReadOptions {
  /** Decides which failures are retried, and when. Default: `RetryPolicy.keyed`. */
  readonly retry?: Policy | undefined
  /** Longest duration of one attempt. Default: the policy's, 30 seconds. */
  readonly timeout?: Duration.DurationInput | undefined
  /** Longest duration of the whole call. Default: the policy's, 2 minutes. */
  readonly deadline?: Duration.DurationInput | undefined
}

/**
 * Options of a write: those of a read, and the key.
 *
 * @since 0.1.0
 * @category models
 */
export interface CallOptions extends ReadOptions {
  /** The caller's own key, for example an upstream job id, in place of a generated one. */
  readonly idempotencyKey?: string | undefined
}
