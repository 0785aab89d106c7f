/**
 * The handlers of the contract group `connectors`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { QurlApi, SetSharingRequest } from "@qurl/contract"
import * as Effect from "effect/Effect"
import { answer } from "../kit/answer.js"
import { atomically } from "../kit/atomically.js"
import { payload } from "../kit/payload.js"
import * as Installations from "./installations.js"
import * as Sharing from "./sharing.js"

const body = payload(SetSharingRequest)

/**
 * Handlers of the operations of `connectors`.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = HttpApiBuilder.group(QurlApi, "connectors", (handlers) =>
  handlers
    .handle("listConnectorInstallations", ({ urlParams }) => atomically(Installations.list(urlParams)))
    .handle("getResourceSharing", ({ path }) => atomically(Effect.flatMap(Sharing.read(path.id), answer)))
    .handleRaw("setResourceSharing", ({ path, request }) =>
      Effect.flatMap(body(request), (input) =>
        atomically(Effect.flatMap(Sharing.set(path.id, input), answer))))
    .handle("restartResourceSharing", ({ path }) =>
      atomically(Effect.flatMap(Sharing.restart(path.id), answer))))
