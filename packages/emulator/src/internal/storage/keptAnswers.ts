import * as SqlClient from "@effect/sql/SqlClient"
import type { Sealed } from "@qurl/idempotency-server"
import type { Response } from "@qurl/idempotency-server/Store"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Dialect from "../kit/sqlDialect.js"

/** Answers beside their effects, for records that are kept in another place and are not committed with them. */
export const create = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { integer } = Dialect.of(sql)
  yield* sql`CREATE TABLE kept_answers (
    name TEXT PRIMARY KEY,
    sealed TEXT NOT NULL,
    kept_until ${integer} NOT NULL
  )`
  yield* sql`CREATE INDEX kept_answers_kept_until ON kept_answers (kept_until)`
})

export const names: ReadonlyArray<string> = ["kept_answers"]

/** Answer of an execution under this key, if it took place. An answer that does not open is a defect. */
export const find = Effect.fnUntraced(function*(sealer: Sealed.Sealer, key: string) {
  const sql = yield* SqlClient.SqlClient
  const now = yield* Clock.currentTimeMillis
  const [row] = yield* sql<{ sealed: string }>`
    SELECT sealed FROM kept_answers WHERE name = ${sealer.nameOf(key)} AND kept_until > ${now}`
  if (row === undefined) return Option.none<Response>()
  const opened = sealer.open(key, Buffer.from(row.sealed, "base64"))
  return Option.isSome(opened) ? opened : yield* Effect.dieMessage("a kept answer cannot be opened")
})

/** Keeps an answer in the transaction of its effect. What expired goes. */
export const keep = Effect.fnUntraced(
  function*(sealer: Sealed.Sealer, key: string, response: Response, retentionMillis: number) {
    const sql = yield* SqlClient.SqlClient
    const now = yield* Clock.currentTimeMillis
    yield* sql`DELETE FROM kept_answers WHERE kept_until <= ${now}`
    yield* sql`INSERT INTO kept_answers ${
      sql.insert({
        name: sealer.nameOf(key),
        sealed: Buffer.from(sealer.seal(key, response)).toString("base64"),
        kept_until: now + retentionMillis
      })
    }`
  }
)
