/**
 * What calls take: plain objects with the property names of the API. A misspelt property is refused; null and undefined
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
 * A link to create. `target_url` is required unless `type` says that the resource is no URL.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateInput extends Written<CreateQurlRequest> {}

/**
 * A change of a resource: at least one property, and `extend_by` or `expires_at` but not both. An empty `description`
 * or `tags` clears it.
 *
 * @since 0.1.0
 * @category models
 */
export interface UpdateInput extends Written<UpdateQurlRequest> {}

/**
 * How to extend a resource: by a duration, or up to an instant.
 *
 * @since 0.1.0
 * @category models
 */
export type ExtendInput =
  | { readonly extend_by: string | Duration.Duration; readonly expires_at?: never }
  | { readonly expires_at: string; readonly extend_by?: never }

/**
 * How to mint a link: every property is optional, `expires_in` and `expires_at` exclude each other.
 *
 * @since 0.1.0
 * @category models
 */
export interface MintInput extends Written<MintLinkRequest> {}

/**
 * The token of a link.
 *
 * @since 0.1.0
 * @category models
 */
export interface ResolveInput {
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
 * What a single call may set for itself, before the layers around it and those the service was built with.
 *
 * @since 0.1.0
 * @category models
 */
export interface CallOptions {
  /** The caller's own key, for example an upstream job id, in place of a generated one. For POST and PATCH only. */
  readonly idempotencyKey?: string | undefined
  readonly retry?: Policy | undefined
  /** Longest duration of one attempt. Default: the policy's, 30 seconds. */
  readonly timeout?: Duration.DurationInput | undefined
  /** Longest duration of the whole call. Default: the policy's, 2 minutes. */
  readonly deadline?: Duration.DurationInput | undefined
}
