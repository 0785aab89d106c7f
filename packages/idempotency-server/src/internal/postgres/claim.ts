import * as Option from "effect/Option"
import type { Claimed, ClaimRequest, Record } from "../../Store.js"
import type { Statement } from "./prepared.js"
import type { Tables } from "./schema.js"

/**
 * A text as SQL. What is not plain is sent in hexadecimal, so that nothing in it can mean anything to the parser,
 * whatever the server's settings are.
 */
const text = (value: string): string =>
  /^[\w:-]*$/.test(value)
    ? `'${value}'`
    : `convert_from(decode('${Buffer.from(value).toString("hex")}', 'hex'), 'UTF8')`

const later = (millis: string): string => `clock_timestamp() + interval '1 millisecond' * ${millis}`

/** What a claim says, each as SQL. */
interface Values {
  readonly scopeHash: string
  readonly keyHash: string
  readonly fingerprint: string
  readonly owner: string
  readonly lease: string
  readonly retention: string
}

const retentionOf = ({ leaseMillis, retentionMillis }: ClaimRequest): number => Math.max(retentionMillis, leaseMillis)

const returning = `RETURNING gen, origin, state = 'running' AS claimed,
      floor(extract(epoch FROM created_at) * 1000)::float8 AS created_at,
      floor(extract(epoch FROM expires_at) * 1000)::float8 AS expires_at`

const insertOf = (tables: Tables, values: Values): string =>
  `INSERT INTO ${tables.quoted} AS r
      (scope_hash, key_hash, fingerprint, state, owner, gen, origin, created_at, lease_until, expires_at)
    VALUES (${values.scopeHash}, ${values.keyHash}, ${values.fingerprint}, 'running', ${values.owner}, 1,
      'nothing', clock_timestamp(), ${later(values.lease)}, ${later(values.retention)})`

/**
 * The claim as one statement: a row comes back when the key is the caller's.
 *
 * `excluded.created_at` is the moment of the statement. `now()` would be the moment the transaction began, which may be
 * long before the row's lock was granted.
 */
const claimOf = (tables: Tables, orphans: ClaimRequest["orphans"], values: Values): string => {
  const isExpired = "r.expires_at <= excluded.created_at"
  const isOrphan = "r.state = 'running' AND r.owner <> excluded.owner"
  const parks = orphans === "park" ? `NOT (${isExpired}) AND ${isOrphan}` : "false"
  return `${insertOf(tables, values)}
    ON CONFLICT (scope_hash, key_hash) DO UPDATE SET
      fingerprint = excluded.fingerprint,
      state = CASE WHEN ${parks} THEN 'parked' ELSE 'running' END,
      owner = CASE WHEN ${parks} THEN '' ELSE excluded.owner END,
      gen = CASE WHEN NOT (${isExpired}) AND r.state = 'running' AND r.owner = excluded.owner
        THEN r.gen ELSE r.gen + 1 END,
      origin = CASE
        WHEN ${isExpired} THEN 'nothing'
        WHEN r.state = 'released' THEN 'released'
        WHEN r.owner = excluded.owner AND r.gen = 1 THEN 'nothing'
        ELSE 'orphan' END,
      created_at = CASE WHEN ${isExpired} THEN excluded.created_at ELSE r.created_at END,
      lease_until = excluded.lease_until,
      expires_at = excluded.expires_at,
      reason = CASE WHEN ${parks} THEN 'orphaned' END,
      status = NULL, headers = NULL, body = NULL
    WHERE ${isExpired} OR (r.fingerprint = excluded.fingerprint AND (r.state = 'released' OR (r.state = 'running'
      AND (r.owner = excluded.owner OR r.lease_until <= excluded.created_at))))
    ${returning}`
}

const named = {
  scopeHash: "$1",
  keyHash: "$2",
  fingerprint: "$3",
  owner: "$4",
  lease: "$5::float8",
  retention: "$6::float8"
}

/** The claim on its own. */
export const claimStatements = (tables: Tables): Readonly<globalThis.Record<ClaimRequest["orphans"], Statement>> => ({
  take: { name: "idempotency_claim", text: claimOf(tables, "take", named) },
  park: { name: "idempotency_claim_or_park", text: claimOf(tables, "park", named) }
})

export const claimParams = (request: ClaimRequest): ReadonlyArray<unknown> => [
  request.identity.scopeHash,
  request.identity.keyHash,
  request.fingerprint,
  request.owner,
  request.leaseMillis,
  retentionOf(request)
]

/** What comes back of it. */
export interface ClaimRow {
  readonly gen: number
  readonly origin: "nothing" | "released" | "orphan"
  readonly claimed: boolean
  readonly created_at: number
  readonly expires_at: number
}

/** The answer to a claim that changed something; one that did not says nothing of what was in its way. */
export const toClaimed = (
  { fingerprint, identity, leaseMillis, owner }: ClaimRequest,
  row: ClaimRow | undefined
): Option.Option<Claimed> => {
  if (row === undefined) return Option.none()
  const { claimed, created_at: createdAt, expires_at: expiresAt, gen, origin } = row
  return Option.some(
    claimed
      ? { _tag: "Claimed", ticket: { identity, owner, gen, leaseMillis }, from: origin }
      : { _tag: "Found", record: { _tag: "Parked", reason: "orphaned", fingerprint, gen, createdAt, expiresAt } }
  )
}

/** What was in the way is there no longer: worth another attempt. */
export const isTakeable = ({ fingerprint }: ClaimRequest, record: Record): boolean =>
  record.fingerprint === fingerprint
  && (record._tag === "Released" || (record._tag === "Running" && record.leaseLeftMillis === 0))

const literals = (request: ClaimRequest): Values => ({
  scopeHash: text(request.identity.scopeHash),
  keyHash: text(request.identity.keyHash),
  fingerprint: text(request.fingerprint),
  owner: text(request.owner),
  lease: String(request.leaseMillis),
  retention: String(retentionOf(request))
})

/**
 * A claim that a crash of the database forgets was followed by nothing that the same crash kept, because the log is kept
 * in order: so nobody waits for the disk here.
 */
const settings = "SET LOCAL synchronous_commit = off; SET LOCAL lock_timeout = '5s'"

/**
 * The claim of a key that has no record, committed on its own, and the begin of a transaction. The claim of any key says
 * the same, and planning it costs the server more than all the rest of the message.
 *
 * The statements carry no parameters because they share one message; what they say of a key are digests.
 */
export const insertAndBegin = (tables: Tables, request: ClaimRequest): string =>
  `BEGIN ISOLATION LEVEL READ COMMITTED; ${settings};
  ${insertOf(tables, literals(request))} ON CONFLICT DO NOTHING ${returning}; COMMIT; BEGIN`

/** The claim of a key that may have one, in a transaction that has just begun; committed, and another one begun. */
export const claimAndBegin = (tables: Tables, request: ClaimRequest): string =>
  `${settings}; ${claimOf(tables, request.orphans, literals(request))}; COMMIT; BEGIN`
