/**
 * What a client needs to know of the group `sessions`.
 *
 * @since 0.1.0
 */
import type { Described } from "../Described.js"
import { envelope, page } from "../Envelope.js"
import { Session, SessionTermination } from "../Session.js"

/**
 * List the active sessions of a resource.
 *
 * @since 0.1.0
 * @category models
 */
export const list = {
  name: "listResourceSessions",
  method: "GET",
  path: "/v1/resources/:id/sessions",
  success: page(Session),
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * End every session of a resource.
 *
 * @since 0.1.0
 * @category models
 */
export const terminateAll = {
  name: "terminateAllResourceSessions",
  method: "DELETE",
  path: "/v1/resources/:id/sessions",
  success: envelope(SessionTermination),
  // Sessions that are gone are none to end, which is a success; 404 speaks of the resource.
  rules: { idempotency: "natural", alreadyGone: () => false }
} as const satisfies Described

/**
 * End one session.
 *
 * @since 0.1.0
 * @category models
 */
export const terminate = {
  name: "terminateResourceSession",
  method: "DELETE",
  path: "/v1/resources/:id/sessions/:session_id",
  rules: {
    idempotency: "natural",
    alreadyGone: (status) => status === 404
  }
} as const satisfies Described
