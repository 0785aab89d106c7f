/**
 * The handlers of the contract group `accessCodes`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { AccessCode, QurlApi } from "@qurl/contract"
import * as Effect from "effect/Effect"
import { answer } from "../kit/answer.js"
import { atomically } from "../kit/atomically.js"
import { payload } from "../kit/payload.js"
import * as AccessCodes from "./lifecycle.js"

const bodies = {
  redeem: payload(AccessCode.RedeemAccessCodeRequest),
  create: payload(AccessCode.CreateAccessCodeRequest)
}

/**
 * Access codes of the emulator, over the contract.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: { readonly forgetRevoked: boolean }) =>
  HttpApiBuilder.group(QurlApi, "accessCodes", (handlers) =>
    handlers
      .handleRaw("redeemAccessCode", ({ request }) =>
        Effect.flatMap(bodies.redeem(request), (input) =>
          atomically(Effect.flatMap(AccessCodes.redeem(input), answer))))
      .handleRaw("createAccessCode", ({ request }) =>
        Effect.flatMap(bodies.create(request), (input) =>
          atomically(Effect.flatMap(AccessCodes.create(input), answer))))
      .handle("listAccessCodes", () =>
        atomically(Effect.flatMap(AccessCodes.list, answer)))
      .handle("revokeAccessCode", ({ path }) =>
        atomically(AccessCodes.revoke(path.id, options.forgetRevoked))))
