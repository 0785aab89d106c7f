import * as SqlClient from "@effect/sql/SqlClient"
import type { UpdateQurlRequest } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Assumed } from "../kit/assumed.js"
import * as Durations from "../kit/durations.js"
import * as Problem from "../kit/problem.js"
import { encodeTags, get, getActive, never, read, type ResourceRow } from "../resources/lookup.js"
import * as Sessions from "../sessions/lifecycle.js"
import { note } from "../webhooks/effects.js"

/** The server trims and lowers tags and drops those that are there already. */
export const normalized = (tags: ReadonlyArray<string>): ReadonlyArray<string> => [
  ...new Set(tags.map((tag) => tag.trim().toLowerCase()))
]

type NewExpiry = Pick<UpdateQurlRequest, "extend_by" | "expires_at">

/** When something ends after a change. */
export const newExpiry = Effect.fnUntraced(function*(input: NewExpiry, current: number, now: number) {
  if (input.expires_at !== undefined) {
    return yield* Effect.catchAll(Durations.instant(input.expires_at, now), Problem.badRequest)
  }
  if (input.extend_by === undefined) return current
  const expiry = current + (yield* Effect.catchAll(Durations.extension(input.extend_by), Problem.badRequest))
  return expiry <= now + Durations.farthest
    ? expiry
    : yield* Problem.badRequest({
      code: "invalid_duration",
      detail: "extend_by would move the expiry more than 30 days ahead",
      invalid_fields: { extend_by: "would move the expiry more than 30 days ahead" }
    })
})

/** Changes a resource. Its links live as much longer or shorter as it does, those that are over excepted. */
export const update = Effect.fnUntraced(function*(id: string, input: UpdateQurlRequest) {
  const sql = yield* SqlClient.SqlClient
  const now = yield* Clock.currentTimeMillis
  const resource = yield* getActive(id)
  const expires_at = yield* newExpiry(input, resource.expires_at, now)
  const changed = {
    ...resource,
    expires_at,
    description: input.description === undefined ? resource.description : input.description || null,
    tags: input.tags === undefined ? resource.tags : encodeTags(normalized(input.tags))
  }
  yield* sql`UPDATE resources SET ${sql.update(changed, ["id", "owner", "type"])} WHERE id = ${resource.id}`
  // Where there was no end there is no distance to the new one.
  const distance = resource.expires_at === never ? 0 : expires_at - resource.expires_at
  yield* sql`UPDATE tokens SET expires_at = expires_at + ${distance}
    WHERE resource_id = ${resource.id} AND expires_at > ${now}`
  yield* note("resource.updated", resource.id)
  return yield* read(changed, now)
})

/** Revokes a resource with all its links and sessions, unless it is revoked. */
export const revokeFound = Effect.fnUntraced(function*(resource: ResourceRow, forget: boolean) {
  if (resource.revoked_at !== null) return
  const sql = yield* SqlClient.SqlClient
  yield* forget
    ? sql`DELETE FROM resources WHERE id = ${resource.id}`
    : sql`UPDATE resources SET revoked_at = ${yield* Clock.currentTimeMillis} WHERE id = ${resource.id}`
  yield* Sessions.endWith({ resource: resource.id })
  yield* note("resource.revoked", resource.id)
})

/** Revokes a resource with all its links and sessions, once. */
export const revoke = Effect.fnUntraced(function*(id: string, forget: boolean) {
  if (id.startsWith("q_")) {
    return yield* Problem.badRequest({ code: "invalid_request", detail: "A resource is revoked by its own id." })
  }
  const { repeatedDelete } = yield* Assumed
  const resource = yield* get(id)
  if (resource.revoked_at !== null && !repeatedDelete) {
    return yield* Problem.notFound({ code: "not_found", detail: "The resource has been revoked." })
  }
  yield* revokeFound(resource, forget)
})
