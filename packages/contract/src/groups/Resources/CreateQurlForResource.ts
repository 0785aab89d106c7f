/**
 * Creating a link for a resource that exists.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { AccessPolicy } from "../../AccessPolicy.js"
import { Flag, Label, LinkLifetime, MaxSessions, SessionDuration, TargetPath } from "../../Fields.js"
import { strict } from "../../Wire.js"

/**
 * All properties are optional, the body is not: send `{}` rather than nothing.
 *
 * `target_path` is for tunnel resources. The official clients send it here, while one integration reports that the
 * service takes it when minting only.
 *
 * @since 0.1.0
 * @category models
 */
export const CreateQurlForResourceRequest = Schema.Struct({
  /**
   * Lifetime of the link, from 1 minute to the limit of the plan (30 days): a whole number with the unit `s`, `m`,
   * `h`, `d` or `w`, such as `24h`.
   * @default "24h"
   */
  expires_in: Schema.optional(LinkLifetime),
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
  /** Recipient or purpose of the link, 1 to 500 characters. Visitors do not see it. */
  label: Schema.optional(Label),
  /** Restrictions on visitors by address, country and user agent. */
  access_policy: Schema.optional(AccessPolicy),
  /** Path below the target, 1 to 2048 bytes of UTF-8. For resources of type `tunnel` only. */
  target_path: Schema.optional(TargetPath)
}).annotations(strict("CreateQurlForResourceRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type CreateQurlForResourceRequest = typeof CreateQurlForResourceRequest.Type
