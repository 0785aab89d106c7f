/**
 * The retired registration of agents over HTTP.
 *
 * @since 0.1.0
 */
import type { CallOptions } from "./CallOptions.js"
import type { WriteMeta } from "./Result.js"

/**
 * The public key to register, and whose it is. Without an `agent_id` the server makes one.
 *
 * @since 0.1.0
 * @category models
 */
export interface BootstrapInput {
  readonly public_key: string
  readonly agent_id?: string | null | undefined
  readonly hostname?: string | null | undefined
  readonly version?: string | null | undefined
}

/**
 * An agent that is registered, and where it knocks.
 *
 * @since 0.1.0
 * @category models
 */
export interface Bootstrapped {
  readonly agent_id: string
  readonly registered_at: string
  readonly nhp_server_peer: {
    readonly public_key_b64: string
    readonly host: string
    readonly port: number
    readonly expire_time: number
  }
  readonly meta: WriteMeta
}

/**
 * What `client.agent` offers.
 *
 * @since 0.1.0
 * @category models
 */
export interface Agent {
  /**
   * Registers the public key of an agent (`bootstrapAgent`). For an `agent_id` that is registered the key is replaced.
   * It needs an API key with the scope `qurl:agent` and is allowed 10 times an hour.
   *
   * The API key goes to the configured host and to no other: the documented host of this operation is asked only by who
   * sets it as `baseUrl`.
   *
   * A retry sends the same key. After a `ConflictError` send the same input again later, never a new public key.
   * `options.idempotencyKey` replaces the generated key.
   *
   * @deprecated The vendor removed it from the published description in August 2026: agents register over UDP.
   */
  readonly bootstrap: (input: BootstrapInput, options?: CallOptions) => Promise<Bootstrapped>
}
