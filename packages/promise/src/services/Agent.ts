// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for the retired registration of agents over HTTP.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Bootstrapped } from "@qurl/sdk"
import type { CallOptions } from "../CallOptions.js"
import type { Plain } from "../internal/face.js"

export type { Bootstrapped }

/**
 * The public key to register, and whose it is. Without an `agent_id` the server makes one.
 *
 * @since 0.1.0
 * @category models
 */
export interface BootstrapInput extends Plain<Sdk.BootstrapInput> {}

/**
 * Methods of `client.agent`.
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
