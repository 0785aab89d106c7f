import * as Option from "effect/Option"
import type { Claimed, ClaimRequest, Record } from "../../Store.js"
import * as Summary from "../summary.js"
import { type Statement, statement } from "./connections/prepared.js"
import { columns, columnsOf, isKept, type Row } from "./rows.js"
import type { Tables } from "./schema.js"

/**
 * Quotes a text as SQL. What is not plain is sent in hexadecimal, so that nothing in it means anything to the parser,
 * whatever the server's settings are.
 */
const text = (value: string): string =>
  /^[\w:-]*$/.test(value)
    ? `'${value}'`
    : `convert_from(decode('${Buffer.from(value).toString("hex")}', 'hex'), 'UTF8')`

const later = (millis: string): string => `clock_timestamp() + interval '1 millisecond' * ${millis}`

/** Values of a claim, each as SQL. */
interface Values {
  readonly scopeHash: string
  readonly keyHash: string
  readonly fingerprint: string
  readonly owner: string
  readonly lease: string
  readonly retention: string
  readonly summary: string
}

const retentionOf = ({ leaseMillis, retentionMillis }: ClaimRequest): number => Math.max(retentionMillis, leaseMillis)

const returning = `RETURNING (epoch + gen)::float8 AS gen, origin, state = 'running' AS claimed,
      floor(extract(epoch FROM created_at) * 1000)::float8 AS created_at, pg_backend_pid() AS pid`

/** A record can be purged a lease after its claim's retention, when an answer in that time has expired as well. */
const insertOf = (tables: Tables, values: Values): string =>
  `INSERT INTO ${tables.quoted} AS r
      (scope_hash, key_hash, fingerprint, state, owner, epoch, gen, origin, created_at, lease_until, expires_at,
      purge_after, summary)
    VALUES (${values.scopeHash}, ${values.keyHash}, ${values.fingerprint}, 'running', ${values.owner},
      floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint - 1, 1, 'nothing', clock_timestamp(),
      ${later(values.lease)}, ${later(values.retention)}, ${later(`(${values.retention} + ${values.lease})`)},
      ${values.summary})`

/**
 * Claims in one statement: a row comes back if the key is the caller's, or was parked.
 *
 * `excluded.created_at` is the moment of the statement. `now()` would be the moment the transaction began, which may be
 * long before the row's lock was granted.
 */
const claimOf = (tables: Tables, orphans: ClaimRequest["orphans"], values: Values): string => {
  const isExpired = "(r.state NOT IN ('running', 'parked') AND r.expires_at <= excluded.created_at)"
  const isOwn = "(r.state = 'running' AND r.owner = excluded.owner)"
  const parks = orphans === "park" ? "(r.state = 'running' AND r.owner <> excluded.owner)" : "false"
  return `${insertOf(tables, values)}
    ON CONFLICT (scope_hash, key_hash) DO UPDATE SET
      fingerprint = excluded.fingerprint,
      state = CASE WHEN ${parks} THEN 'parked' ELSE 'running' END,
      owner = CASE WHEN ${parks} THEN r.owner ELSE excluded.owner END,
      epoch = CASE WHEN ${isExpired} THEN greatest(excluded.epoch, r.epoch + r.gen) ELSE r.epoch END,
      gen = CASE WHEN ${isExpired} THEN 1 WHEN ${parks} OR ${isOwn} THEN r.gen ELSE r.gen + 1 END,
      origin = CASE
        WHEN ${isExpired} THEN 'nothing'
        WHEN ${parks} OR ${isOwn} THEN r.origin
        WHEN r.state = 'released' THEN 'released'
        ELSE 'orphan' END,
      created_at = CASE WHEN ${isExpired} THEN excluded.created_at ELSE r.created_at END,
      lease_until = excluded.lease_until,
      expires_at = excluded.expires_at,
      purge_after = greatest(r.purge_after, excluded.purge_after),
      listed = true,
      reason = CASE WHEN ${parks} THEN 'orphaned' END,
      summary = CASE WHEN ${parks} THEN r.summary ELSE excluded.summary END,
      status = NULL, headers = NULL, body = NULL
    WHERE ${isExpired} OR r.state = 'released' OR (r.fingerprint = excluded.fingerprint AND r.state = 'running'
      AND (r.owner = excluded.owner OR r.lease_until <= excluded.created_at))
    ${returning}`
}

const named = {
  scopeHash: "$1",
  keyHash: "$2",
  fingerprint: "$3",
  owner: "$4",
  lease: "$5::float8",
  retention: "$6::float8",
  summary: "$7"
}

const ofNewKey = (tables: Tables, values: Values): string =>
  `${insertOf(tables, values)} ON CONFLICT DO NOTHING ${returning}`

/**
 * The claim of a key of which nothing is known: a row comes back for the claim, or else for the record in its way. None
 * comes back for a record that has expired, or that came into being meanwhile.
 */
const ofUnseenKey = (tables: Tables, values: Values): string =>
  `WITH claim AS (${ofNewKey(tables, values)})
    SELECT claimed, pid, origin, NULL AS own, ${columnsOf(["gen", "created_at"])} FROM claim
    UNION ALL
    SELECT NULL, pg_backend_pid(), NULL, owner = ${values.owner}, ${columns} FROM ${tables.quoted}
    WHERE NOT EXISTS (SELECT FROM claim) AND scope_hash = ${values.scopeHash} AND key_hash = ${values.keyHash}
      AND ${isKept}`

/** The claim of a key that was looked for and has no record. */
export const insertStatement = (tables: Tables): Statement => statement("insert", ofNewKey(tables, named))

/** The claim of a key that was not looked for. */
export const insertUnseenStatement = (tables: Tables): Statement => statement("unseen", ofUnseenKey(tables, named))

/** The claim on its own. */
export const claimStatements = (tables: Tables): Readonly<globalThis.Record<ClaimRequest["orphans"], Statement>> => ({
  take: statement("claim", claimOf(tables, "take", named)),
  park: statement("claim_or_park", claimOf(tables, "park", named))
})

export const claimParams = (request: ClaimRequest): ReadonlyArray<unknown> => [
  request.identity.scopeHash,
  request.identity.keyHash,
  request.fingerprint,
  request.owner,
  request.leaseMillis,
  retentionOf(request),
  Summary.encode(request.summary)
]

/** Row that comes back from a claim. */
export interface ClaimRow {
  readonly gen: number
  readonly origin: "nothing" | "released" | "orphan"
  readonly claimed: boolean
  readonly created_at: number
  /** Process of the server that made the claim. */
  readonly pid: number
}

/** Row that comes back from the claim of an unseen key: that of the claim, or the record in its way. */
export type UnseenRow =
  | (ClaimRow & { readonly claimed: true })
  | (Row & { readonly claimed: null; readonly pid: number; readonly own: boolean })

/** Result of a claim that changed something. One that did not says nothing of the record in its way. */
export const toClaimed = (
  { fingerprint, identity, leaseMillis, owner }: ClaimRequest,
  row: ClaimRow | undefined
): Option.Option<Claimed> => {
  if (row === undefined) return Option.none()
  const { claimed, created_at: createdAt, gen, origin } = row
  return Option.some(
    claimed
      ? { _tag: "Claimed", ticket: { identity, owner, gen, leaseMillis }, from: origin }
      : { _tag: "Found", record: { _tag: "Parked", reason: "orphaned", fingerprint, gen, createdAt } }
  )
}

/** The record in the way is there no longer, so that another attempt makes sense. */
export const isTakeable = ({ fingerprint }: ClaimRequest, record: Record): boolean =>
  record._tag === "Released"
  || (record._tag === "Running" && record.fingerprint === fingerprint && record.leaseLeftMillis === 0)

const literals = (request: ClaimRequest): Values => ({
  scopeHash: text(request.identity.scopeHash),
  keyHash: text(request.identity.keyHash),
  fingerprint: text(request.fingerprint),
  owner: text(request.owner),
  lease: String(request.leaseMillis),
  retention: String(retentionOf(request)),
  summary: summaryOf(request)
})

const summaryOf = (request: ClaimRequest): string => {
  const summary = Summary.encode(request.summary)
  return summary === null ? "NULL" : text(summary)
}

/**
 * Settings of a claim before a transaction. It does not wait for the disk: if a crash of the database forgets it, the
 * same crash forgets the transaction after it, because the log is kept in order.
 */
const settings = "SET LOCAL synchronous_commit = off; SET LOCAL lock_timeout = '5s'"

/** The begin and the end of the transaction of a claim, which ends where the handler's transaction begins. */
export const beforeClaim = `BEGIN ISOLATION LEVEL READ COMMITTED; ${settings}`
export const afterClaim = "COMMIT; BEGIN"

/**
 * The claim of a key that has no record, committed on its own, and the begin of a transaction. Planning the
 * claim of any key costs the server more than all the rest of the message.
 *
 * The statements carry no parameters because they share one message. Of a key they hold digests.
 */
export const insertAndBegin = (tables: Tables, request: ClaimRequest): string => {
  const insert = request.isUnseen === true ? ofUnseenKey : ofNewKey
  return `${beforeClaim}; ${insert(tables, literals(request))}; ${afterClaim}`
}

/** The claim of a key that may have one, in a transaction that has just begun; committed, and another one begun. */
export const claimAndBegin = (tables: Tables, request: ClaimRequest): string =>
  `${settings}; ${claimOf(tables, request.orphans, literals(request))}; ${afterClaim}`
