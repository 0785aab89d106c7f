/**
 * Changing one link.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { AccessPolicy } from "../../AccessPolicy.js"
import { Instant, Label, LinkLifetime, MaxSessions, SessionDuration } from "../../Fields.js"
import { strict } from "../../Wire.js"

/**
 * A change of an active link: at least one property, and a new expiry either as a distance or as an instant.
 *
 * @since 0.1.0
 * @category models
 */
export const UpdateResourceQurlRequest = Schema.Struct({
  extend_by: Schema.optional(LinkLifetime),
  expires_at: Schema.optional(Instant),
  label: Schema.optional(Label),
  access_policy: Schema.optional(AccessPolicy),
  max_sessions: Schema.optional(MaxSessions),
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
