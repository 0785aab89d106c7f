import * as SqlClient from "@effect/sql/SqlClient"
import type { Session } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Current } from "../kit/current.js"
import { Entropy, text } from "../kit/entropy.js"
import * as Problem from "../kit/problem.js"
import { getById, instant, type TokenRow } from "../resources/lookup.js"
import { note } from "../webhooks/effects.js"

interface SessionRow {
  readonly id: string
  readonly token_id: string
  readonly src_ip: string
  readonly user_agent: string | null
  readonly created_at: number
  readonly last_seen_at: number
  readonly ends_at: number
}

/** Lets the caller's address in. One that is in already stays in the session it has, which begins to last anew. */
export const open = Effect.fnUntraced(function*(token: TokenRow, userAgent: string | undefined) {
  const sql = yield* SqlClient.SqlClient
  const { remoteAddress, requestId } = yield* Current
  const now = yield* Clock.currentTimeMillis
  const ends_at = now + token.session_duration * 1000
  const [running] = yield* sql<SessionRow>`
    SELECT * FROM sessions WHERE token_id = ${token.id} AND src_ip = ${remoteAddress} AND ends_at > ${now}`
  if (running !== undefined) {
    yield* sql`UPDATE sessions SET ends_at = ${ends_at}, last_seen_at = ${now} WHERE id = ${running.id}`
    return
  }
  const [effect] = yield* sql<{ seq: number }>`SELECT max(seq) AS seq FROM effects WHERE request_id = ${requestId}`
  yield* sql`INSERT INTO sessions ${
    sql.insert({
      id: `s_${text(yield* Entropy, 16)}`,
      token_id: token.id,
      src_ip: remoteAddress,
      user_agent: userAgent ?? null,
      created_at: now,
      last_seen_at: now,
      ends_at,
      opened_by: effect?.seq ?? 0
    })
  } ON CONFLICT (token_id, src_ip) DO UPDATE SET id = excluded.id, user_agent = excluded.user_agent,
    created_at = excluded.created_at, last_seen_at = excluded.last_seen_at, ends_at = excluded.ends_at,
    opened_by = excluded.opened_by`
})

const active = Effect.fnUntraced(function*(resourceId: string) {
  const sql = yield* SqlClient.SqlClient
  return yield* sql<SessionRow>`
    SELECT s.* FROM sessions s JOIN tokens t ON t.id = s.token_id
    WHERE t.resource_id = ${resourceId} AND s.ends_at > ${yield* Clock.currentTimeMillis} ORDER BY s.created_at, s.id`
})

const view = (row: SessionRow): Session => ({
  session_id: row.id,
  qurl_id: row.token_id,
  src_ip: row.src_ip,
  ...(row.user_agent === null ? {} : { user_agent: row.user_agent }),
  created_at: instant(row.created_at),
  last_seen_at: instant(row.last_seen_at)
})

/** All of them; the API does not page sessions. */
export const list = Effect.fnUntraced(function*(id: string) {
  const { requestId } = yield* Current
  const { id: resourceId } = yield* getById(id)
  const data = (yield* active(resourceId)).map(view)
  return { data, meta: { request_id: requestId, page_size: data.length, has_more: false } }
})

const end = Effect.fnUntraced(function*({ id }: SessionRow) {
  const sql = yield* SqlClient.SqlClient
  yield* sql`DELETE FROM sessions WHERE id = ${id}`
  yield* note("session.terminated", id)
})

/** Ends every session of a resource. None is a success, too. */
export const terminateAll = Effect.fnUntraced(function*(id: string) {
  const { id: resourceId } = yield* getById(id)
  const running = yield* active(resourceId)
  yield* Effect.forEach(running, end, { discard: true })
  return { terminated: running.length }
})

/** Ends one session, which has to be one of this resource. */
export const terminate = Effect.fnUntraced(function*(id: string, sessionId: string) {
  const { id: resourceId } = yield* getById(id)
  const session = (yield* active(resourceId)).find((session) => session.id === sessionId)
  if (session === undefined) {
    return yield* Problem.notFound({ code: "not_found", detail: "The resource has no such session." })
  }
  yield* end(session)
})

/** Ends the sessions of a revoked token, or of all tokens of a resource. */
export const endWith = Effect.fnUntraced(function*(what: { readonly token: string } | { readonly resource: string }) {
  const sql = yield* SqlClient.SqlClient
  yield* "token" in what
    ? sql`DELETE FROM sessions WHERE token_id = ${what.token}`
    : sql`DELETE FROM sessions WHERE token_id IN (SELECT id FROM tokens WHERE resource_id = ${what.resource})`
})
