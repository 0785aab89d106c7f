import * as SqlClient from "@effect/sql/SqlClient"
import type { Qurl, QurlSummary } from "@qurl/contract"
import { AccessPolicyView } from "@qurl/contract"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Assumed } from "../kit/assumed.js"
import { Current } from "../kit/current.js"
import * as Problem from "../kit/problem.js"

export interface ResourceRow {
  readonly id: string
  readonly owner: string
  readonly type: string
  readonly target_url: string | null
  readonly description: string | null
  readonly tags: string
  readonly custom_domain: string | null
  readonly session_duration_cap: number | null
  readonly created_at: number
  readonly expires_at: number
  readonly revoked_at: number | null
  readonly alias: string | null
  readonly slug: string | null
  readonly preserve_host: number
  readonly crid: string
  readonly private: number
  readonly allowed_device_keys: string
  readonly access_requests: number
  readonly desired_state: string
  readonly serving_epoch: number
  /** Instant at which sharing was switched on last. */
  readonly shared_at: number
}

export interface TokenRow {
  readonly id: string
  readonly resource_id: string
  readonly label: string | null
  readonly one_time_use: number
  readonly max_sessions: number
  readonly session_duration: number
  readonly access_policy: string | null
  readonly created_at: number
  readonly expires_at: number
  readonly consumed_at: number | null
  readonly use_count: number
  readonly revoked_at: number | null
}

export const Policy = Schema.parseJson(AccessPolicyView)
const Tags = Schema.parseJson(Schema.Array(Schema.String))
const decodePolicy = Schema.decodeSync(Policy)
export const decodeTags = Schema.decodeSync(Tags)
export const encodeTags = Schema.encodeSync(Tags)

/** End of a resource that was created without one. */
export const never = 8_640_000_000_000_000

export const instant = (millis: number): string => new Date(millis).toISOString()

/** The host of a resource, named by the start of its CRID behind what all of them have in common. */
export const site = ({ crid }: Pick<ResourceRow, "crid">): string => `https://${crid.slice(2, 13)}.qurl.site`

export const statusOf = (row: ResourceRow, now: number): "active" | "expired" | "revoked" =>
  row.revoked_at !== null ? "revoked" : row.expires_at <= now ? "expired" : "active"

export const tokenStatusOf = (row: TokenRow, resource: ResourceRow, now: number) =>
  resource.revoked_at !== null || row.revoked_at !== null
    ? "revoked"
    : row.consumed_at !== null
    ? "consumed"
    : row.expires_at <= now
    ? "expired"
    : "active"

export const summary = (row: TokenRow, resource: ResourceRow, now: number): QurlSummary => ({
  qurl_id: row.id,
  ...(row.label === null ? {} : { label: row.label }),
  status: tokenStatusOf(row, resource, now),
  one_time_use: row.one_time_use === 1,
  max_sessions: row.max_sessions,
  session_duration: row.session_duration,
  ...(row.access_policy === null ? {} : { access_policy: decodePolicy(row.access_policy) }),
  use_count: row.use_count,
  qurl_site: site(resource),
  created_at: instant(row.created_at),
  expires_at: instant(row.expires_at)
})

/**
 * A resource as `/v1/qurls` shows it; with its tokens on single reads only. Its type is not shown, its expiry always: the
 * official MCP server insists on both.
 */
export const view = (
  row: ResourceRow,
  count: number,
  now: number,
  cridInRows: boolean,
  tokens?: ReadonlyArray<TokenRow>
): Qurl => ({
  resource_id: row.id,
  ...(cridInRows ? { crid: row.crid } : {}),
  ...(row.target_url === null ? {} : { target_url: row.target_url }),
  status: statusOf(row, now),
  ...(row.description === null ? {} : { description: row.description }),
  tags: decodeTags(row.tags),
  ...(row.custom_domain === null ? {} : { custom_domain: row.custom_domain }),
  ...(row.slug === null ? {} : { slug: row.slug }),
  qurl_site: site(row),
  qurl_count: count,
  created_at: instant(row.created_at),
  expires_at: row.expires_at === never ? "9999-12-31T23:59:59Z" : instant(row.expires_at),
  ...(tokens === undefined ? {} : { access_tokens: tokens.map((token) => summary(token, row, now)) })
})

/** How many tokens a resource has ever had. */
export const countTokens = Effect.fnUntraced(function*(resourceId: string) {
  const sql = yield* SqlClient.SqlClient
  const [row] = yield* sql<{ n: number }>`SELECT count(*) AS n FROM tokens WHERE resource_id = ${resourceId}`
  return row?.n ?? 0
})

/** The API previews this many tokens. */
const previewed = 100

const preview = Effect.fnUntraced(function*(row: ResourceRow) {
  const sql = yield* SqlClient.SqlClient
  return yield* sql<TokenRow>`
    SELECT * FROM tokens WHERE resource_id = ${row.id} ORDER BY created_at DESC, id LIMIT ${previewed}`
})

/** The links of a resource, as far as reads show them. */
export const previewOf = (row: ResourceRow, now: number) =>
  Effect.map(preview(row), (tokens) => tokens.map((token) => summary(token, row, now)))

/** The resource as a single read shows it. */
export const read = Effect.fnUntraced(function*(row: ResourceRow, now: number) {
  const { cridInRows } = yield* Assumed
  return view(row, yield* countTokens(row.id), now, cridInRows, yield* preview(row))
})

/** The caller's resource by its own id or by that of one of its tokens. */
const find = Effect.fnUntraced(function*(id: string) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const [row] = yield* id.startsWith("q_")
    ? sql<ResourceRow>`SELECT r.* FROM resources r JOIN tokens t ON t.resource_id = r.id
        WHERE t.id = ${id} AND r.owner = ${account.owner}`
    : sql<ResourceRow>`SELECT * FROM resources WHERE (id = ${id} OR crid = ${id}) AND owner = ${account.owner}`
  return Option.fromNullable(row)
})

type NotFound = "not_found" | "resource_not_found"

const orMissing = (row: Option.Option<ResourceRow>, code: NotFound) =>
  Option.match(row, {
    onNone: () => Problem.notFound({ code, detail: "The resource does not exist or belongs to another account." }),
    onSome: Effect.succeed
  })

/** Gets the caller's resource by its own id or by that of one of its tokens. */
export const get = (id: string, code: NotFound = "not_found") => Effect.flatMap(find(id), (row) => orMissing(row, code))

/** Like `get`, for operations that do not take the id of a token. */
export const getById = (id: string, code: NotFound = "not_found") =>
  Effect.flatMap(find(id), (row) => orMissing(Option.filter(row, () => !id.startsWith("q_")), code))

/** Like `getById`. A revoked resource is refused with 410 if the service is assumed to close what was revoked. */
export const getOpen = (id: string, code?: NotFound) =>
  Effect.flatMap(
    getById(id, code),
    (row) =>
      Effect.flatMap(Assumed, ({ tombstones }) =>
        tombstones && row.revoked_at !== null
          ? Problem.gone({ code: "resource_tombstoned", detail: "The resource has been closed." })
          : Effect.succeed(row))
  )

/** Like `get`, for a resource that must not be revoked. */
export const getActive = (id: string, code: NotFound = "not_found") =>
  Effect.flatMap(get(id, code), (row) =>
    row.revoked_at === null
      ? Effect.succeed(row)
      : Problem.badRequest({ code: "revoked", detail: "The resource has been revoked." }))
