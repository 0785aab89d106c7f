import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Identity } from "../../Store.js"
import { StoreError } from "../../Store.js"
import type { Row } from "../../StoreModel.js"

const select =
  `SELECT fingerprint, state, owner, gen, lease_until, reason, status, headers, body, created_at, expires_at
  FROM idempotency_records WHERE scope_hash = ? AND key_hash = ?`

const replace =
  `REPLACE INTO idempotency_records (scope_hash, key_hash, fingerprint, state, owner, gen, boot, lease_until,
  reason, status, headers, body, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const remove = `DELETE FROM idempotency_records WHERE scope_hash = ? AND key_hash = ?`

const removeExpired = `DELETE FROM idempotency_records WHERE rowid IN (
  SELECT rowid FROM idempotency_records WHERE expires_at <= ? LIMIT ?)`

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
  expires_at: Numeric
}
const answer = { status: Numeric, headers: Headers, body: Schema.Uint8ArrayFromSelf }

const decode = Schema.decodeUnknownOption(Schema.Union(
  Schema.Struct({ state: Schema.Literal("Running"), ...common, lease_until: Numeric }),
  Schema.Struct({ state: Schema.Literal("Done"), ...common, ...answer }),
  Schema.Struct({ state: Schema.Literal("Tombstone"), ...common, ...answer, reason: Schema.String }),
  Schema.Struct({ state: Schema.Literal("Released", "Parked"), ...common, reason: Schema.String })
))

const toState = (row: Option.Option.Value<ReturnType<typeof decode>>): Row["state"] => {
  switch (row.state) {
    case "Running":
      return { _tag: row.state, leaseUntil: row.lease_until }
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
    const { created_at, expires_at, fingerprint, gen, owner } = row.value
    return Effect.succeed({
      fingerprint,
      owner,
      gen,
      createdAt: created_at,
      expiresAt: expires_at,
      state: toState(row.value)
    })
  })

/** Puts the row of a key in the place of the earlier one; `boot` names the process that runs it. */
export const write = (
  connection: Connection,
  { keyHash, scopeHash }: Identity,
  row: Row | undefined,
  boot: string | undefined
): Effect.Effect<unknown, SqlError> => {
  if (row === undefined) return connection.execute(remove, [scopeHash, keyHash], undefined)
  const { state } = row
  const response = "response" in state ? state.response : undefined
  return connection.execute(replace, [
    scopeHash,
    keyHash,
    row.fingerprint,
    state._tag,
    row.owner,
    row.gen,
    state._tag === "Running" ? boot ?? null : null,
    state._tag === "Running" ? state.leaseUntil : null,
    "reason" in state ? state.reason : null,
    response?.status ?? null,
    response === undefined ? null : JSON.stringify(response.headers),
    response?.body ?? null,
    row.createdAt,
    row.expiresAt
  ], undefined)
}

/** Removes at most so many expired rows, and tells how many. */
export const purge = (connection: Connection, now: number, limit: number): Effect.Effect<number, SqlError> =>
  Effect.map(connection.executeRaw(removeExpired, [now, limit]), (result) => decodeChanges(result).changes)

const decodeChanges = Schema.decodeUnknownSync(Schema.Struct({ changes: Schema.Number }))
