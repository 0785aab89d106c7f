/**
 * A resource as the `/v1/resources` operations read it.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { ResourceType } from "../../Fields.js"
import { absent, absentArray, absentWhenEmpty, openEnum } from "../../Wire.js"
import { QurlSummary } from "../Qurls/Qurl.js"

/**
 * A resource. Transit resources come without what would tell where they lead. A `qurl_count` that is absent is unknown,
 * an absent `session_duration_cap` is no cap.
 *
 * @since 0.1.0
 * @category models
 */
export const Resource = Schema.Struct({
  /** Identifier of the resource. */
  resource_id: Schema.NonEmptyString,
  /** Kind of resource. */
  type: absent(ResourceType),
  /** Target of the links. */
  target_url: absent(Schema.String),
  /** Admission target of a connector. */
  knock_resource_id: absent(Schema.String),
  /** Current state. */
  status: absent(openEnum("active", "revoked", "expired")),
  /** Note about the resource. */
  description: absent(Schema.String),
  /** Tags of the resource. */
  tags: absent(Schema.Array(Schema.String)),
  /** Custom domain of the links. */
  custom_domain: absent(Schema.String),
  /** Handle that its owner may change. */
  alias: absentWhenEmpty,
  /** Handle of the connector, which never changes. */
  slug: absentWhenEmpty,
  /** True if the target receives the link's host name in `Host`. */
  preserve_host: absent(Schema.Boolean),
  /** Longest session of a link, in seconds. Absent without a cap. */
  session_duration_cap: absent(Schema.Number),
  /** Number of links, or absent if it is unknown. */
  qurl_count: absent(Schema.Number),
  /** Creation, in RFC 3339. */
  created_at: absent(Schema.String),
  /** Expiry, in RFC 3339. Absent if unknown or unlimited. */
  expires_at: absent(Schema.String),
  /** Instant at which the resource was closed for good, in RFC 3339. */
  tombstoned_at: absent(Schema.String),
  /** Content-addressed identifier of the resource, 47 or 60 characters; paths take it. */
  crid: absent(Schema.String),
  /** Routing label of a connector. */
  connector_routing_id: absent(Schema.String)
}).annotations({ identifier: "Resource" })

/**
 * @since 0.1.0
 * @category models
 */
export type Resource = typeof Resource.Type

/**
 * A resource with a preview of at most 100 of its links, in no order.
 *
 * @since 0.1.0
 * @category models
 */
export const ResourceDetail = Schema.Struct({
  /** The resource. */
  resource: Resource,
  /** Preview of the links, at most 100, in no order. */
  qurls: absentArray(QurlSummary)
}).annotations({ identifier: "ResourceDetail" })

/**
 * @since 0.1.0
 * @category models
 */
export type ResourceDetail = typeof ResourceDetail.Type
