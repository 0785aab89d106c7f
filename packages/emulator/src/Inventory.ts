/**
 * State of the emulator: everything that exists, who caused it, and every request.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A client that names its logical calls in this header finds the names in the inventory: an exactly-once check can then
 * attribute every effect, also those of clients that send no key. The API itself knows no such header.
 *
 * @since 0.1.0
 * @category models
 */
export const intentHeader = "qurl-emulator-intent"

/** The request that caused something. Of its key only the SHA-256 digest is known. */
const cause = {
  request_id: Schema.String,
  key_digest: Schema.NullOr(Schema.String),
  intent: Schema.NullOr(Schema.String)
}

/**
 * A resource that exists, and what made it.
 *
 * @since 0.1.0
 * @category models
 */
export const ResourceEntry = Schema.Struct({
  id: Schema.String,
  owner: Schema.String,
  target_url: Schema.NullOr(Schema.String),
  status: Schema.Literal("active", "expired", "revoked"),
  created_at: Schema.String,
  ...cause
})

/**
 * @since 0.1.0
 * @category models
 */
export type ResourceEntry = typeof ResourceEntry.Type

/**
 * A link that exists, and what made it. Its secret is not among what is known.
 *
 * @since 0.1.0
 * @category models
 */
export const TokenEntry = Schema.Struct({
  id: Schema.String,
  resource_id: Schema.String,
  owner: Schema.String,
  target_url: Schema.NullOr(Schema.String),
  label: Schema.NullOr(Schema.String),
  use_count: Schema.Int,
  created_at: Schema.String,
  expires_at: Schema.String,
  ...cause
})

/**
 * @since 0.1.0
 * @category models
 */
export type TokenEntry = typeof TokenEntry.Type

/**
 * A session that has not ended. Its cause is the request that opened it.
 *
 * @since 0.1.0
 * @category models
 */
export const SessionEntry = Schema.Struct({
  id: Schema.String,
  token_id: Schema.String,
  resource_id: Schema.String,
  owner: Schema.String,
  src_ip: Schema.String,
  created_at: Schema.String,
  ...cause
})

/**
 * @since 0.1.0
 * @category models
 */
export type SessionEntry = typeof SessionEntry.Type

/**
 * An agent that has registered a public key.
 *
 * @since 0.1.0
 * @category models
 */
export const AgentEntry = Schema.Struct({
  id: Schema.String,
  owner: Schema.String,
  created_at: Schema.String,
  ...cause
})

/**
 * @since 0.1.0
 * @category models
 */
export type AgentEntry = typeof AgentEntry.Type

/**
 * A domain that was registered and not removed since.
 *
 * @since 0.1.0
 * @category models
 */
export const DomainEntry = Schema.Struct({
  id: Schema.String,
  owner: Schema.String,
  status: Schema.Literal("failed", "pending_verification", "verified", "provisioning_tls", "active"),
  created_at: Schema.String,
  ...cause
})

/**
 * @since 0.1.0
 * @category models
 */
export type DomainEntry = typeof DomainEntry.Type

/**
 * A webhook, API key, access code or delegated batch that was made and neither deleted nor revoked since. Their secrets
 * stay out.
 *
 * @since 0.1.0
 * @category models
 */
export const ThingEntry = Schema.Struct({
  id: Schema.String,
  owner: Schema.String,
  created_at: Schema.String,
  ...cause
})

/**
 * @since 0.1.0
 * @category models
 */
export type ThingEntry = typeof ThingEntry.Type

/**
 * A committed change. A replayed answer has none.
 *
 * @since 0.1.0
 * @category models
 */
export const Effect = Schema.Struct({
  seq: Schema.Int,
  kind: Schema.Literal(
    "resource.created",
    "resource.updated",
    "resource.revoked",
    "token.created",
    "token.updated",
    "token.revoked",
    "token.resolved",
    "session.terminated",
    "agent.registered",
    "agent.key_replaced",
    "domain.registered",
    "domain.verified",
    "domain.token_regenerated",
    "domain.removed",
    "checkout.started",
    "portal.started",
    "customer.updated",
    "publisher.updated",
    "webhook.created",
    "webhook.updated",
    "webhook.secret_replaced",
    "webhook.deleted",
    "api_key.created",
    "api_key.updated",
    "api_key.revoked",
    "access_code.created",
    "access_code.redeemed",
    "access_code.revoked",
    "delegated_batch.created",
    "sharing.changed",
    "sharing.restarted",
    "access_request.approved",
    "access_request.denied",
    "allowed_passkey.removed"
  ),
  /** The id of what was changed. */
  subject: Schema.String,
  operation: Schema.NullOr(Schema.String),
  at: Schema.String,
  ...cause
})

/**
 * @since 0.1.0
 * @category models
 */
export type Effect = typeof Effect.Type

/**
 * Everything that exists, and every change that led there, in the order of their making.
 *
 * @since 0.1.0
 * @category models
 */
export const Inventory = Schema.Struct({
  resources: Schema.Array(ResourceEntry),
  tokens: Schema.Array(TokenEntry),
  sessions: Schema.Array(SessionEntry),
  agents: Schema.Array(AgentEntry),
  domains: Schema.Array(DomainEntry),
  webhooks: Schema.Array(ThingEntry),
  api_keys: Schema.Array(ThingEntry),
  access_codes: Schema.Array(ThingEntry),
  delegated_batches: Schema.Array(ThingEntry),
  effects: Schema.Array(Effect)
}).annotations({ identifier: "Inventory" })

/**
 * @since 0.1.0
 * @category models
 */
export type Inventory = typeof Inventory.Type

/**
 * A request that arrived. `status` is the API's answer, even if a fault kept it from the client; it is
 * null while the request runs and when there was nothing to answer.
 *
 * @since 0.1.0
 * @category models
 */
export const RequestEntry = Schema.Struct({
  id: Schema.String,
  at: Schema.String,
  method: Schema.String,
  path: Schema.String,
  operation: Schema.NullOr(Schema.String),
  key_digest: Schema.NullOr(Schema.String),
  intent: Schema.NullOr(Schema.String),
  status: Schema.NullOr(Schema.Int),
  fault: Schema.NullOr(Schema.String),
  replayed: Schema.Boolean,
  /** Null while it runs. */
  ended_at: Schema.NullOr(Schema.String),
  /** How much of the answer was sent to the client. */
  delivered: Schema.NullOr(Schema.Literal("all", "part", "nothing")),
  /** The status that the client was sent: a fault may replace `status`. */
  sent_status: Schema.NullOr(Schema.Int),
  /** `Retry-After` of the answer, as written. */
  retry_after: Schema.NullOr(Schema.String)
})

/**
 * @since 0.1.0
 * @category models
 */
export type RequestEntry = typeof RequestEntry.Type
