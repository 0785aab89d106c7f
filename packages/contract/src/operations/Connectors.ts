/**
 * What a client needs to know of the group `connectors`.
 *
 * @since 0.1.0
 */
import { ConnectorInstallation } from "../ConnectorInstallation.js"
import type { Described } from "../Described.js"
import { page } from "../Envelope.js"
import { PageQuery } from "../PageQuery.js"

/**
 * List connector installations.
 *
 * @since 0.1.0
 * @category models
 */
export const list = {
  name: "listConnectorInstallations",
  method: "GET",
  path: "/v1/connectors/installations",
  query: PageQuery,
  success: page(ConnectorInstallation),
  rules: { idempotency: "natural" }
} as const satisfies Described
