import * as SqlClient from "@effect/sql/SqlClient"
import type { CreateQurlForResourceRequest, PageQuery, QurlSummary, UpdateResourceQurlRequest } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Current } from "../kit/current.js"
import * as Durations from "../kit/durations.js"
import { pageOf } from "../kit/paged.js"
import * as Problem from "../kit/problem.js"
import * as Words from "../kit/vocabulary.js"
import { newExpiry } from "../qurls/changes.js"
import { encodePolicy, mintFor, withinCap } from "../qurls/links.js"
import * as Sessions from "../sessions/lifecycle.js"
import { note } from "../webhooks/effects.js"
import { getById, getOpen, site, summary, type TokenRow, tokenStatusOf } from "./lookup.js"

/** The description of this operation alone tells that a resource belongs to another owner. */
const notForeign = Effect.fnUntraced(function*(id: string) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const foreign = yield* sql`
    SELECT 1 FROM resources WHERE (id = ${id} OR crid = ${id}) AND owner <> ${account.owner}`
  if (foreign.length === 0) return
  return yield* Problem.forbidden({ code: "access_denied", detail: "The resource belongs to another owner." })
})

/** Another link of a resource, which is named by its own id and not by that of a link. */
export const create = Effect.fnUntraced(function*(id: string, input: CreateQurlForResourceRequest) {
  yield* notForeign(id)
  const resource = yield* getOpen(id, "resource_not_found")
  const link = yield* mintFor(resource.id, input)
  return {
    ...link,
    resource_id: resource.id,
    crid: resource.crid,
    qurl_site: site(resource),
    ...(input.label === undefined ? {} : { label: input.label })
  }
})

/** Page of the links of a resource, newest first. */
export const list = Effect.fnUntraced(function*(id: string, { cursor, limit }: PageQuery) {
  const sql = yield* SqlClient.SqlClient
  const resource = yield* getById(id)
  const now = yield* Clock.currentTimeMillis
  return yield* pageOf<TokenRow, QurlSummary>(
    "tokens",
    [sql`resource_id = ${resource.id}`],
    { cursor, limit },
    (token) => summary(token, resource, now)
  )
})

/** A link that can be changed or revoked: one of this resource, and active. */
const getActive = Effect.fnUntraced(function*(id: string, qurlId: string) {
  const sql = yield* SqlClient.SqlClient
  const resource = yield* getById(id)
  const [token] = yield* sql<TokenRow>`SELECT * FROM tokens WHERE id = ${qurlId} AND resource_id = ${resource.id}`
  if (token === undefined) {
    return yield* Problem.notFound({ code: "not_found", detail: "The resource has no such link." })
  }
  const status = tokenStatusOf(token, resource, yield* Clock.currentTimeMillis)
  return status === "active"
    ? { resource, token }
    : yield* Problem.conflict({ code: "revoked", detail: `The link is ${status}.` })
})

/** Changes one active link. */
export const update = Effect.fnUntraced(function*(id: string, qurlId: string, input: UpdateResourceQurlRequest) {
  const sql = yield* SqlClient.SqlClient
  const now = yield* Clock.currentTimeMillis
  const { resource, token } = yield* getActive(id, qurlId)
  const session = yield* Effect.catchAll(Durations.session(input.session_duration), Problem.badRequest)
  yield* withinCap(resource, session)
  yield* Effect.catchAll(Words.accessPolicy(input.access_policy), Problem.badRequest)
  const changed: TokenRow = {
    ...token,
    expires_at: yield* newExpiry(input, token.expires_at, now),
    label: input.label ?? token.label,
    access_policy: input.access_policy === undefined ? token.access_policy : encodePolicy(input.access_policy),
    max_sessions: input.max_sessions ?? token.max_sessions,
    session_duration: session ?? token.session_duration
  }
  yield* sql`UPDATE tokens SET ${sql.update({ ...changed }, ["id", "resource_id"])} WHERE id = ${token.id}`
  yield* sql`UPDATE resources SET expires_at = ${changed.expires_at}
    WHERE id = ${resource.id} AND expires_at < ${changed.expires_at}`
  yield* note("token.updated", token.id)
  return summary(changed, resource, now)
})

/** Revokes one active link, and lets out whom it let in. */
export const revoke = Effect.fnUntraced(function*(id: string, qurlId: string) {
  const sql = yield* SqlClient.SqlClient
  const { token } = yield* getActive(id, qurlId)
  yield* sql`UPDATE tokens SET revoked_at = ${yield* Clock.currentTimeMillis} WHERE id = ${token.id}`
  yield* Sessions.endWith({ token: token.id })
  yield* note("token.revoked", token.id)
})
