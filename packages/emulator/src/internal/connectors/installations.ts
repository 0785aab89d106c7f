import * as SqlClient from "@effect/sql/SqlClient"
import type { ConnectorInstallation, PageQuery } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { NewInstallation } from "../../Environment.js"
import { Current } from "../kit/current.js"
import * as Pages from "../kit/pages.js"
import { instant } from "../resources/lookup.js"

interface InstallationRow {
  readonly id: string
  readonly owner: string
  readonly plugin_id: string
  readonly label: string
  readonly subject_kind: string
  readonly subject_display_name: string
  readonly status: string
  readonly created_at: number
}

interface Activity {
  readonly resources: number
  readonly qurls: number
  readonly accesses_24h: number
  readonly accesses_7d: number
  readonly last: number | null
}

const day = 24 * 60 * 60 * 1000

/** Integrations own the transit resources. Which of them owns which is not kept: there is one number for all. */
const activity = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const now = yield* Clock.currentTimeMillis
  const [row] = yield* sql<Activity>`
    WITH links AS (
      SELECT t.id, r.id AS resource FROM resources r LEFT JOIN tokens t ON t.resource_id = r.id
      WHERE r.owner = ${account.owner} AND r.type = 'transit'
    ), uses AS (
      SELECT e.at FROM effects e JOIN links l ON l.id = e.subject WHERE e.kind = 'token.resolved'
    )
    SELECT (SELECT count(DISTINCT resource) FROM links) AS resources, (SELECT count(id) FROM links) AS qurls,
      (SELECT count(*) FROM uses WHERE at > ${now - day}) AS accesses_24h,
      (SELECT count(*) FROM uses WHERE at > ${now - 7 * day}) AS accesses_7d, (SELECT max(at) FROM uses) AS last`
  return row ?? { resources: 0, qurls: 0, accesses_24h: 0, accesses_7d: 0, last: null }
})

/** Page of the caller's installations, newest first. */
export const list = Effect.fnUntraced(function*({ cursor, limit = 20 }: PageQuery) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const { last, ...stats } = yield* activity
  const place = yield* Pages.placeOf(cursor, "installations")
  const after = place === undefined ? sql`TRUE` : sql`(created_at, id) < (${place.at}, ${place.id})`
  const rows = yield* sql<InstallationRow>`SELECT * FROM installations
    WHERE owner = ${account.owner} AND ${after} ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}`
  return yield* Pages.make(rows, limit, "installations", {
    place: (row) => ({ at: row.created_at, id: row.id }),
    view: ({ created_at, id, owner: _owner, ...row }): ConnectorInstallation => ({
      installation_id: id,
      ...row,
      installed_at: instant(created_at),
      ...(last === null ? {} : { last_activity_at: instant(last) }),
      stats: { ...stats, errors_24h: 0 },
      capabilities: {
        configure: true,
        disconnect: row.status !== "disconnected",
        reauth: row.status === "needs_reauth",
        view_activity: true
      }
    })
  })
})

/** Installs an integration, as a customer does outside of the API. */
export const install = (input: NewInstallation): Effect.Effect<void, never, SqlClient.SqlClient> =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const installation = yield* Schema.decode(NewInstallation)(input)
    const [last] = yield* sql<{ n: number }>`SELECT count(*) AS n FROM installations`
    const id = `inst_${String((last?.n ?? 0) + 1).padStart(6, "0")}`
    yield* sql`INSERT INTO installations ${
      sql.insert({ ...installation, id, created_at: yield* Clock.currentTimeMillis })
    }`
  }).pipe(Effect.orDie)
