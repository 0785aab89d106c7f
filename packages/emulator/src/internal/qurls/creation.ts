import * as SqlClient from "@effect/sql/SqlClient"
import type { CreateQurlRequest } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { Account } from "../../TestKey.js"
import { Current } from "../kit/current.js"
import * as Durations from "../kit/durations.js"
import { Entropy } from "../kit/entropy.js"
import { cridOf, newResourceId } from "../kit/identity.js"
import { limits } from "../kit/plans.js"
import * as Problem from "../kit/problem.js"
import * as Targets from "../kit/targets.js"
import * as Words from "../kit/vocabulary.js"
import { type ResourceRow, site } from "../resources/lookup.js"
import { note } from "../webhooks/effects.js"
import { mint } from "./links.js"

/** An item whose own words are in order. Whether there is room for it is another question. */
export interface Checked {
  readonly input: CreateQurlRequest
  readonly lifetime: number
  readonly session: number | undefined
}

/** Checks an item without reading the database. */
export const check = (input: CreateQurlRequest, account: Account): Either.Either<Checked, Problem.Said> =>
  Either.gen(function*() {
    yield* Words.resourceType(input.type)
    yield* Words.accessPolicy(input.access_policy)
    if (input.target_url !== undefined) yield* Targets.check(input.target_url)
    const lifetime = yield* Durations.lifetime(input.expires_in, limits[account.plan])
    const session = yield* Durations.session(input.session_duration)
    if (input.custom_domain !== undefined && !account.domains.includes(input.custom_domain)) {
      const message = "is not a registered and active domain of yours"
      yield* Either.left({
        code: "validation_error",
        detail: `custom_domain ${message}`,
        invalid_fields: { custom_domain: message }
      })
    }
    return { input, lifetime, session }
  })

type NewResource = Pick<ResourceRow, "type" | "target_url" | "custom_domain" | "expires_at"> & Partial<ResourceRow>

/** Adds a resource, if the plan has room for one more. */
export const insertResource = Effect.fnUntraced(function*(made: NewResource) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const now = yield* Clock.currentTimeMillis
  const most = limits[account.plan].max_active_resources
  if (most !== -1) {
    const [row] = yield* sql<{ n: number }>`
      SELECT count(*) AS n FROM resources WHERE owner = ${account.owner} AND revoked_at IS NULL AND expires_at > ${now}`
    if ((row?.n ?? 0) >= most) {
      return yield* Problem.forbidden({
        code: "quota_exceeded",
        detail: `The plan allows ${most} active resources.`
      })
    }
  }
  const id = newResourceId(yield* Entropy)
  const resource: ResourceRow = {
    id,
    crid: cridOf(id),
    private: 0,
    allowed_device_keys: "[]",
    access_requests: 0,
    desired_state: "off",
    serving_epoch: 0,
    shared_at: 0,
    owner: account.owner,
    description: null,
    tags: "[]",
    session_duration_cap: null,
    created_at: now,
    revoked_at: null,
    alias: null,
    slug: null,
    preserve_host: 0,
    ...made
  }
  yield* sql`INSERT INTO resources ${sql.insert({ ...resource })}`
  yield* note("resource.created", resource.id)
  return resource
})

/** Creates a link, and its resource when the target has none yet. */
export const create = Effect.fnUntraced(function*(checked: Checked) {
  const { input, lifetime, session } = checked
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const expiresAt = (yield* Clock.currentTimeMillis) + lifetime
  const type = input.type ?? "url"
  const [existing] = input.target_url === undefined ? [] : yield* sql<ResourceRow>`
    SELECT * FROM resources WHERE owner = ${account.owner} AND target_url = ${input.target_url} AND revoked_at IS NULL`
  if (existing !== undefined && existing.type !== type) {
    return yield* Problem.conflict({
      code: "resource_type_conflict",
      detail: `The target URL has a resource of type ${existing.type}.`
    })
  }
  if (existing !== undefined && input.custom_domain !== undefined) {
    return yield* Problem.badRequest({
      code: "invalid_input",
      detail: "custom_domain can be set with the first link of a target URL only.",
      invalid_fields: { custom_domain: "can be set with the first link of a target URL only" }
    })
  }
  const resource = existing ?? (yield* insertResource({
    type,
    target_url: input.target_url ?? null,
    custom_domain: input.custom_domain ?? null,
    session_duration_cap: session ?? null,
    expires_at: expiresAt
  }))
  const link = yield* mint(resource, {
    expiresAt,
    session,
    label: input.label,
    one_time_use: input.one_time_use,
    max_sessions: input.max_sessions,
    access_policy: input.access_policy
  })
  return {
    ...link,
    resource_id: resource.id,
    crid: resource.crid,
    qurl_site: site(resource),
    ...(input.label === undefined ? {} : { label: input.label })
  }
})
