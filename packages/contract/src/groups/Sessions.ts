/**
 * The operations on sessions: who is using the links of a resource now.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { operation } from "../ApiOperation.js"
import { envelope, page } from "../Envelope.js"
import * as Problems from "../Problems.js"
import { absent, absentWhenEmpty } from "../Wire.js"

/**
 * Visit by a link, and its time. Visitors are distinguished by address.
 *
 * @since 0.1.0
 * @category models
 */
export const Session = Schema.Struct({
  /** Identifier of the session. */
  session_id: absentWhenEmpty,
  /** Link that admitted the visitor. */
  qurl_id: absentWhenEmpty,
  /** Visitor's address. */
  src_ip: absent(Schema.String),
  /** Visitor's user agent. */
  user_agent: absent(Schema.String),
  /** First visit, in RFC 3339. */
  created_at: absent(Schema.String),
  /** Last visit, in RFC 3339. */
  last_seen_at: absent(Schema.String)
}).annotations({ identifier: "Session" })

/**
 * @since 0.1.0
 * @category models
 */
export type Session = typeof Session.Type

/**
 * How many sessions were ended; a count that is missing is 0.
 *
 * @since 0.1.0
 * @category models
 */
export const SessionTermination = Schema.Struct({
  /** Number of sessions that were ended; 0 if the server sends none. */
  terminated: Schema.optionalWith(Schema.NonNegativeInt, { default: () => 0, nullable: true, exact: true })
}).annotations({ identifier: "SessionTermination" })

/**
 * @since 0.1.0
 * @category models
 */
export type SessionTermination = typeof SessionTermination.Type

/**
 * @since 0.1.0
 * @category operations
 */
export const list = operation({
  name: "listResourceSessions",
  method: "GET",
  path: "/v1/resources/:id/sessions",
  summary: "List the active sessions of a resource",
  success: page(Session),
  errors: Problems.find,
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const terminateAll = operation({
  name: "terminateAllResourceSessions",
  method: "DELETE",
  path: "/v1/resources/:id/sessions",
  summary: "End every session of a resource",
  success: envelope(SessionTermination),
  errors: Problems.find,
  // Sessions that are gone are none to end, which is a success; 404 speaks of the resource.
  rules: { idempotency: "natural", alreadyGone: () => false }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const terminate = operation({
  name: "terminateResourceSession",
  method: "DELETE",
  path: "/v1/resources/:id/sessions/:session_id",
  summary: "End one session",
  errors: Problems.find,
  rules: {
    idempotency: "natural",
    alreadyGone: (status) => status === 404
  }
})
