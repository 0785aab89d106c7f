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
  expires_in: Schema.optional(LinkLifetime),
  one_time_use: Schema.optional(Flag),
  max_sessions: Schema.optional(MaxSessions),
  session_duration: Schema.optional(SessionDuration),
  label: Schema.optional(Label),
  access_policy: Schema.optional(AccessPolicy),
  target_path: Schema.optional(TargetPath)
}).annotations(strict("CreateQurlForResourceRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type CreateQurlForResourceRequest = typeof CreateQurlForResourceRequest.Type
