/**
 * Creating one link.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { AccessPolicy } from "../../AccessPolicy.js"
import {
  CustomDomain,
  Flag,
  Label,
  LinkLifetime,
  MaxSessions,
  ResourceType,
  SessionDuration,
  TargetUrl
} from "../../Fields.js"
import { absent, absentInstant, absentWhenEmpty, strict } from "../../Wire.js"

/**
 * A link to create. `target_url` is required unless `type` says that the resource is not a URL.
 *
 * @since 0.1.0
 * @category models
 */
export const CreateQurlRequest = Schema.Struct({
  type: Schema.optional(ResourceType),
  target_url: Schema.optional(TargetUrl),
  expires_in: Schema.optional(LinkLifetime),
  one_time_use: Schema.optional(Flag),
  max_sessions: Schema.optional(MaxSessions),
  session_duration: Schema.optional(SessionDuration),
  label: Schema.optional(Label),
  access_policy: Schema.optional(AccessPolicy),
  custom_domain: Schema.optional(CustomDomain)
}).pipe(
  Schema.filter(({ target_url, type }) =>
    target_url === undefined && (type === undefined || type === "url")
      ? { path: ["target_url"], message: "is missing: give the http or https URL the link leads to" }
      : undefined
  )
).annotations(strict("CreateQurlRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type CreateQurlRequest = typeof CreateQurlRequest.Type

/**
 * A created link. `qurl_link` is a credential: the server says it once, and whoever holds it can open it.
 *
 * @since 0.1.0
 * @category models
 */
export const CreateQurlResult = Schema.Struct({
  qurl_id: absentWhenEmpty,
  resource_id: Schema.NonEmptyString,
  qurl_link: Schema.NonEmptyString,
  branded_domain: absent(Schema.String),
  qurl_site: absent(Schema.String),
  expires_at: absentInstant,
  label: absent(Schema.String),
  type: absent(ResourceType)
}).annotations({ identifier: "CreateQurlResult" })

/**
 * @since 0.1.0
 * @category models
 */
export type CreateQurlResult = typeof CreateQurlResult.Type
