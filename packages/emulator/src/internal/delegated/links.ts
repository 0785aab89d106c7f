import * as SqlClient from "@effect/sql/SqlClient"
import type { DelegatedQurl } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Current } from "../kit/current.js"
import * as Problem from "../kit/problem.js"
import { type ResourceRow, summary, type TokenRow } from "../resources/lookup.js"
import * as Sessions from "../sessions/lifecycle.js"
import { note } from "../webhooks/effects.js"

/** A link that a batch of the caller created, and its resource, which may be another account's. */
const find = Effect.fnUntraced(function*(id: string) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const [token] = yield* sql<TokenRow>`
    SELECT t.* FROM tokens t JOIN delegated_links d ON d.token_id = t.id
    WHERE t.id = ${id} AND d.owner = ${account.owner}`
  const [resource] = token === undefined
    ? []
    : yield* sql<ResourceRow>`SELECT * FROM resources WHERE id = ${token.resource_id}`
  return token === undefined || resource === undefined
    ? yield* Problem.notFound({ code: "not_found", detail: "No batch of yours created such a link." })
    : { resource, token }
})

export const read = Effect.fnUntraced(function*(id: string) {
  const { resource, token } = yield* find(id)
  const { access_policy, expires_at, label, max_sessions, one_time_use, session_duration, status } = summary(
    token,
    resource,
    yield* Clock.currentTimeMillis
  )
  const link: DelegatedQurl = {
    qurl_id: token.id,
    status: status ?? "active",
    expires_at,
    one_time_use,
    max_sessions,
    session_duration,
    ...(label === undefined ? {} : { label }),
    ...(access_policy === undefined ? {} : { access_policy })
  }
  return link
})

/** Revokes a link. Revoking it again succeeds. */
export const revoke = Effect.fnUntraced(function*(id: string) {
  const sql = yield* SqlClient.SqlClient
  const { token } = yield* find(id)
  if (token.revoked_at !== null) return
  yield* sql`UPDATE tokens SET revoked_at = ${yield* Clock.currentTimeMillis} WHERE id = ${token.id}`
  yield* Sessions.endWith({ token: token.id })
  yield* note("token.revoked", token.id)
})
