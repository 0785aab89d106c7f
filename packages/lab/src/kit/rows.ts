import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"

/** The links in an emulator's database, counted past the emulator. */
export const countLinks = (database: string): Effect.Effect<number> =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const [row] = yield* sql<{ readonly links: number }>`SELECT count(*) AS links FROM tokens`
    return row?.links ?? 0
  }).pipe(Effect.provide(SqliteClient.layer({ filename: database, readonly: true, disableWAL: true })), Effect.orDie)
