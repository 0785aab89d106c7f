/**
 * The handlers of the contract group `connectors`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { QurlApi } from "@qurl/contract"
import { atomically } from "../kit/atomically.js"
import * as Installations from "./installations.js"

/**
 * What answers the operations of `connectors`.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = HttpApiBuilder.group(
  QurlApi,
  "connectors",
  (handlers) =>
    handlers.handle("listConnectorInstallations", ({ urlParams }) => atomically(Installations.list(urlParams)))
)
