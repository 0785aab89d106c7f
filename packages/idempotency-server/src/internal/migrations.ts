import * as Migrator from "@effect/sql/Migrator"
import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import { UnfitStoreError } from "../Store.js"

type Migrations = Readonly<Record<string, Effect.Effect<void, SqlError, SqlClient.SqlClient>>>

/** The version of a schema is the number of its last migration. */
const versionOf = (migrations: Migrations): number =>
  Math.max(...Object.keys(migrations).map((name) => Number.parseInt(name, 10)))

/**
 * Upgrades the tables to the version of this release; processes that start at once take turns. Refuses the tables of a
 * newer release, whose rules for records this one does not know.
 */
export const upgrade = Effect.fnUntraced(function*(table: string, migrations: Migrations) {
  const sql = yield* SqlClient.SqlClient
  yield* Migrator.make({})({ table, loader: Migrator.fromRecord({ ...migrations }) })
  const [found] = yield* sql<{ version: number }>`SELECT max(migration_id) AS version FROM ${sql(table)}`
  const known = versionOf(migrations)
  const version = Number(found?.version)
  if (version > known) {
    return yield* new UnfitStoreError({
      problem: `has tables of version ${version}, and this release knows version ${known}: deploy the release that `
        + "upgraded them, or keep records in other tables"
    })
  }
})
