/**
 * Minting another link for an existing resource.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { AccessPolicy } from "../../AccessPolicy.js"
import {
  Flag,
  Instant,
  Label,
  LinkLifetime,
  MaxSessions,
  ResourceType,
  SessionDuration,
  TargetPath
} from "../../Fields.js"
import { absent, absentInstant, absentWhenEmpty, strict } from "../../Wire.js"

/**
 * All properties are optional, the body is not: send `{}` rather than nothing.
 *
 * `target_path` is reported by an official integration for connector resources and missing from the published
 * description.
 *
 * @since 0.1.0
 * @category models
 */
export const MintLinkRequest = Schema.Struct({
  /**
   * Lifetime of the link, from 1 minute to the limit of the plan (30 days): a whole number with the unit `s`, `m`,
   * `h`, `d` or `w`, such as `24h`.
   * @default "24h"
   */
  expires_in: Schema.optional(LinkLifetime),
  /** Instant at which the link expires, in RFC 3339. Excludes `expires_in`. */
  expires_at: Schema.optional(Instant),
  /** Recipient or purpose of the link, 1 to 500 characters. Visitors do not see it. */
  label: Schema.optional(Label),
  /** True if the first visit consumes the link. @default false */
  one_time_use: Schema.optional(Flag),
  /** Concurrent sessions per link, 0 to 1000; 0 means unlimited. */
  max_sessions: Schema.optional(MaxSessions),
  /**
   * Duration of access after a visitor has reached the target, from 1 second to 24 hours: a whole number with the
   * unit `s`, `m`, `h` or `d`, such as `30m`.
   * @default "1h"
   */
  session_duration: Schema.optional(SessionDuration),
  /** Restrictions on visitors by address, country and user agent. */
  access_policy: Schema.optional(AccessPolicy),
  /** Path below the target, 1 to 2048 bytes of UTF-8. For resources of type `tunnel` only. */
  target_path: Schema.optional(TargetPath)
}).pipe(
  Schema.filter(({ expires_at, expires_in }) =>
    expires_in !== undefined && expires_at !== undefined
      ? { path: ["expires_at"], message: "cannot be sent together with expires_in: give one of the two" }
      : undefined
  )
).annotations(strict("MintLinkRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type MintLinkRequest = typeof MintLinkRequest.Type

/**
 * A minted link. Keep `qurl_id`: access events are keyed by it.
 *
 * @since 0.1.0
 * @category models
 */
export const MintLinkResult = Schema.Struct({
  /** Identifier of the link, `q_...`. Safe to log; revoking and events refer to it. */
  qurl_id: absentWhenEmpty,
  /** The link. A secret that is shown once: the API never returns it again. */
  qurl_link: Schema.NonEmptyString,
  /** Host name of the link, if it is a custom domain. */
  branded_domain: absent(Schema.String),
  /** Expiry, in RFC 3339. Absent if unknown or unlimited. */
  expires_at: absentInstant,
  /** Kind of resource. */
  type: absent(ResourceType)
}).annotations({ identifier: "MintLinkResult" })

/**
 * @since 0.1.0
 * @category models
 */
export type MintLinkResult = typeof MintLinkResult.Type
