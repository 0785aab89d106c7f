/**
 * What a client needs to know of the group `agent`.
 *
 * @since 0.1.0
 */
import { AgentBootstrapRequest, AgentBootstrapResult } from "../AgentBootstrap.js"
import type { Described } from "../Described.js"
import { envelope } from "../Envelope.js"

/**
 * Register the public key of an agent (retired flow).
 *
 * @since 0.1.0
 * @category models
 */
export const bootstrap = {
  name: "bootstrapAgent",
  method: "POST",
  path: "/v1/agent/bootstrap",
  payload: AgentBootstrapRequest,
  success: envelope(AgentBootstrapResult),
  rules: { idempotency: "keyed" }
} as const satisfies Described
