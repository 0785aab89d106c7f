import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { AccessPolicy, type MintLinkRequest } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import * as Usage from "../customer/usage.js"
import { Current } from "../kit/current.js"
import * as Durations from "../kit/durations.js"
import { Entropy, text } from "../kit/entropy.js"
import { limits } from "../kit/plans.js"
import * as Problem from "../kit/problem.js"
import * as Words from "../kit/vocabulary.js"
import { getActive, type ResourceRow } from "../resources/lookup.js"
import { note } from "../webhooks/effects.js"

/** Properties that every kind of link has. */
export interface LinkInput {
  readonly expiresAt: number
  /** Seconds; nothing said means the cap of the resource, or an hour. */
  readonly session: number | undefined
  readonly label: string | undefined
  readonly one_time_use: boolean | undefined
  readonly max_sessions: number | undefined
  readonly access_policy: AccessPolicy | undefined
}

export const encodePolicy = Schema.encodeSync(Schema.parseJson(AccessPolicy))

/** The secret of a link is stored as this and as nothing else. */
export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex")

/** A secret whose id, which is made of its hash, is free. */
const freshSecret: Effect.Effect<
  { readonly id: string; readonly secret: string; readonly hash: string },
  SqlError,
  SqlClient.SqlClient | Entropy
> = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const source = yield* Entropy
  while (true) {
    const secret = `at_${text(source, 22)}`
    const hash = hashSecret(secret)
    const id = `q_${hash.slice(0, 11)}`
    const taken = yield* sql`SELECT 1 FROM tokens WHERE id = ${id}`
    if (taken.length === 0) return { id, secret, hash }
  }
})

/** True if a resource allows sessions of this length. */
export const withinCap = Effect.fnUntraced(function*(resource: ResourceRow, session: number | undefined) {
  const cap = resource.session_duration_cap
  if (cap === null || session === undefined || session <= cap) return
  const message = `must not exceed the ${cap} seconds that the first link of this resource set`
  return yield* Problem.badRequest({
    code: "invalid_session_duration",
    detail: `session_duration ${message}`,
    invalid_fields: { session_duration: message }
  })
})

/** Adds a link to a resource. The link is a credential: it is returned here and never again. */
export const mint = Effect.fnUntraced(function*(resource: ResourceRow, input: LinkInput) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const now = yield* Clock.currentTimeMillis
  yield* withinCap(resource, input.session)
  const most = limits[account.plan].max_qurls
  if (most !== -1 && (yield* Usage.created) >= most) {
    return yield* Problem.forbidden({ code: "quota_exceeded", detail: `The plan allows ${most} links in a period.` })
  }
  const { hash, id, secret } = yield* freshSecret
  yield* sql`INSERT INTO tokens ${
    sql.insert({
      id,
      secret_hash: hash,
      resource_id: resource.id,
      label: input.label ?? null,
      one_time_use: input.one_time_use === true ? 1 : 0,
      max_sessions: input.max_sessions ?? 0,
      session_duration: input.session ?? resource.session_duration_cap ?? 3600,
      access_policy: input.access_policy === undefined ? null : encodePolicy(input.access_policy),
      created_at: now,
      expires_at: input.expiresAt
    })
  }`
  yield* sql`UPDATE resources SET expires_at = ${input.expiresAt}
    WHERE id = ${resource.id} AND expires_at < ${input.expiresAt}`
  yield* note("token.created", id)
  return {
    qurl_id: id,
    qurl_link: `https://qurl.link/#${secret}`,
    expires_at: new Date(input.expiresAt).toISOString(),
    type: resource.type,
    ...(resource.custom_domain === null ? {} : { branded_domain: resource.custom_domain })
  }
})

/** Another link for a resource that exists. */
export const mintFor = Effect.fnUntraced(function*(id: string, input: MintLinkRequest) {
  const { account } = yield* Current
  const now = yield* Clock.currentTimeMillis
  const resource = yield* getActive(id, "resource_not_found")
  yield* Effect.catchAll(Words.accessPolicy(input.access_policy), Problem.badRequest)
  if (input.target_path !== undefined && resource.type !== "tunnel") {
    return yield* Problem.badRequest({
      code: "invalid_target_path",
      detail: "target_path is for tunnel resources only.",
      invalid_fields: { target_path: "is for tunnel resources only" }
    })
  }
  const expiresAt = input.expires_at === undefined
    ? Either.map(Durations.lifetime(input.expires_in, limits[account.plan]), (lifetime) => now + lifetime)
    : Durations.instant(input.expires_at, now)
  return yield* mint(resource, {
    expiresAt: yield* Effect.catchAll(expiresAt, Problem.badRequest),
    session: yield* Effect.catchAll(Durations.session(input.session_duration), Problem.badRequest),
    label: input.label,
    one_time_use: input.one_time_use,
    max_sessions: input.max_sessions,
    access_policy: input.access_policy
  })
})
