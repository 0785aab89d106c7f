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
  resource_id: Schema.NonEmptyString,
  type: absent(ResourceType),
  target_url: absent(Schema.String),
  knock_resource_id: absent(Schema.String),
  status: absent(openEnum("active", "revoked", "expired")),
  description: absent(Schema.String),
  tags: absent(Schema.Array(Schema.String)),
  custom_domain: absent(Schema.String),
  alias: absentWhenEmpty,
  slug: absentWhenEmpty,
  preserve_host: absent(Schema.Boolean),
  session_duration_cap: absent(Schema.Number),
  qurl_count: absent(Schema.Number),
  created_at: absent(Schema.String),
  expires_at: absent(Schema.String),
  tombstoned_at: absent(Schema.String),
  crid: absent(Schema.String),
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
  resource: Resource,
  qurls: absentArray(QurlSummary)
}).annotations({ identifier: "ResourceDetail" })

/**
 * @since 0.1.0
 * @category models
 */
export type ResourceDetail = typeof ResourceDetail.Type
