/**
 * The handlers of the contract group `accessRequests`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { ApproveAccessRequest, QurlApi } from "@qurl/contract"
import * as Effect from "effect/Effect"
import { answer } from "../kit/answer.js"
import { atomically } from "../kit/atomically.js"
import { payload } from "../kit/payload.js"
import * as AccessRequests from "./accessRequests.js"

const body = payload(ApproveAccessRequest)

/**
 * The handlers.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = HttpApiBuilder.group(QurlApi, "accessRequests", (handlers) =>
  handlers
    .handle("listAccessRequests", () => atomically(AccessRequests.list))
    .handle("listResourceAccessRequests", ({ path }) => atomically(AccessRequests.listOf(path.id)))
    // A wrong code is counted, so that the transaction ends before the refusal.
    .handleRaw("approveAccessRequest", ({ path, request }) =>
      Effect.gen(function*() {
        yield* body(request)
        const approved = yield* atomically(AccessRequests.approve(path.id, path.code))
        return yield* typeof approved === "string" ? AccessRequests.refusal(approved) : answer(approved)
      }))
    .handleRaw("denyAccessRequest", ({ path }) =>
      Effect.gen(function*() {
        const denied = yield* atomically(AccessRequests.deny(path.id, path.code))
        return denied === "denied"
          ? HttpServerResponse.empty({ status: 204 })
          : yield* AccessRequests.refusal(denied)
      }))
    .handle("removeAllowedPasskey", ({ path }) => atomically(AccessRequests.remove(path.id, path.device_id))))
