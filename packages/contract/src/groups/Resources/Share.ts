/**
 * Sharing a resource: a link for one visit.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { ResourceType } from "../../Fields.js"
import { absent, absentInstant, absentWhenEmpty, strict } from "../../Wire.js"
import { Publisher } from "./Resource.js"

/**
 * Settings of a share link. The body is not optional: send `{}` rather than nothing.
 *
 * @since 0.1.0
 * @category models
 */
export const ShareRequest = Schema.Struct({
  /** Lifetime of the link in seconds, at least 1. The server may grant less. */
  ttl_seconds: Schema.optional(
    Schema.Int.pipe(Schema.positive()).annotations({ description: "a whole number of seconds from 1" })
  )
}).annotations(strict("ShareRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type ShareRequest = typeof ShareRequest.Type

/**
 * A share link.
 *
 * @since 0.1.0
 * @category models
 */
export const ShareResult = Schema.Struct({
  /** The link. A secret that is shown once: the API never returns it again. */
  qurl: Schema.NonEmptyString,
  /** Identifier of the link, `q_...`. Safe to log; revoking refers to it. */
  qurl_id: absentWhenEmpty,
  /** CRID of the shared resource. */
  crid: Schema.NonEmptyString,
  /** Kind of resource or of link. */
  type: absent(ResourceType),
  /** Expiry, in RFC 3339. */
  expires_at: absentInstant,
  /** Time until the expiry, in seconds. */
  expires_in_seconds: absent(Schema.NonNegativeInt),
  /** True if the first visit consumes the link. */
  single_use: absent(Schema.Boolean),
  /** Creation of the resource, in RFC 3339. */
  resource_created_at: absentInstant,
  /** Publisher of the resource. */
  publisher: absent(Publisher)
}).annotations({ identifier: "ShareResult" })

/**
 * @since 0.1.0
 * @category models
 */
export type ShareResult = typeof ShareResult.Type
