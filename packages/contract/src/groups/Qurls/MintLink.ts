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
  expires_in: Schema.optional(LinkLifetime),
  expires_at: Schema.optional(Instant),
  label: Schema.optional(Label),
  one_time_use: Schema.optional(Flag),
  max_sessions: Schema.optional(MaxSessions),
  session_duration: Schema.optional(SessionDuration),
  access_policy: Schema.optional(AccessPolicy),
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
  qurl_id: absentWhenEmpty,
  qurl_link: Schema.NonEmptyString,
  branded_domain: absent(Schema.String),
  expires_at: absentInstant,
  type: absent(ResourceType)
}).annotations({ identifier: "MintLinkResult" })

/**
 * @since 0.1.0
 * @category models
 */
export type MintLinkResult = typeof MintLinkResult.Type
