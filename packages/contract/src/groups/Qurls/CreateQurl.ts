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
  ResourceKind,
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
  /** Kind of resource. `url` needs `target_url`. @default "url" */
  type: Schema.optional(ResourceKind),
  /** Target of the link: an http or https URL of at most 2048 characters. */
  target_url: Schema.optional(TargetUrl),
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
  /** Host name of the link, 1 to 253 characters: one of the account's active domains. */
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
 * A created link. `qurl_link` is a credential: the server returns it once, and its holder can open it.
 *
 * @since 0.1.0
 * @category models
 */
export const CreateQurlResult = Schema.Struct({
  /** Identifier of the link, `q_...`. Safe to log; revoking and events refer to it. */
  qurl_id: absentWhenEmpty,
  /** Identifier of the resource. */
  resource_id: Schema.NonEmptyString,
  /** Content-addressed identifier of the resource, 47 or 60 characters; paths take it. Absent on older servers. */
  crid: absent(Schema.String),
  /** The link. A secret that is shown once: the API never returns it again. */
  qurl_link: Schema.NonEmptyString,
  /** Host name of the link, if it is a custom domain. */
  branded_domain: absent(Schema.String),
  /** Host name on which the target is served. */
  qurl_site: absent(Schema.String),
  /** Expiry, in RFC 3339. Absent if unknown or unlimited. */
  expires_at: absentInstant,
  /** Recipient or purpose, as given at creation. */
  label: absent(Schema.String),
  /** Kind of resource. */
  type: absent(ResourceType)
}).annotations({ identifier: "CreateQurlResult" })

/**
 * @since 0.1.0
 * @category models
 */
export type CreateQurlResult = typeof CreateQurlResult.Type
