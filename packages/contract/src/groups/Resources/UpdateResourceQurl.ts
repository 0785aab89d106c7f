/**
 * Changing one link.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { AccessPolicy } from "../../AccessPolicy.js"
import { Extension, Instant, Label, MaxSessions, SessionDuration } from "../../Fields.js"
import { strict } from "../../Wire.js"

/**
 * A change of an active link: at least one property, and a new expiry either as a distance or as an instant.
 *
 * @since 0.1.0
 * @category models
 */
export const UpdateResourceQurlRequest = Schema.Struct({
  /**
   * Time to add to the expiry, from 1 minute to 30 days: a whole number with the unit `m`, `h`, `d` or `w`, such as
   * `7d`. Excludes `expires_at`.
   */
  extend_by: Schema.optional(Extension),
  /** New expiry, in RFC 3339. Excludes `extend_by`. */
  expires_at: Schema.optional(Instant),
  /** Recipient or purpose of the link, 1 to 500 characters. Visitors do not see it. */
  label: Schema.optional(Label),
  /** Restrictions on visitors by address, country and user agent. */
  access_policy: Schema.optional(AccessPolicy),
  /** Concurrent sessions per link, 0 to 1000; 0 means unlimited. */
  max_sessions: Schema.optional(MaxSessions),
  /**
   * Duration of access after a visitor has reached the target, from 1 second to 24 hours: a whole number with the
   * unit `s`, `m`, `h` or `d`, such as `30m`.
   * @default "1h"
   */
  session_duration: Schema.optional(SessionDuration)
}).pipe(
  Schema.filter((change) => {
    if (change.extend_by !== undefined && change.expires_at !== undefined) {
      return { path: ["expires_at"], message: "cannot be sent together with extend_by: give one of the two" }
    }
    return Object.values(change).every((value) => value === undefined)
      ? "has nothing to change: give at least one of extend_by, expires_at, label, access_policy, max_sessions and "
        + "session_duration"
      : undefined
  })
).annotations(strict("UpdateResourceQurlRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type UpdateResourceQurlRequest = typeof UpdateResourceQurlRequest.Type
