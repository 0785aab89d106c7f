import * as SqlClient from "@effect/sql/SqlClient"
import type { Fragment } from "@effect/sql/Statement"
import type {
  CreateResourceRequest,
  ListResourcesQuery,
  Publisher,
  Resource,
  UpdateResourceRequest
} from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as PublisherName from "../customer/publisher.js"
import * as Domains from "../domains/lifecycle.js"
import { Assumed } from "../kit/assumed.js"
import { Current } from "../kit/current.js"
import { knockIdOf, routingLabelOf } from "../kit/identity.js"
import * as Pages from "../kit/pages.js"
import * as Problem from "../kit/problem.js"
import * as Targets from "../kit/targets.js"
import * as Words from "../kit/vocabulary.js"
import { normalized } from "../qurls/changes.js"
import { insertResource } from "../qurls/creation.js"
import { note } from "../webhooks/effects.js"
import * as AccessRequests from "./accessRequests.js"
import * as Grants from "./grants.js"
import {
  countTokens,
  decodeTags,
  encodeTags,
  getOpen,
  instant,
  never,
  previewOf,
  type ResourceRow,
  statusOf
} from "./lookup.js"

/** A resource as `/v1/resources` shows it. Transit resources show nothing that leads to their target. */
const view = (row: ResourceRow, count: number, now: number, granted: Granted): Resource => ({
  resource_id: row.id,
  crid: row.crid,
  type: row.type,
  status: statusOf(row, now),
  ...(row.type === "tunnel"
    ? {
      knock_resource_id: knockIdOf(row.id),
      connector_routing_id: routingLabelOf(row.id),
      desired_state: row.desired_state,
      serving_epoch: row.serving_epoch
    }
    : {}),
  private: row.private === 1,
  ...(row.allowed_device_keys === "[]" ? {} : { allowed_device_keys: decodeTags(row.allowed_device_keys) }),
  access_requests: row.access_requests === 1,
  allowed_passkeys: granted.people.filter(({ resource_id }) => resource_id === row.id).map(AccessRequests.viewOf),
  publisher: granted.publisher,
  ...(row.session_duration_cap === null ? {} : { session_duration_cap: row.session_duration_cap }),
  created_at: instant(row.created_at),
  ...(row.expires_at === never ? {} : { expires_at: instant(row.expires_at) }),
  ...(row.type === "transit" ? {} : {
    ...(row.target_url === null ? {} : { target_url: row.target_url }),
    ...(row.description === null ? {} : { description: row.description }),
    tags: decodeTags(row.tags),
    ...(row.custom_domain === null ? {} : { custom_domain: row.custom_domain }),
    ...(row.alias === null ? {} : { alias: row.alias }),
    ...(row.slug === null ? {} : { slug: row.slug }),
    preserve_host: row.preserve_host === 1,
    qurl_count: count
  })
})

/** Values that rows show besides their own columns. */
interface Granted {
  readonly people: ReadonlyArray<AccessRequests.PersonRow>
  readonly publisher: Publisher
}

const granted = Effect.gen(function*() {
  return { people: yield* AccessRequests.people, publisher: yield* PublisherName.read }
})

const read = Effect.fnUntraced(function*(row: ResourceRow) {
  return view(row, yield* countTokens(row.id), yield* Clock.currentTimeMillis, yield* granted)
})

const wrong = (code: string, field: string, message: string) =>
  Problem.badRequest({ code, detail: `${field} ${message}`, invalid_fields: { [field]: message } })

/** Some of the words that official tools name; the real list is longer. */
const reserved: ReadonlySet<string> = new Set(["admin", "qurl", "tunnel"])

const freeAlias = Effect.fnUntraced(function*(alias: string, but: string | undefined) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  if (reserved.has(alias)) return yield* wrong("alias_reserved", "alias", "is a reserved word: choose another one")
  const taken = yield* sql`SELECT 1 FROM resources
    WHERE owner = ${account.owner} AND alias = ${alias} AND revoked_at IS NULL AND id <> ${but ?? ""}`
  return taken.length === 0
    ? alias
    : yield* Problem.conflict({ code: "alias_in_use", detail: "Another resource has this alias." })
})

const readyDomain = Effect.fnUntraced(function*(domain: string) {
  const { domains } = yield* Effect.flatMap(Current, ({ account }) => Domains.withReady(account))
  return domains.includes(domain)
    ? domain
    : yield* wrong("validation_error", "custom_domain", "is not a registered and active domain of yours")
})

const findActive = Effect.fnUntraced(function*(column: "target_url" | "slug", value: string | undefined) {
  if (value === undefined) return undefined
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const [row] = yield* sql<ResourceRow>`SELECT * FROM resources
    WHERE owner = ${account.owner} AND ${sql(column)} = ${value} AND revoked_at IS NULL`
  return row
})

const existing = Effect.fnUntraced(function*(input: CreateResourceRequest, type: string) {
  const named = type === "tunnel" ? yield* findActive("slug", input.slug) : undefined
  if (named !== undefined) {
    return input.find_or_create === true
      ? named
      : yield* Problem.conflict({ code: "slug_in_use", detail: "Another resource has this slug." })
  }
  const row = yield* findActive("target_url", input.target_url)
  if (row !== undefined && (row.type !== type || type === "tunnel")) {
    return yield* Problem.conflict({
      code: "resource_type_conflict",
      detail: `The target URL has a resource of type ${row.type}.`
    })
  }
  if (row !== undefined && row.alias !== null && input.alias !== undefined && row.alias !== input.alias) {
    return yield* Problem.conflict({
      code: "resource_alias_mismatch",
      detail: "The target URL has a resource with another alias."
    })
  }
  return row
})

/** Creates a resource without a link, or finds the one that is there, to which nothing of the input is applied. */
export const create = Effect.fnUntraced(function*(input: CreateResourceRequest) {
  const { account, requestId } = yield* Current
  const type = input.type ?? "url"
  yield* Effect.catchAll(Words.resourceType(type), Problem.badRequest)
  yield* Grants.mayCreate(account, input)
  if (input.target_url !== undefined) {
    yield* Effect.catchAll(Targets.check(input.target_url), Problem.badRequest)
  }
  const { privateByDefault } = yield* Assumed
  const isPrivate = input.private ?? privateByDefault
  if (input.access_requests === true && !isPrivate) {
    return yield* wrong("invalid_input", "access_requests", "is for private resources only")
  }
  const found = yield* existing(input, type)
  if (found !== undefined) yield* Grants.sameAs(found, input)
  const row = found ?? (yield* insertResource({
    type,
    target_url: input.target_url ?? null,
    description: input.description || null,
    tags: encodeTags(normalized(input.tags ?? [])),
    custom_domain: input.custom_domain === undefined ? null : yield* readyDomain(input.custom_domain),
    alias: input.alias === undefined ? null : yield* freeAlias(input.alias, undefined),
    slug: input.slug ?? null,
    private: isPrivate ? 1 : 0,
    allowed_device_keys: encodeTags([...new Set(input.allowed_device_keys ?? [])]),
    access_requests: input.access_requests === true ? 1 : 0,
    expires_at: never
  }))
  yield* Grants.consume(account)
  return { data: yield* read(row), meta: { request_id: requestId, found_existing: found !== undefined } }
})

/** A resource with a preview of its links. */
export const detail = Effect.fnUntraced(function*(id: string) {
  const row = yield* getOpen(id)
  return { resource: yield* read(row), qurls: yield* previewOf(row, yield* Clock.currentTimeMillis) }
})

/** Changes what is known of a resource, all of it or nothing. */
export const update = Effect.fnUntraced(function*(id: string, input: UpdateResourceRequest) {
  const sql = yield* SqlClient.SqlClient
  const row = yield* getOpen(id)
  if (row.revoked_at !== null) {
    return yield* Problem.badRequest({ code: "revoked", detail: "The resource has been revoked." })
  }
  const { alias, custom_domain, description, preserve_host, tags } = input
  if (input.access_requests === true && row.private === 0) {
    return yield* wrong("invalid_input", "access_requests", "is for private resources only")
  }
  const changed: ResourceRow = {
    ...row,
    access_requests: input.access_requests === undefined ? row.access_requests : input.access_requests ? 1 : 0,
    allowed_device_keys: yield* Grants.keysAfter(row, input),
    description: description === undefined ? row.description : description || null,
    tags: tags === undefined ? row.tags : encodeTags(normalized(tags)),
    custom_domain: custom_domain === undefined
      ? row.custom_domain
      : custom_domain === ""
      ? null
      : yield* readyDomain(custom_domain),
    preserve_host: preserve_host === undefined ? row.preserve_host : preserve_host ? 1 : 0,
    alias: alias === undefined ? row.alias : alias === null ? null : yield* freeAlias(alias, row.id)
  }
  yield* sql`UPDATE resources SET ${sql.update({ ...changed }, ["id", "owner", "type"])} WHERE id = ${row.id}`
  yield* note("resource.updated", row.id)
  return yield* read(changed)
})

type Counted = ResourceRow & { readonly count: number }

const filters = Effect.fnUntraced(function*({ alias, slug, status = "active,revoked", type }: ListResourcesQuery) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const all: Array<Fragment> = [sql`r.owner = ${account.owner}`, sql`r.type <> 'transit'`]
  if (type !== undefined && type !== "url" && type !== "tunnel") {
    return yield* wrong("invalid_filter", "type", "must be url or tunnel")
  }
  if (alias !== undefined && reserved.has(alias)) {
    return yield* wrong("alias_reserved", "alias", "is a reserved word, which no resource has")
  }
  if (alias !== undefined) all.push(sql`r.alias = ${alias} AND r.revoked_at IS NULL`)
  else if (slug !== undefined) all.push(sql`r.slug = ${slug} AND r.revoked_at IS NULL`)
  else {
    const wanted = status.split(",").map((name) =>
      name === "revoked" ? sql`r.revoked_at IS NOT NULL` : sql`r.revoked_at IS NULL`
    )
    all.push(sql`(${sql.or(wanted)})`)
  }
  if (type !== undefined) all.push(sql`r.type = ${type}`)
  return all
})

/** Page of the caller's resources, newest first, or the one that is looked up. */
export const list = Effect.fnUntraced(function*({ cursor, limit = 20, ...query }: ListResourcesQuery) {
  const sql = yield* SqlClient.SqlClient
  const now = yield* Clock.currentTimeMillis
  const where = yield* filters(query)
  const shown = yield* granted
  const lookUp = query.alias !== undefined || query.slug !== undefined
  const place = lookUp ? undefined : yield* Pages.placeOf(cursor, query)
  if (place !== undefined) where.push(sql`(r.created_at, r.id) < (${place.at}, ${place.id})`)
  const rows = yield* sql<Counted>`
    SELECT r.*, (SELECT count(*) FROM tokens t WHERE t.resource_id = r.id) AS count FROM resources r
    WHERE ${sql.and(where)} ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit + 1}`
  return yield* Pages.make(rows, limit, query, {
    place: (row) => ({ at: row.created_at, id: row.id }),
    view: (row) => view(row, row.count, now, shown)
  })
})
