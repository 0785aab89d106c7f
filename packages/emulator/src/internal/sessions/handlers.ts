/**
 * The handlers of the contract group `sessions`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { QurlApi } from "@qurl/contract"
import * as Effect from "effect/Effect"
import { answer } from "../kit/answer.js"
import { atomically } from "../kit/atomically.js"
import * as Sessions from "./lifecycle.js"

/**
 * Handlers of the operations of `sessions`.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = HttpApiBuilder.group(QurlApi, "sessions", (handlers) =>
  handlers
    .handle("listResourceSessions", ({ path }) => atomically(Sessions.list(path.id)))
    .handle("terminateAllResourceSessions", ({ path }) =>
      atomically(Effect.flatMap(Sessions.terminateAll(path.id), answer)))
    .handle("terminateResourceSession", ({ path }) =>
      atomically(Sessions.terminate(path.id, path.session_id))))
