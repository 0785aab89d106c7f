/**
 * The handlers of the contract group `agent`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { AgentBootstrapRequest, QurlApi } from "@qurl/contract"
import * as Effect from "effect/Effect"
import { answer } from "../kit/answer.js"
import { atomically } from "../kit/atomically.js"
import { payload } from "../kit/payload.js"
import * as Agents from "./registration.js"

const bootstrap = payload(AgentBootstrapRequest)

/**
 * Handlers of the operations of `agent`.
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
