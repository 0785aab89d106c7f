import type { SqlError } from "@effect/sql/SqlError"
import type { Settlement, Ticket } from "../../Store.js"
import { codeOf } from "./connections/failures.js"
import { type Statement, statement } from "./connections/prepared.js"
import { encodeHeaders } from "./rows.js"
import type { Tables } from "./schema.js"

/** State after a settlement. */
export const stateOf = {
  Answer: "done",
  Tombstone: "tombstone",
  Release: "released",
  Park: "parked"
} as const

/** Commits what the handler wrote together with the record. */
export const isEnd = (settlement: Settlement): boolean =>
  settlement._tag === "Answer" || settlement._tag === "Tombstone"

/** Row that comes back from the end of a record. */
export interface Settled {
  readonly awaited: boolean
}

/** Owner and generation of a ticket, in the third and fourth parameter, for a record that the owner may end. */
export const isHeld = `owner = $3 AND epoch + gen = $4::bigint
      AND (state = 'running' OR (state = 'parked' AND reason = 'orphaned'))`

/** The answer travels as parameters because a server writes the text of a failed statement to its log, unlike these. */
const settle = (tables: Tables): string =>
  `UPDATE ${tables.quoted} SET state = $5, reason = $6, status = $7, headers = $8, body = $9, listed = $5 = 'parked',
      expires_at = coalesce(clock_timestamp() + interval '1 millisecond' * $10::float8, expires_at)
    WHERE scope_hash = $1 AND key_hash = $2 AND ${isHeld}
    RETURNING awaited OR EXISTS (SELECT FROM ${tables.quotedWaits} WHERE scope_hash = $1 AND key_hash = $2) AS awaited`

/**
 * Ends a record: a row comes back if the ticket still counts. No indexed column changes, unless the record is parked.
 */
export const settleStatement = (tables: Tables): Statement => statement("settle", settle(tables))

/** Message of the server, in its log and its error, for a record that the ticket does not hold. */
const takenOver = "an idempotency key was taken over"

/**
 * Ends a record, or fails if the ticket does not count any more, so that a COMMIT that is sent with it commits nothing.
 * The text that fails to be a boolean is the one that a log will show.
 */
export const settleOrFailStatement = (tables: Tables): Statement =>
  statement(
    "settle_or_fail",
    `WITH settled AS (${settle(tables)})
    SELECT coalesce(min(awaited::text), '${takenOver}')::boolean AS awaited FROM settled`
  )

/** The record was not the ticket's any more. The code is that of a text which is not of its type. */
export const isTakenOver = (error: SqlError): boolean =>
  codeOf(error) === "22P02" && String(error.cause).includes(takenOver)

export const settleParams = ({ gen, identity, owner }: Ticket, settlement: Settlement): ReadonlyArray<unknown> => {
  const response = "response" in settlement ? settlement.response : undefined
  return [
    identity.scopeHash,
    identity.keyHash,
    owner,
    gen,
    stateOf[settlement._tag],
    "reason" in settlement ? settlement.reason : null,
    response?.status ?? null,
    response === undefined ? null : encodeHeaders(response.headers),
    response?.body ?? null,
    "retentionMillis" in settlement ? settlement.retentionMillis : null
  ]
}
