import * as SqlClient from "@effect/sql/SqlClient"
import type { Fragment } from "@effect/sql/Statement"
import { ApiKey } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Account, Scope } from "../../TestKey.js"
import * as TestKey from "../../TestKey.js"
import { Current } from "../kit/current.js"
import * as Durations from "../kit/durations.js"
import { Entropy, text } from "../kit/entropy.js"
import { pageOf } from "../kit/paged.js"
import { limits } from "../kit/plans.js"
import * as Problem from "../kit/problem.js"
import * as Words from "../kit/vocabulary.js"
import { hashSecret } from "../qurls/links.js"
import { instant } from "../resources/lookup.js"
import { note } from "../webhooks/effects.js"

export interface ApiKeyRow {
  readonly id: string
  readonly owner: string
  readonly key_prefix: string
  readonly name: string
  readonly scopes: string
  /** Other properties that the key was made with, as JSON. */
  readonly extras: string
  readonly created_at: number
  readonly updated_at: number
  readonly last_used_at: number | null
  readonly expires_at: number | null
  readonly revoked_at: number | null
  readonly consumed_at: number | null
}

const Scopes = Schema.parseJson(Schema.Array(Schema.String))
const encodeScopes = Schema.encodeSync(Scopes)
const decodeScopes = Schema.decodeSync(Scopes)

const Extras = Schema.parseJson(
  Schema.typeSchema(ApiKey.ApiKey).pipe(
    Schema.pick("purpose", "tunnel_slug", "kind", "target", "claims")
  )
)
const encodeExtras = Schema.encodeSync(Extras)
const decodeExtras = Schema.decodeSync(Extras)

const known: ReadonlyArray<string> = ["qurl:agent", "qurl:read", "qurl:resolve", "qurl:write"]
const isScope = (scope: string): scope is Scope => known.includes(scope)

/** How many keys a plan allows; the others have no limit here. */
const most: Partial<Record<Account["plan"], number>> = { free: 3 }

/** A restricted key lives a day at most, and that when nothing is said. */
const restrictedLife = { ...limits.free, max_expiry_seconds: 24 * 60 * 60 }

const view = (row: ApiKeyRow): ApiKey.ApiKey => ({
  key_id: row.id,
  key_prefix: row.key_prefix,
  name: row.name,
  scopes: decodeScopes(row.scopes),
  status: row.revoked_at === null ? "active" : "revoked",
  created_at: instant(row.created_at),
  updated_at: instant(row.updated_at),
  ...(row.last_used_at === null ? {} : { last_used_at: instant(row.last_used_at) }),
  ...(row.expires_at === null ? {} : { expires_at: instant(row.expires_at) }),
  ...decodeExtras(row.extras)
})

/** Slug of the connector that a restricted key brings up. */
const slugOf = (row: ApiKeyRow): string | undefined => {
  const { claims, purpose, target, tunnel_slug } = decodeExtras(row.extras)
  if (purpose === "tunnel_bootstrap") return tunnel_slug
  return target === "connector" ? claims?.[0]?.id : undefined
}

/** The account behind a key that was made here. A revoked key is an unknown one. */
export const account = Effect.fnUntraced(function*(key: string) {
  const sql = yield* SqlClient.SqlClient
  const now = yield* Clock.currentTimeMillis
  const [row] = yield* sql<ApiKeyRow>`
    UPDATE api_keys SET last_used_at = ${now} WHERE key_hash = ${hashSecret(key)} AND revoked_at IS NULL RETURNING *`
  const base = row === undefined
    ? undefined
    : [...TestKey.accounts.values()].find(({ expired, owner }) => owner === row.owner && !expired)
  if (row === undefined || base === undefined) return Option.none<Account>()
  const slug = slugOf(row)
  return Option.some<Account>({
    ...base,
    credential: "apiKey",
    keyId: row.id,
    keyPrefix: row.key_prefix,
    scopes: decodeScopes(row.scopes).filter(isScope),
    ...(slug === undefined ? {} : { restricted: { keyId: row.id, slug, consumed: row.consumed_at !== null } }),
    expired: row.expires_at !== null && row.expires_at <= now
  })
}, Effect.orDie)

const checkedScopes = (scopes: ReadonlyArray<string>) =>
  scopes.every((scope) => known.includes(scope))
    ? Effect.succeed(encodeScopes([...new Set(scopes)].sort()))
    : Problem.badRequest({
      code: "invalid_input",
      detail: `scopes must be of ${known.join(", ")}`,
      invalid_fields: { scopes: `must be of ${known.join(", ")}` }
    })

/** Makes a key. A key itself makes none but the restricted kinds. */
export const create = Effect.fnUntraced(function*(input: ApiKey.CreateApiKeyRequest) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const now = yield* Clock.currentTimeMillis
  for (
    const check of [
      Words.oneOf(["api_key", "enrollment_token"], "kind", input.kind),
      Words.oneOf(["agent", "connector"], "target", input.target),
      ...(input.claims ?? []).map(({ type }) => Words.oneOf(["connector"], "claims", type))
    ]
  ) yield* Effect.catchAll(check, Problem.badRequest)
  const restricted = input.purpose === "tunnel_bootstrap" || input.kind === "enrollment_token"
  if (account.credential === "apiKey" && !restricted) {
    return yield* Problem.forbidden({
      code: "access_denied",
      detail:
        "An API key creates enrollment and bootstrap keys only; others take the JWT of somebody who has signed in."
    })
  }
  const allowed = most[account.plan]
  const [active] = yield* sql<{ n: number }>`
    SELECT count(*) AS n FROM api_keys WHERE owner = ${account.owner} AND revoked_at IS NULL`
  if (allowed !== undefined && (active?.n ?? 0) >= allowed) {
    return yield* Problem.forbidden({ code: "api_key_limit", detail: `The plan allows ${allowed} keys.` })
  }
  const entropy = yield* Entropy
  const api_key = `lv_test_${text(entropy, 43)}`
  const { claims, kind, purpose, target, tunnel_slug } = input
  const row: ApiKeyRow = {
    id: `key_${text(entropy, 12)}`,
    owner: account.owner,
    key_prefix: api_key.slice(0, 12),
    name: input.name,
    scopes: yield* checkedScopes(input.scopes ?? ["qurl:agent"]),
    extras: encodeExtras({
      ...(purpose === undefined ? {} : { purpose }),
      ...(tunnel_slug === undefined ? {} : { tunnel_slug }),
      kind: kind ?? "api_key",
      ...(target === undefined ? {} : { target }),
      ...(claims === undefined ? {} : { claims })
    }),
    created_at: now,
    updated_at: now,
    last_used_at: null,
    expires_at: restricted
      ? now + (yield* Effect.catchAll(Durations.lifetime(input.expires_in, restrictedLife), Problem.badRequest))
      : null,
    revoked_at: null,
    consumed_at: null
  }
  yield* sql`INSERT INTO api_keys ${sql.insert({ ...row, key_hash: hashSecret(api_key) })}`
  yield* note("api_key.created", row.id)
  return { ...view(row), api_key }
})

/** Page of the owner's keys, newest first. */
export const list = Effect.fnUntraced(function*(query: ApiKey.ListApiKeysQuery) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const { cursor, limit, status = "active" } = query
  const where: Array<Fragment> = [sql`owner = ${account.owner}`]
  if (status === "active") where.push(sql`revoked_at IS NULL`)
  else if (status === "revoked") where.push(sql`revoked_at IS NOT NULL`)
  else if (status !== "all") {
    return yield* Problem.badRequest({
      code: "invalid_filter",
      detail: "status must be active, revoked or all",
      invalid_fields: { status: "must be active, revoked or all" }
    })
  }
  return yield* pageOf<ApiKeyRow, ApiKey.ApiKey>("api_keys", where, { cursor, limit, filters: { status } }, view)
})

const getActive = Effect.fnUntraced(function*(id: string) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const [row] = yield* sql<ApiKeyRow>`
    SELECT * FROM api_keys WHERE id = ${id} AND owner = ${account.owner} AND revoked_at IS NULL`
  return row ?? (yield* Problem.notFound({
    code: "not_found",
    detail: "The API key does not exist, has been revoked or belongs to another account."
  }))
})

/** Renames a key or replaces what it may do, from the next request on. */
export const update = Effect.fnUntraced(function*(id: string, input: ApiKey.UpdateApiKeyRequest) {
  const sql = yield* SqlClient.SqlClient
  const row = yield* getActive(id)
  const changed: ApiKeyRow = {
    ...row,
    name: input.name ?? row.name,
    scopes: input.scopes === undefined ? row.scopes : yield* checkedScopes(input.scopes),
    updated_at: yield* Clock.currentTimeMillis
  }
  yield* sql`UPDATE api_keys SET name = ${changed.name}, scopes = ${changed.scopes}, updated_at = ${changed.updated_at}
    WHERE id = ${id}`
  yield* note("api_key.updated", id)
  return view(changed)
})

/** Revokes a key; again is a 404. */
export const revoke = Effect.fnUntraced(function*(id: string) {
  const sql = yield* SqlClient.SqlClient
  yield* getActive(id)
  yield* sql`UPDATE api_keys SET revoked_at = ${yield* Clock.currentTimeMillis} WHERE id = ${id}`
  yield* note("api_key.revoked", id)
})
