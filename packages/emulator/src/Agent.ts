/**
 * The handlers of the contract group `agent`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { AgentBootstrapRequest, QurlApi } from "@qurl/contract"
import * as Effect from "effect/Effect"
import * as Agents from "./internal/agents.js"
import { answer } from "./internal/answer.js"
import { atomically } from "./internal/atomically.js"
import { payload } from "./internal/payload.js"

const bootstrap = payload(AgentBootstrapRequest)

/**
 * What answers the operations of `agent`.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = HttpApiBuilder.group(QurlApi, "agent", (handlers) =>
  handlers.handleRaw(
    "bootstrapAgent",
    ({ request }) =>
      Effect.flatMap(bootstrap(request), (input) => atomically(Effect.flatMap(Agents.bootstrap(input), answer)))
  ))
