import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Identity } from "../../Store.js"
import { resolutionRetentionMillis, StoreError } from "../../Store.js"
import type { Row } from "../../StoreModel.js"
import * as Summary from "../summary.js"

const select =
  `SELECT fingerprint, state, owner, gen, origin, lease_until, reason, status, headers, body, created_at, expires_at,
  summary FROM idempotency_records WHERE scope_hash = ? AND key_hash = ?`

const values = `idempotency_records (scope_hash, key_hash, fingerprint, state, owner, gen, origin, boot, lease_until,
  reason, status, headers, body, created_at, expires_at, summary)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const replace = `REPLACE INTO ${values}`

const insertNew = `INSERT INTO ${values} ON CONFLICT DO NOTHING RETURNING 1`

const remove = `DELETE FROM idempotency_records WHERE scope_hash = ? AND key_hash = ?`

const removeExpired = `DELETE FROM idempotency_records WHERE rowid IN (
  SELECT rowid FROM idempotency_records
  WHERE expires_at <= ? AND state NOT IN ('Running', 'Parked') ORDER BY expires_at LIMIT ?) RETURNING 1`

const removeDecisions = `DELETE FROM idempotency_resolutions WHERE rowid IN (
  SELECT rowid FROM idempotency_resolutions WHERE at <= ? LIMIT ?)`

// A client may have asked for all integers to be big, and a virtual clock has times between two milliseconds.
const Numeric = Schema.transform(Schema.Union(Schema.Finite, Schema.BigIntFromSelf), Schema.Finite, {
  decode: Number,
  encode: (n) => n
})
const Headers = Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.String }))
const common = {
  fingerprint: Schema.String,
  owner: Schema.String,
  gen: Numeric,
  created_at: Numeric,
  expires_at: Numeric,
  summary: Schema.NullOr(Schema.String)
}
const Origin = Schema.Literal("nothing", "released", "orphan")
const answer = { status: Numeric, headers: Headers, body: Schema.Uint8ArrayFromSelf }

const decode = Schema.decodeUnknownOption(Schema.Union(
  Schema.Struct({ state: Schema.Literal("Running"), ...common, lease_until: Numeric, origin: Origin }),
  Schema.Struct({ state: Schema.Literal("Done"), ...common, ...answer }),
  Schema.Struct({ state: Schema.Literal("Tombstone"), ...common, ...answer, reason: Schema.String }),
  Schema.Struct({ state: Schema.Literal("Released", "Parked"), ...common, reason: Schema.String })
))

const toState = (row: Option.Option.Value<ReturnType<typeof decode>>): Row["state"] => {
  switch (row.state) {
    case "Running":
      return { _tag: row.state, leaseUntil: row.lease_until, from: row.origin }
    case "Done":
      return { _tag: row.state, response: { status: row.status, headers: row.headers, body: row.body } }
    case "Tombstone":
      return {
        _tag: row.state,
        reason: row.reason,
        response: { status: row.status, headers: row.headers, body: row.body }
      }
    default:
      return { _tag: row.state, reason: row.reason }
  }
}

/** The row of a key. One that makes no sense is neither an answer nor a free key. */
export const read = (
  connection: Connection,
  { keyHash, scopeHash }: Identity
): Effect.Effect<Row | undefined, SqlError | StoreError> =>
  Effect.flatMap(connection.execute(select, [scopeHash, keyHash], undefined), ([raw]) => {
    if (raw === undefined) return Effect.succeed(undefined)
    const row = decode(raw)
    if (Option.isNone(row)) return new StoreError({ reason: "corrupt" })
    const { created_at, expires_at, fingerprint, gen, owner, summary } = row.value
    return Effect.succeed({
      fingerprint,
      owner,
      gen,
      createdAt: created_at,
      expiresAt: expires_at,
      summary: Summary.decode(summary),
      state: toState(row.value)
    })
  })

const parametersOf = ({ keyHash, scopeHash }: Identity, row: Row, boot: string | undefined): ReadonlyArray<unknown> => {
  const { state } = row
  const response = "response" in state ? state.response : undefined
  return [
    scopeHash,
    keyHash,
    row.fingerprint,
    state._tag,
    row.owner,
    row.gen,
    state._tag === "Running" ? state.from : "nothing",
    state._tag === "Running" ? boot ?? null : null,
    state._tag === "Running" ? state.leaseUntil : null,
    "reason" in state ? state.reason : null,
    response?.status ?? null,
    response === undefined ? null : JSON.stringify(response.headers),
    response?.body ?? null,
    row.createdAt,
    row.expiresAt,
    Summary.encode(row.summary)
  ]
}

/** Puts the row of a key in the place of the earlier one; `boot` names the process that runs it. */
export const write = (
  connection: Connection,
  identity: Identity,
  row: Row | undefined,
  boot: string | undefined
): Effect.Effect<unknown, SqlError> =>
  row === undefined
    ? connection.execute(remove, [identity.scopeHash, identity.keyHash], undefined)
    : connection.execute(replace, parametersOf(identity, row, boot), undefined)

/** Writes the row of a key that has none. Returns false if it has one, and changes nothing. */
export const insert = (
  connection: Connection,
  identity: Identity,
  row: Row,
  boot: string | undefined
): Effect.Effect<boolean, SqlError> =>
  Effect.map(connection.execute(insertNew, parametersOf(identity, row, boot), undefined), ({ length }) => length > 0)

/** Removes at most `limit` expired rows, and as many old decisions. Returns the number of rows. */
export const purge = (connection: Connection, now: number, limit: number): Effect.Effect<number, SqlError> =>
  Effect.zipRight(
    connection.execute(removeDecisions, [now - resolutionRetentionMillis, limit], undefined),
    Effect.map(connection.execute(removeExpired, [now, limit], undefined), ({ length }) => length)
  )
