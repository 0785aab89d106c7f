import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as SqlClient from "@effect/sql/SqlClient"
import type { AccessApproval, AccessRequest } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { NewAccessRequest } from "../../Environment.js"
import { Assumed } from "../kit/assumed.js"
import { Current } from "../kit/current.js"
import { Entropy, text } from "../kit/entropy.js"
import * as Problem from "../kit/problem.js"
import { note } from "../webhooks/effects.js"
import { getById, instant, type ResourceRow } from "./lookup.js"

interface RequestRow {
  readonly code: string
  readonly resource_id: string
  readonly device_id: string
  readonly name: string
  readonly requested_at: number
  readonly expires_at: number
  readonly crid: string
}

export interface PersonRow {
  readonly resource_id: string
  readonly device_id: string
  readonly name: string
  readonly approved_at: number
}

export const viewOf = ({ approved_at, device_id, name }: PersonRow): AccessApproval => ({
  device_id,
  name,
  approved_at: instant(approved_at)
})

/** Everybody who may ask for links of the caller's resources. */
export const people = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  return yield* sql<PersonRow>`SELECT p.* FROM allowed_people p JOIN resources r ON r.id = p.resource_id
    WHERE r.owner = ${account.owner} ORDER BY p.approved_at, p.device_id`
})

/** A bounded list has no cursor. */
const bounded = <A>(rows: ReadonlyArray<A>, most: number) =>
  Effect.map(Current, ({ requestId }) => ({
    data: rows.slice(0, most),
    meta: { request_id: requestId, page_size: Math.min(rows.length, most), has_more: rows.length > most }
  }))

const open = Effect.fnUntraced(function*(resource: ResourceRow | undefined) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const now = yield* Clock.currentTimeMillis
  const only = resource === undefined ? sql`r.owner = ${account.owner}` : sql`r.id = ${resource.id}`
  return yield* sql<RequestRow>`SELECT a.*, r.crid FROM access_requests a JOIN resources r ON r.id = a.resource_id
    WHERE ${only} AND a.expires_at > ${now} ORDER BY a.requested_at, a.device_id`
})

const view = (row: RequestRow) => ({
  name: row.name,
  device_id: row.device_id,
  requested_at: instant(row.requested_at),
  expires_at: instant(row.expires_at)
})

/** The open requests of all resources of the caller. */
export const list = Effect.flatMap(
  open(undefined),
  (rows) =>
    bounded(rows.map((row): AccessRequest => ({ ...view(row), resource_id: row.resource_id, crid: row.crid })), 100)
)

/** The open requests of one resource. */
export const listOf = (id: string) =>
  Effect.flatMap(getById(id), (resource) => Effect.flatMap(open(resource), (rows) => bounded(rows.map(view), 20)))

const hour = 60 * 60 * 1000

/** The open request with this code. After five wrong codes in an hour every code is refused. */
const byCode = Effect.fnUntraced(function*(resource: ResourceRow, code: string) {
  const sql = yield* SqlClient.SqlClient
  const now = yield* Clock.currentTimeMillis
  const [wrong] = yield* sql<{ n: number }>`
    SELECT count(*) AS n FROM wrong_codes WHERE resource_id = ${resource.id} AND at > ${now - hour}`
  if (Number(wrong?.n ?? 0) >= 5) return "limited" as const
  const found = (yield* open(resource)).find((request) => request.code === code)
  if (found !== undefined) return found
  yield* sql`INSERT INTO wrong_codes ${sql.insert({ resource_id: resource.id, at: now })}`
  return "missing" as const
})

const forget = Effect.fnUntraced(function*({ device_id, resource_id }: RequestRow) {
  const sql = yield* SqlClient.SqlClient
  yield* sql`DELETE FROM access_requests WHERE resource_id = ${resource_id} AND device_id = ${device_id}`
})

/** The request disappears and the person appears, in one change. A refusal is a value: the miss stays counted. */
export const approve = Effect.fnUntraced(function*(id: string, code: string) {
  const sql = yield* SqlClient.SqlClient
  const resource = yield* getById(id)
  const request = yield* byCode(resource, code)
  if (typeof request === "string") return request
  const { device_id, name } = request
  const person: PersonRow = {
    resource_id: resource.id,
    device_id,
    name,
    approved_at: yield* Clock.currentTimeMillis
  }
  yield* sql`INSERT INTO allowed_people ${sql.insert({ ...person })}
    ON CONFLICT (resource_id, device_id) DO UPDATE SET name = excluded.name, approved_at = excluded.approved_at`
  yield* forget(request)
  yield* note("access_request.approved", device_id)
  return viewOf(person)
})

const isDevice = (text: string): boolean => /^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/.test(text)

/** Denies a request by its code, or by its device, which is not limited. */
export const deny = Effect.fnUntraced(function*(id: string, codeOrDevice: string) {
  const resource = yield* getById(id)
  const request = isDevice(codeOrDevice)
    ? (yield* open(resource)).find(({ device_id }) => device_id === codeOrDevice) ?? "missing"
    : yield* byCode(resource, codeOrDevice)
  if (typeof request === "string") return request
  yield* forget(request)
  yield* note("access_request.denied", request.device_id)
  return "denied" as const
})

/** Withdraws the access of a person. */
export const remove = Effect.fnUntraced(function*(id: string, device: string) {
  const sql = yield* SqlClient.SqlClient
  const resource = yield* getById(id)
  const removed = yield* sql`DELETE FROM allowed_people
    WHERE resource_id = ${resource.id} AND device_id = ${device} RETURNING device_id`
  if (removed.length === 0) {
    return yield* Problem.notFound({ code: "not_found", detail: "The resource does not allow this person." })
  }
  yield* note("allowed_passkey.removed", device)
})

/** The answer that refuses a code, which says when codes are taken again. */
export const refusal = (reason: "limited" | "missing") =>
  reason === "missing"
    ? Problem.respond(404, { code: "not_found", detail: "The resource has no such request." })
    : Effect.map(
      Problem.respond(429, { code: "rate_limited", detail: "Too many wrong codes for this resource. Wait an hour." }),
      HttpServerResponse.setHeader("retry-after", "3600")
    )

/** Asks for access, as a person does on the page of a resource. Returns the code that the person reads to the owner. */
export const ask = (
  request: typeof NewAccessRequest.Type
): Effect.Effect<{ readonly code: string; readonly device_id: string }, never, Entropy | SqlClient.SqlClient> =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const entropy = yield* Entropy
    const { accessRequestSeconds } = yield* Assumed
    const now = yield* Clock.currentTimeMillis
    const [resource] = yield* sql<ResourceRow>`SELECT * FROM resources
      WHERE (id = ${request.resource_id} OR crid = ${request.resource_id}) AND access_requests = 1`
    if (resource === undefined) return yield* Effect.dieMessage("no resource takes this access request")
    const device_id = Array.from({ length: 4 }, () => text(entropy, 4)).join("-")
    const code = Array.from(entropy.bytes(6), (byte) => byte % 10).join("")
    yield* sql`INSERT INTO access_requests ${
      sql.insert({
        code,
        resource_id: resource.id,
        device_id,
        name: request.name,
        requested_at: now,
        expires_at: now + accessRequestSeconds * 1000
      })
    }`
    return { code, device_id }
  }).pipe(Effect.orDie)
