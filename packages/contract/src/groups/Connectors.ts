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
  /** Identifier of the installation. */
  installation_id: Schema.String,
  /** Identifier of the integration. */
  plugin_id: Schema.String,
  /** Name of the installation. */
  label: Schema.String,
  /** Kind of place where it is installed. */
  subject_kind: openEnum("slack_workspace"),
  /** Name of that place. */
  subject_display_name: Schema.String,
  /** State of the installation. */
  status: openEnum("active", "degraded", "disconnected", "needs_reauth"),
  /** Installation, in RFC 3339. */
  installed_at: Schema.String,
  /** Last activity, in RFC 3339. */
  last_activity_at: absent(Schema.String),
  /** Counters of the installation. */
  stats: Schema.Struct({
    /** Resources it made. */
    resources: Schema.Number,
    /** Links it made. */
    qurls: Schema.Number,
    /** Visits in the last 24 hours. */
    accesses_24h: Schema.Number,
    /** Visits in the last 7 days. */
    accesses_7d: Schema.Number,
    /** Errors in the last 24 hours. */
    errors_24h: Schema.Number
  }).annotations({ identifier: "ConnectorStats" }),
  /** Actions that its owner may take. */
  capabilities: Schema.Struct({
    /** True if it can be configured. */
    configure: Schema.Boolean,
    /** True if it can be disconnected. */
    disconnect: Schema.Boolean,
    /** True if it can be authorised again. */
    reauth: Schema.Boolean,
    /** True if its activity can be viewed. */
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
