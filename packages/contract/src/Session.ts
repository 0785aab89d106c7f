/**
 * A session: a visitor whom a link let in.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { absent, absentWhenEmpty } from "./Wire.js"

/**
 * Who was let in, by which link, and when. Visitors are told apart by address.
 *
 * @since 0.1.0
 * @category models
 */
export const Session = Schema.Struct({
  session_id: absentWhenEmpty,
  qurl_id: absentWhenEmpty,
  src_ip: absent(Schema.String),
  user_agent: absent(Schema.String),
  created_at: absent(Schema.String),
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
  terminated: Schema.optionalWith(Schema.NonNegativeInt, { default: () => 0, nullable: true, exact: true })
}).annotations({ identifier: "SessionTermination" })

/**
 * @since 0.1.0
 * @category models
 */
export type SessionTermination = typeof SessionTermination.Type
