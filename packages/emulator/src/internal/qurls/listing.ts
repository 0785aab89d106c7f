import * as SqlClient from "@effect/sql/SqlClient"
import type { Fragment } from "@effect/sql/Statement"
import type { ListQurlsQuery } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Assumed } from "../kit/assumed.js"
import { Current } from "../kit/current.js"
import * as Pages from "../kit/pages.js"
import * as Problem from "../kit/problem.js"
import * as Dialect from "../kit/sqlDialect.js"
import { type ResourceRow, view } from "../resources/lookup.js"

type Row = ResourceRow & { readonly count: number }

const invalid = (field: string, message: string) =>
  Problem.badRequest({
    code: "invalid_filter",
    detail: `${field} ${message}`,
    invalid_fields: { [field]: message }
  })

const statusFilters = Effect.fnUntraced(function*(status: string, now: number) {
  const sql = yield* SqlClient.SqlClient
  const wanted: Array<Fragment> = []
  for (const name of status.split(",").map((part) => part.trim())) {
    if (name === "active") wanted.push(sql`(r.revoked_at IS NULL AND r.expires_at > ${now})`)
    else if (name === "expired") wanted.push(sql`(r.revoked_at IS NULL AND r.expires_at <= ${now})`)
    else if (name === "revoked") wanted.push(sql`r.revoked_at IS NOT NULL`)
    else return yield* invalid("status", "must be active, expired, revoked, or several of them with commas between")
  }
  return sql.or(wanted)
})

/** `%` and `_` stand for themselves. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`

const filters = Effect.fnUntraced(function*(query: ListQurlsQuery, now: number) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const all: Array<Fragment> = [
    sql`r.owner = ${account.owner}`,
    sql`(${yield* statusFilters(query.status ?? "active", now)})`
  ]
  if (query.q !== undefined && query.q !== "") {
    const { like } = Dialect.of(sql)
    const text = containing(query.q)
    all.push(sql`(r.description ${like} ${text} ESCAPE '\\' OR r.target_url ${like} ${text} ESCAPE '\\')`)
  }
  const instants = [
    ["created_after", (at: number) => sql`r.created_at > ${at}`],
    ["created_before", (at: number) => sql`r.created_at < ${at}`],
    ["expires_after", (at: number) => sql`r.expires_at > ${at}`],
    ["expires_before", (at: number) => sql`r.expires_at < ${at}`]
  ] as const
  for (const [name, filter] of instants) {
    const text = query[name]
    if (text === undefined) continue
    const at = Date.parse(text)
    if (Number.isNaN(at)) return yield* invalid(name, "must be an RFC 3339 instant")
    all.push(filter(at))
  }
  return all
})

/** Page of the caller's resources, newest first unless said otherwise. */
export const list = Effect.fnUntraced(function*({ cursor, limit = 20, ...query }: ListQurlsQuery) {
  const sql = yield* SqlClient.SqlClient
  const now = yield* Clock.currentTimeMillis
  const [column = "created_at", direction = "desc"] = (query.sort ?? "created_at:desc").split(":")
  const field = column === "expires_at" ? "expires_at" as const : "created_at" as const
  const { cridInRows } = yield* Assumed
  const where = yield* filters(query, now)
  const place = yield* Pages.placeOf(cursor, query)
  if (place !== undefined) {
    where.push(
      direction === "asc"
        ? sql`(r.${sql(field)}, r.id) > (${place.at}, ${place.id})`
        : sql`(r.${sql(field)}, r.id) < (${place.at}, ${place.id})`
    )
  }
  const order = sql.literal(direction === "asc" ? "ASC" : "DESC")
  const rows = yield* sql<Row>`
    SELECT r.*, (SELECT count(*) FROM tokens t WHERE t.resource_id = r.id) AS count FROM resources r
    WHERE ${sql.and(where)} ORDER BY r.${sql(field)} ${order}, r.id ${order} LIMIT ${limit + 1}`
  return yield* Pages.make(rows, limit, query, {
    place: (row) => ({ at: row[field], id: row.id }),
    view: (row) => view(row, row.count, now, cridInRows)
  })
})
