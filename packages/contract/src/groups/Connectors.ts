/**
 * The operations on connectors. A connector's resource is looked up among the resources, by its slug.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { operation } from "../ApiOperation.js"
import { envelope, page } from "../Envelope.js"
import { PageQuery } from "../PageQuery.js"
import * as Problems from "../Problems.js"
import { absent, openEnum, strict } from "../Wire.js"

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

/**
 * Sharing of a connector's resource: the state that its owner asked for, and the one it is in.
 *
 * @since 0.1.0
 * @category models
 */
export const SharingState = Schema.Struct({
  /** Public key of the resource. */
  resource_id: Schema.NonEmptyString,
  /** CRID of the resource. */
  crid: absent(Schema.String),
  /** State that the owner asked for. */
  desired_state: openEnum("on", "off"),
  /** Number of the serving period; 0 before the first. */
  serving_epoch: Schema.NonNegativeInt,
  /** State of the connector: `stopped` if and only if the desired state is `off`. */
  connection_state: openEnum("stopped", "connecting", "serving")
}).annotations({ identifier: "SharingState" })

/**
 * @since 0.1.0
 * @category models
 */
export type SharingState = typeof SharingState.Type

/**
 * State to bring a connector's resource into.
 *
 * @since 0.1.0
 * @category models
 */
export const SetSharingRequest = Schema.Struct({
  /** State to reach: `on` or `off`. */
  desired_state: Schema.Literal("on", "off").annotations({ description: "on or off" })
}).annotations(strict("SetSharingRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type SetSharingRequest = typeof SetSharingRequest.Type

/**
 * @since 0.1.0
 * @category operations
 */
export const sharing = operation({
  name: "getResourceSharing",
  method: "GET",
  path: "/v1/resources/:id/sharing",
  summary: "Read the sharing state of a connector's resource",
  success: envelope(SharingState),
  errors: [...Problems.find, 400, 403],
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const setSharing = operation({
  name: "setResourceSharing",
  method: "PUT",
  path: "/v1/resources/:id/sharing",
  summary: "Switch the sharing of a connector's resource on or off",
  payload: SetSharingRequest,
  success: envelope(SharingState),
  errors: [...Problems.change, 403],
  rules: { idempotency: "keyed" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const restartSharing = operation({
  name: "restartResourceSharing",
  method: "POST",
  path: "/v1/resources/:id/sharing/restart",
  summary: "Switch the sharing of a connector's resource on, in a new serving period",
  success: envelope(SharingState),
  errors: [...Problems.change, 403],
  // Each restart begins a period of its own, and no document says that the key is honoured here.
  rules: { idempotency: "keyed", retryStatuses: [429], networkRetry: false }
})
