/**
 * The handlers of the contract group `apiKeys`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { ApiKey, QurlApi } from "@qurl/contract"
import { BadRequestProblem } from "@qurl/contract/Problem"
import * as Effect from "effect/Effect"
import { answer } from "../kit/answer.js"
import { atomically } from "../kit/atomically.js"
import { payload } from "../kit/payload.js"
import * as ApiKeys from "./lifecycle.js"

/** The service has another code for members that do not go together than for members that are wrong by themselves. */
const asInput = <A, R>(input: Effect.Effect<A, BadRequestProblem, R>) =>
  Effect.mapError(input, (problem) => {
    const told = Object.entries(problem.invalid_fields ?? {})
    const { detail, instance, invalid_fields, request_id } = problem
    return told.length > 0
        && told.every(([field, text]) => field !== "scopes" && /^(is (missing|for)|must have exactly)/.test(text))
      ? new BadRequestProblem({ code: "invalid_input", detail, instance, invalid_fields, request_id })
      : problem
  })

const bodies = {
  create: payload(ApiKey.CreateApiKeyRequest),
  update: payload(ApiKey.UpdateApiKeyRequest)
}

/**
 * API keys of the emulator, over the contract.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = HttpApiBuilder.group(QurlApi, "apiKeys", (handlers) =>
  handlers
    .handleRaw("createApiKey", ({ request }) =>
      Effect.flatMap(asInput(bodies.create(request)), (input) =>
        atomically(Effect.flatMap(ApiKeys.create(input), answer))))
    .handle("listApiKeys", ({ urlParams }) =>
      atomically(ApiKeys.list(urlParams)))
    .handleRaw("updateApiKey", ({ path, request }) =>
      Effect.flatMap(bodies.update(request), (input) =>
        atomically(Effect.flatMap(ApiKeys.update(path.key_id, input), answer))))
    .handle("revokeApiKey", ({ path }) =>
      atomically(ApiKeys.revoke(path.key_id))))
