/**
 * The operation by which an agent registers its public key: the retired flow over HTTP.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { operation } from "../ApiOperation.js"
import { envelope } from "../Envelope.js"
import * as Problems from "../Problems.js"
import { strict } from "../Wire.js"

/**
 * The public key to register, and a description of the agent that holds the private key.
 *
 * @since 0.1.0
 * @category models
 */
export const AgentBootstrapRequest = Schema.Struct({
  /** X25519 public key: 32 bytes in standard base64, 44 characters. */
  public_key: Schema.String.pipe(
    Schema.minLength(44),
    Schema.maxLength(44),
    Schema.pattern(/^[A-Za-z0-9+/]{43}=$/)
  ).annotations({ description: "an X25519 public key: 32 bytes in standard base64, which are 44 characters" }),
  /** Identifier of the agent, 2 to 64 lower-case letters, digits and hyphens. */
  agent_id: Schema.optional(
    Schema.String.pipe(
      Schema.minLength(2),
      Schema.maxLength(64),
      Schema.pattern(/^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$/)
    ).annotations({
      description: "2 to 64 lower case letters, digits and hyphens that begin and end without a hyphen"
    })
  ),
  /** Host name of the machine, at most 253 characters. */
  hostname: Schema.optional(
    Schema.String.pipe(Schema.maxLength(253)).annotations({ description: "text of at most 253 characters" })
  ),
  /** Version of the agent, at most 64 characters. */
  version: Schema.optional(
    Schema.String.pipe(Schema.maxLength(64)).annotations({ description: "text of at most 64 characters" })
  )
}).annotations(strict("AgentBootstrapRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type AgentBootstrapRequest = typeof AgentBootstrapRequest.Type

/**
 * Identity of the agent, and the address at which it knocks. `registered_at` is the first registration, even on repeats.
 * `expire_time` is in Unix seconds, and 0 means never.
 *
 * @since 0.1.0
 * @category models
 */
export const AgentBootstrapResult = Schema.Struct({
  /** Identifier of the agent. */
  agent_id: Schema.NonEmptyString,
  /** First registration, in RFC 3339; repeats keep it. */
  registered_at: Schema.String,
  /** Server at which the agent knocks. */
  nhp_server_peer: Schema.Struct({
    /** Server's public key, in base64. */
    public_key_b64: Schema.String,
    /** Host name. */
    host: Schema.String,
    /** UDP port. */
    port: Schema.Int,
    /** Expiry in Unix seconds; 0 means never. */
    expire_time: Schema.Number
  }).annotations({ identifier: "NhpServerPeer" })
}).annotations({ identifier: "AgentBootstrapResult" })

/**
 * @since 0.1.0
 * @category models
 */
export type AgentBootstrapResult = typeof AgentBootstrapResult.Type

/**
 * The description names no code for its 409 and asks for the same body again, later. No code of a conflict is therefore
 * conclusive here: the outcome stays unknown until the server repeats its answer under the same key.
 *
 * @since 0.1.0
 * @category operations
 */
export const bootstrap = operation({
  name: "bootstrapAgent",
  method: "POST",
  path: "/v1/agent/bootstrap",
  summary: "Register the public key of an agent (retired flow)",
  payload: AgentBootstrapRequest,
  success: envelope(AgentBootstrapResult),
  errors: Problems.create,
  credentials: ["apiKey"],
  retired: true,
  rules: { idempotency: "keyed" }
})
