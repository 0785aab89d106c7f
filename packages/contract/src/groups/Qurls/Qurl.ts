/**
 * A resource as the `/v1/qurls` operations read it.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { AccessPolicyView } from "../../AccessPolicy.js"
import { ResourceType } from "../../Fields.js"
import { absent, absentArray, absentWhenEmpty, openEnum } from "../../Wire.js"

/**
 * Access token of a resource. Its secret is never read back.
 *
 * @since 0.1.0
 * @category models
 */
export const QurlSummary = Schema.Struct({
  /** Identifier of the link, `q_...`. Safe to log; revoking and events refer to it. */
  qurl_id: absentWhenEmpty,
  /** Recipient or purpose, as given at creation. */
  label: absent(Schema.String),
  /** Current state. */
  status: absent(openEnum("active", "consumed", "expired", "revoked")),
  /** True if the first visit consumes the link. */
  one_time_use: absent(Schema.Boolean),
  /** Concurrent sessions per link; 0 means unlimited. */
  max_sessions: absent(Schema.Number),
  /** Duration of access per visit, in seconds. */
  session_duration: absent(Schema.Number),
  /** Restrictions on visitors. */
  access_policy: absent(AccessPolicyView),
  /** Number of visits so far. */
  use_count: absent(Schema.Number),
  /** Host name on which the target is served. */
  qurl_site: absent(Schema.String),
  /** Creation, in RFC 3339. */
  created_at: absent(Schema.String),
  /** Expiry, in RFC 3339. Absent if unknown or unlimited. */
  expires_at: absent(Schema.String)
}).annotations({ identifier: "QurlSummary" })

/**
 * @since 0.1.0
 * @category models
 */
export type QurlSummary = typeof QurlSummary.Type

const fields = {
  /** Identifier of the resource. */
  resource_id: Schema.NonEmptyString,
  /** Kind of resource. */
  type: absent(ResourceType),
  /** Target of the links. */
  target_url: absent(Schema.String),
  /** Current state. */
  status: absent(openEnum("active", "revoked", "expired")),
  /** Note about the resource. */
  description: absent(Schema.String),
  /** Tags of the resource. */
  tags: absent(Schema.Array(Schema.String)),
  /** Custom domain of the links. */
  custom_domain: absent(Schema.String),
  /** Handle of the connector, which never changes. */
  slug: absent(Schema.String),
  /** Host name on which the target is served. */
  qurl_site: absent(Schema.String),
  /** Number of links, or absent if it is unknown. */
  qurl_count: absent(Schema.Number),
  /** Content-addressed identifier of the resource, 47 or 60 characters; paths take it. */
  crid: absent(Schema.String),
  /** Creation, in RFC 3339. */
  created_at: absent(Schema.String),
  /** Expiry, in RFC 3339. Absent if unknown or unlimited. */
  expires_at: absent(Schema.String),
  /** Preview of the links, at most 100, in no order. Called `qurls` on the wire. */
  access_tokens: absentArray(QurlSummary)
}

/**
 * A resource. The preview of its tokens is `qurls` on the wire and `access_tokens` here; should a server send both
 * names, `access_tokens` wins.
 *
 * @since 0.1.0
 * @category models
 */
export const Qurl = Schema.transform(
  Schema.Struct({ ...fields, qurls: absentArray(QurlSummary) }).annotations({ identifier: "Qurl" }),
  Schema.typeSchema(Schema.Struct(fields)),
  {
    strict: true,
    decode: ({ qurls, ...resource }) =>
      qurls === undefined || resource.access_tokens !== undefined ? resource : { ...resource, access_tokens: qurls },
    encode: ({ access_tokens, ...resource }) =>
      access_tokens === undefined ? resource : { ...resource, qurls: access_tokens }
  }
)

/**
 * @since 0.1.0
 * @category models
 */
export type Qurl = typeof Qurl.Type
