/**
 * The service for the retired registration of agents over HTTP.
 *
 * @since 0.1.0
 */
import type { AgentBootstrapRequest, AgentBootstrapResult } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/Agent"
import type * as Effect from "effect/Effect"
import type { CallOptions, Written } from "../Input.js"
import * as Compiled from "../internal/call/compiled.js"
import * as Service from "../internal/call/service.js"
import type { WriteError } from "../QurlError.js"
import type { WriteMeta } from "../Result.js"

/**
 * The public key to register, and whose it is. Without an `agent_id` the server makes one.
 *
 * @since 0.1.0
 * @category models
 */
export interface BootstrapInput extends Written<AgentBootstrapRequest> {}

/**
 * An agent that is registered, and where it knocks.
 *
 * @since 0.1.0
 * @category models
 */
export interface Bootstrapped extends AgentBootstrapResult {
  readonly meta: WriteMeta
}

/**
 * Methods of `Agent`.
 *
 * @since 0.1.0
 * @category models
 */
export interface AgentService {
  /**
   * Registers the public key of an agent (`bootstrapAgent`). For an `agent_id` that is registered the key is replaced.
   * It needs an API key with the scope `qurl:agent` and is allowed 10 times an hour.
   *
   * The API key goes to the configured host and to no other: the documented host of this operation is asked only by who
   * sets it as `baseUrl`.
   *
   * A retry sends the same key. After a `ConflictError` send the same input again later, never a new public key: the
   * description names no code of a final refusal here, so that its outcome is `unknown` until the server repeats it.
   * `options.idempotencyKey` replaces the generated key.
   *
   * @deprecated The vendor removed it from the published description in August 2026: agents register over UDP.
   */
  readonly bootstrap: (input: BootstrapInput, options?: CallOptions) => Effect.Effect<Bootstrapped, WriteError>
}

const methods = Service.methods<AgentService>()(Compiled.group(Operations), {})

/**
 * The retired registration of agents over HTTP.
 *
 * @since 0.1.0
 * @category tags
 * @deprecated The vendor has retired this operation. Agents register over UDP today.
 */
export class Agent extends Service.tag<Agent, AgentService>()("Agent", methods) {}
