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
 * One access token of a resource. Its secret is never read back.
 *
 * @since 0.1.0
 * @category models
 */
export const QurlSummary = Schema.Struct({
  qurl_id: absentWhenEmpty,
  label: absent(Schema.String),
  status: absent(openEnum("active", "consumed", "expired", "revoked")),
  one_time_use: absent(Schema.Boolean),
  max_sessions: absent(Schema.Number),
  session_duration: absent(Schema.Number),
  access_policy: absent(AccessPolicyView),
  use_count: absent(Schema.Number),
  qurl_site: absent(Schema.String),
  created_at: absent(Schema.String),
  expires_at: absent(Schema.String)
}).annotations({ identifier: "QurlSummary" })

/**
 * @since 0.1.0
 * @category models
 */
export type QurlSummary = typeof QurlSummary.Type

const fields = {
  resource_id: Schema.NonEmptyString,
  type: absent(ResourceType),
  target_url: absent(Schema.String),
  status: absent(openEnum("active", "revoked", "expired")),
  description: absent(Schema.String),
  tags: absent(Schema.Array(Schema.String)),
  custom_domain: absent(Schema.String),
  slug: absent(Schema.String),
  qurl_site: absent(Schema.String),
  qurl_count: absent(Schema.Number),
  crid: absent(Schema.String),
  created_at: absent(Schema.String),
  expires_at: absent(Schema.String),
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
