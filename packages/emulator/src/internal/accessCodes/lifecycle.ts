import * as SqlClient from "@effect/sql/SqlClient"
import type { AccessCode } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as TestKey from "../../TestKey.js"
import { Current } from "../kit/current.js"
import * as Durations from "../kit/durations.js"
import { Entropy, text } from "../kit/entropy.js"
import * as Problem from "../kit/problem.js"
import { hashSecret, mint } from "../qurls/links.js"
import { instant, type ResourceRow } from "../resources/lookup.js"
import { note } from "../webhooks/effects.js"

interface AccessCodeRow {
  readonly id: string
  readonly owner: string
  readonly resource_id: string
  readonly name: string | null
  readonly max_uses: number
  readonly use_count: number
  readonly created_at: number
  readonly expires_at: number | null
  readonly revoked_at: number | null
}

const view = (row: AccessCodeRow): AccessCode.AccessCode => ({
  access_code_id: row.id,
  resource_id: row.resource_id,
  ...(row.name === null ? {} : { name: row.name }),
  status: row.revoked_at === null ? "active" : "revoked",
  max_uses: row.max_uses,
  use_count: row.use_count,
  created_at: instant(row.created_at),
  ...(row.expires_at === null ? {} : { expires_at: instant(row.expires_at) })
})

/** The owner, where the account is of the tier that has access codes. */
const owner = Effect.flatMap(
  Current,
  ({ account }) =>
    account.system ? Effect.succeed(account.owner) : Problem.forbidden({
      code: "access_denied",
      detail: "Access codes are for system-tier accounts."
    })
)

export const create = Effect.fnUntraced(function*(input: AccessCode.CreateAccessCodeRequest) {
  const sql = yield* SqlClient.SqlClient
  const by = yield* owner
  const now = yield* Clock.currentTimeMillis
  const [resource] = yield* sql<ResourceRow>`SELECT * FROM resources
    WHERE (id = ${input.resource_id} OR crid = ${input.resource_id}) AND owner = ${by} AND revoked_at IS NULL`
  if (resource === undefined) {
    return yield* Problem.badRequest({
      code: "invalid_input",
      detail: "resource_id names no active resource of yours",
      invalid_fields: { resource_id: "names no active resource of yours" }
    })
  }
  const entropy = yield* Entropy
  const code = `ac_${text(entropy, 22)}`
  const row: AccessCodeRow = {
    id: `acd_${text(entropy, 11)}`,
    owner: by,
    resource_id: resource.id,
    name: input.name ?? null,
    max_uses: input.max_uses ?? 0,
    use_count: 0,
    created_at: now,
    expires_at: input.expires_at === undefined
      ? null
      : yield* Effect.catchAll(Durations.anyInstant(input.expires_at, now), Problem.badRequest),
    revoked_at: null
  }
  yield* sql`INSERT INTO access_codes ${sql.insert({ ...row, code_hash: hashSecret(code) })}`
  yield* note("access_code.created", row.id)
  return { ...view(row), code }
})

/** All of the owner's codes, newest first. */
export const list = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const rows = yield* sql<AccessCodeRow>`
    SELECT * FROM access_codes WHERE owner = ${yield* owner} ORDER BY created_at DESC, id DESC`
  return rows.map(view)
})

/** Revokes a code. Revoking it again succeeds unless the row is gone. */
export const revoke = Effect.fnUntraced(function*(id: string, forget: boolean) {
  const sql = yield* SqlClient.SqlClient
  const by = yield* owner
  const [row] = yield* sql<AccessCodeRow>`SELECT * FROM access_codes WHERE id = ${id} AND owner = ${by}`
  if (row === undefined) {
    return yield* Problem.notFound({
      code: "not_found",
      detail: "The access code does not exist or belongs to another account."
    })
  }
  if (row.revoked_at !== null) return
  yield* forget
    ? sql`DELETE FROM access_codes WHERE id = ${id}`
    : sql`UPDATE access_codes SET revoked_at = ${yield* Clock.currentTimeMillis} WHERE id = ${id}`
  yield* note("access_code.revoked", id)
})

/** Address to which a bot is sent. */
const nowhere = "https://qurl.link/"

/** Answer to every code that does not work, which hides if the code exists. */
const refused = Problem.badRequest({ code: "invalid_code", detail: "This code does not work." })

/** Gives the visitor a link of their own. Nothing that is said here repeats the code. */
export const redeem = Effect.fnUntraced(function*(input: AccessCode.RedeemAccessCodeRequest) {
  if ((input.honeypot ?? "") !== "" || (input.elapsed_ms ?? 3000) < 3000) return { redirect_url: nowhere }
  const sql = yield* SqlClient.SqlClient
  const exchange = yield* Current
  const now = yield* Clock.currentTimeMillis
  const [code] = yield* sql<AccessCodeRow>`
    SELECT * FROM access_codes WHERE code_hash = ${hashSecret(input.code)} AND revoked_at IS NULL
    AND (expires_at IS NULL OR expires_at > ${now}) AND (max_uses = 0 OR use_count < max_uses)`
  const [resource] = code === undefined
    ? []
    : yield* sql<ResourceRow>`SELECT * FROM resources WHERE id = ${code.resource_id} AND revoked_at IS NULL`
  const account = [...TestKey.accounts.values()].find(({ owner }) => owner === code?.owner)
  if (code === undefined || resource === undefined || account === undefined) return yield* refused
  yield* sql`UPDATE access_codes SET use_count = use_count + 1 WHERE id = ${code.id}`
  const { qurl_link } = yield* mint(resource, {
    expiresAt: now + 60 * 60 * 1000,
    session: undefined,
    label: code.name ?? undefined,
    one_time_use: true,
    max_sessions: undefined,
    access_policy: undefined
  }).pipe(
    Effect.catchTag("ForbiddenProblem", () => refused),
    // The visitor has no account: the link counts for the account that made the code.
    Effect.provideService(Current, { ...exchange, account })
  )
  yield* note("access_code.redeemed", code.id)
  return { redirect_url: qurl_link }
})
