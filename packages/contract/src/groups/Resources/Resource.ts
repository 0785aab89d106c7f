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
 * A person who may ask for links of a private resource.
 *
 * @since 0.1.0
 * @category models
 */
export const AllowedPasskey = Schema.Struct({
  /** Identifier of the person's device: four groups of four characters. */
  device_id: Schema.String,
  /** Name that the person gave. Nothing vouches for it. */
  name: absent(Schema.String),
  /** Approval, in RFC 3339. */
  approved_at: absent(Schema.String)
}).annotations({ identifier: "AllowedPasskey" })

/**
 * @since 0.1.0
 * @category models
 */
export type AllowedPasskey = typeof AllowedPasskey.Type

/**
 * Publisher of a resource.
 *
 * @since 0.1.0
 * @category models
 */
export const Publisher = Schema.Struct({
  /** Name of the publisher, 1 to 64 characters. Absent without one. */
  name: absent(Schema.String),
  /** True if the vendor has verified the name. */
  verified: absent(Schema.Boolean)
}).annotations({ identifier: "Publisher" })

/**
 * @since 0.1.0
 * @category models
 */
export type Publisher = typeof Publisher.Type

/**
 * A resource. Transit resources come without properties that would reveal their target. An absent `qurl_count` is unknown,
 * and without `session_duration_cap` sessions have no cap.
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
  connector_routing_id: absent(Schema.String),
  /** True if only allowed devices and people may ask for links. Absent on older servers. */
  private: absent(Schema.Boolean),
  /** X25519 public keys of the devices that may ask for links. Absent when there are none. */
  allowed_device_keys: absent(Schema.Array(Schema.String)),
  /** True if others may ask for access. Only a private resource allows it. */
  access_requests: absent(Schema.Boolean),
  /** People whose requests were approved. Absent if the server did not say, empty if there are none. */
  allowed_passkeys: absent(Schema.Array(AllowedPasskey)),
  /** Publisher of the resource, as the server knows it. */
  publisher: absent(Publisher),
  /** State that the owner of a connector asked for: `on` or `off`. */
  desired_state: absent(openEnum("on", "off")),
  /** Number of the connector's serving period; 0 before the first. */
  serving_epoch: absent(Schema.Number)
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
