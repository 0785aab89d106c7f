import * as SqlClient from "@effect/sql/SqlClient"
import type { DomainCheck } from "@qurl/contract"
import * as Effect from "effect/Effect"
import type { DnsEntry } from "../../Environment.js"
import * as Dialect from "../kit/sqlDialect.js"

/** Names are the same in any case, and with or without the dot at their end. */
const canonical = (name: string): string => name.toLowerCase().replace(/\.$/, "")

export const read: Effect.Effect<ReadonlyArray<DnsEntry>, never, SqlClient.SqlClient> = Effect.flatMap(
  SqlClient.SqlClient,
  (sql) => sql<DnsEntry>`SELECT type, name, value FROM dns ORDER BY rowid`
).pipe(Effect.orDie)

/** Replaces all records. */
export const write = (entries: ReadonlyArray<DnsEntry>): Effect.Effect<void, never, SqlClient.SqlClient> =>
  Effect.flatMap(SqlClient.SqlClient, (sql) =>
    Dialect.of(sql).alone(Effect.gen(function*() {
      yield* sql`DELETE FROM dns`
      for (const { name, type, value } of entries) {
        yield* sql`INSERT INTO dns ${sql.insert({ type, name: canonical(name), value })}`
      }
    }))).pipe(Effect.orDie)

/** Looks a record up in DNS. Returns if it is there, and the values found instead. */
export const check = Effect.fnUntraced(function*(wanted: DnsEntry) {
  const sql = yield* SqlClient.SqlClient
  const rows = yield* sql<{ value: string }>`
    SELECT value FROM dns WHERE type = ${wanted.type} AND name = ${canonical(wanted.name)} ORDER BY rowid`
  const values = rows.map(({ value }) => value)
  const isWanted = (value: string) =>
    wanted.type === "CNAME" ? canonical(value) === canonical(wanted.value) : value === wanted.value
  const verified = values.some(isWanted)
  const check: DomainCheck = {
    verified,
    ...(verified ? {} : {
      error: values.length === 0
        ? `No ${wanted.type} record was found at ${wanted.name}.`
        : `The ${wanted.type} record at ${wanted.name} holds something else.`
    }),
    ...(values.length === 0 ? {} : { found: values.join(", ") })
  }
  return check
})
