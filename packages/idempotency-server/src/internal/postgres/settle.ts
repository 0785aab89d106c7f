import type { Settlement, Ticket } from "../../Store.js"
import type { Statement } from "./prepared.js"
import { encodeHeaders } from "./rows.js"
import type { Tables } from "./schema.js"

/** The state that a settlement leads to. */
export const stateOf = {
  Answer: "done",
  Tombstone: "tombstone",
  Release: "released",
  Park: "parked"
} as const

/** What the handler wrote stays, with the record. */
export const isEnd = (settlement: Settlement): boolean =>
  settlement._tag === "Answer" || settlement._tag === "Tombstone"

/** What comes back of the end of a record. */
export interface Settled {
  readonly awaited: boolean
}

/**
 * The end of a record as one statement: a row comes back when the ticket still counts. The answer travels as parameters
 * because a server writes the text of statements, unlike their parameters, to its log when they fail.
 */
export const settleStatement = (tables: Tables): Statement => ({
  name: "idempotency_settle",
  text: `UPDATE ${tables.quoted} SET state = $5, reason = $6, status = $7, headers = $8, body = $9,
      expires_at = coalesce(clock_timestamp() + interval '1 millisecond' * $10::float8, expires_at)
    WHERE scope_hash = $1 AND key_hash = $2 AND owner = $3 AND gen = $4 AND state = 'running' RETURNING awaited`
})

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
