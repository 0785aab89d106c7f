import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Change, Claimed, Service } from "../../Store.js"
import { StoreError } from "../../Store.js"
import { claimParams, type ClaimRow, claimStatements, isTakeable, toClaimed } from "./claim.js"
import { statement } from "./connections/prepared.js"
import type { Queries } from "./connections/query.js"
import { columns, isKept, type Row, toRecord } from "./rows.js"
import type { Tables } from "./schema.js"
import { isHeld, type Settled, settleParams, settleStatement, stateOf } from "./settle.js"
import type { Waiters } from "./waiters.js"

/** Losing a race this often in a row is not chance. */
const attempts = 3

const lookStatement = (tables: Tables) =>
  statement(
    "look",
    `SELECT ${columns} FROM ${tables.quoted} WHERE scope_hash = $1 AND key_hash = $2 AND ${isKept}`
  )

const renewStatement = (tables: Tables) =>
  statement(
    "renew",
    `UPDATE ${tables.quoted} SET state = 'running', reason = NULL,
      origin = CASE WHEN state = 'parked' THEN 'orphan' ELSE origin END,
      lease_until = clock_timestamp() + interval '1 millisecond' * $5::float8,
      expires_at = greatest(expires_at, clock_timestamp() + interval '1 millisecond' * $5::float8)
    WHERE scope_hash = $1 AND key_hash = $2 AND ${isHeld} RETURNING gen`
  )

/** The operations that requests make. */
export const makeRecords = (
  sql: PgClient.PgClient,
  { prepared, run }: Queries,
  tables: Tables,
  announce: Waiters["announce"]
): Pick<Service, "look" | "claim" | "renew" | "settle" | "touch"> => {
  const looking = lookStatement(tables)
  const claiming = claimStatements(tables)
  const renewing = renewStatement(tables)
  const settling = settleStatement(tables)

  const look: Service["look"] = ({ keyHash, scopeHash }) =>
    Effect.flatMap(prepared<Row>(looking, [scopeHash, keyHash]), ([row]) =>
      row === undefined
        ? Effect.succeedNone
        : Option.match(toRecord(row), {
          onNone: () => Effect.fail(new StoreError({ reason: "corrupt" })),
          onSome: Effect.succeedSome
        }))

  return {
    look,
    // The record in the way is read apart from the claim. If it is gone by then, the claim is made again.
    claim: Effect.fnUntraced(function*(request) {
      const { identity } = request
      for (let left = attempts; left > 0; left--) {
        const [row] = yield* prepared<ClaimRow>(claiming[request.orphans], claimParams(request))
        const claimed = toClaimed(request, row)
        if (Option.isSome(claimed)) {
          if (claimed.value._tag === "Found") yield* announce(identity, true)
          return claimed.value
        }
        const record = yield* look(identity)
        if (Option.isSome(record) && !isTakeable(request, record.value)) {
          return { _tag: "Found", record: record.value } satisfies Claimed
        }
      }
      return yield* new StoreError({ reason: "busy" })
    }),
    renew: ({ gen, identity, owner }, leaseMillis) =>
      Effect.map(
        prepared(renewing, [identity.scopeHash, identity.keyHash, owner, gen, leaseMillis]),
        ({ length }): Change => length === 1 ? "ok" : "lost"
      ),
    // A change that finds nothing to change may be the second attempt of one that was made.
    settle: Effect.fnUntraced(function*(ticket, settlement) {
      const { identity } = ticket
      const [settled] = yield* prepared<Settled>(settling, settleParams(ticket, settlement))
      if (settled !== undefined) return yield* Effect.as(announce(identity, settled.awaited), "ok" as const)
      const [row] = yield* run(sql<{ state: string }>`SELECT state FROM ${sql(tables.records)}
        WHERE scope_hash = ${identity.scopeHash} AND key_hash = ${identity.keyHash}
          AND owner = ${ticket.owner} AND epoch + gen = ${ticket.gen}::bigint`)
      return row?.state === stateOf[settlement._tag] ? "ok" : "lost"
    }),
    touch: (identity, retentionMillis) =>
      Effect.asVoid(run(sql`UPDATE ${sql(tables.records)}
        SET expires_at = greatest(expires_at, clock_timestamp() + interval '1 millisecond' * ${retentionMillis}::float8)
        WHERE scope_hash = ${identity.scopeHash} AND key_hash = ${identity.keyHash}
          AND state IN ('done', 'tombstone') AND expires_at > clock_timestamp()`))
  }
}
