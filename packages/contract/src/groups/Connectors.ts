/**
 * The operation on connectors. A connector's resource is looked up among the resources, by its slug.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { operation } from "../ApiOperation.js"
import { page } from "../Envelope.js"
import { PageQuery } from "../PageQuery.js"
import * as Problems from "../Problems.js"
import { absent, openEnum } from "../Wire.js"

/**
 * An installation with its state, what went through it, and what its owner can do with it.
 *
 * @since 0.1.0
 * @category models
 */
export const ConnectorInstallation = Schema.Struct({
  installation_id: Schema.String,
  plugin_id: Schema.String,
  label: Schema.String,
  subject_kind: openEnum("slack_workspace"),
  subject_display_name: Schema.String,
  status: openEnum("active", "degraded", "disconnected", "needs_reauth"),
  installed_at: Schema.String,
  last_activity_at: absent(Schema.String),
  stats: Schema.Struct({
    resources: Schema.Number,
    qurls: Schema.Number,
    accesses_24h: Schema.Number,
    accesses_7d: Schema.Number,
    errors_24h: Schema.Number
  }).annotations({ identifier: "ConnectorStats" }),
  capabilities: Schema.Struct({
    configure: Schema.Boolean,
    disconnect: Schema.Boolean,
    reauth: Schema.Boolean,
    view_activity: Schema.Boolean
  }).annotations({ identifier: "ConnectorCapabilities" })
}).annotations({ identifier: "ConnectorInstallation" })

/**
 * @since 0.1.0
 * @category models
 */
export type ConnectorInstallation = typeof ConnectorInstallation.Type

/**
 * @since 0.1.0
 * @category operations
 */
export const list = operation({
  name: "listConnectorInstallations",
  method: "GET",
  path: "/v1/connectors/installations",
  summary: "List connector installations",
  query: PageQuery,
  success: page(ConnectorInstallation),
  errors: Problems.query,
  rules: { idempotency: "natural" }
})
