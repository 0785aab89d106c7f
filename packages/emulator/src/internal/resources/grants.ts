import * as SqlClient from "@effect/sql/SqlClient"
import type { CreateResourceRequest, UpdateResourceRequest } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Account } from "../../TestKey.js"
import * as Problem from "../kit/problem.js"
import { decodeTags, encodeTags, type ResourceRow } from "./lookup.js"

/** Most devices that one resource allows. */
const most = 256

/** Refuses a tunnel resource to a key without its scope, and everything but its connector to a restricted key. */
export const mayCreate = (account: Account, input: CreateResourceRequest) => {
  const { restricted } = account
  if (restricted !== undefined) {
    if (input.type !== "tunnel" || input.slug !== restricted.slug || input.find_or_create !== true) {
      return Problem.forbidden({ code: "forbidden", detail: "This key is for finding or creating its connector only." })
    }
    return restricted.consumed
      ? Problem.conflict({ code: "bootstrap_key_consumed", detail: "This key has brought its connector up already." })
      : Effect.void
  }
  return input.type === "tunnel" && !account.scopes.includes("qurl:agent")
    ? Problem.forbidden({ code: "insufficient_scope", detail: "This key lacks the scope qurl:agent." })
    : Effect.void
}

/** Marks a restricted key as used up. */
export const consume = Effect.fnUntraced(function*({ restricted }: Account) {
  if (restricted === undefined) return
  const sql = yield* SqlClient.SqlClient
  yield* sql`UPDATE api_keys SET consumed_at = ${yield* Clock.currentTimeMillis} WHERE id = ${restricted.keyId}`
})

/** Refuses a found resource whose privacy or devices are not those that were asked for. */
export const sameAs = (row: ResourceRow, input: CreateResourceRequest) => {
  if (input.private !== undefined && input.private !== (row.private === 1)) {
    return Problem.badRequest({ code: "privacy_mismatch", detail: "The resource exists with another privacy." })
  }
  const keys = new Set(decodeTags(row.allowed_device_keys))
  const asked = input.allowed_device_keys === undefined ? undefined : new Set(input.allowed_device_keys)
  return asked !== undefined && (asked.size !== keys.size || [...asked].some((key) => !keys.has(key)))
    ? Problem.badRequest({ code: "device_keys_mismatch", detail: "The resource exists with other allowed devices." })
    : Effect.void
}

/** The devices that a resource allows after a change, as a column holds them. */
export const keysAfter = (row: ResourceRow, change: UpdateResourceRequest) => {
  const { allowed_device_keys, allowed_device_keys_add = [], allowed_device_keys_remove = [] } = change
  const keys = new Set([...allowed_device_keys ?? decodeTags(row.allowed_device_keys), ...allowed_device_keys_add])
  for (const key of allowed_device_keys_remove) keys.delete(key)
  return keys.size <= most
    ? Effect.succeed(encodeTags([...keys]))
    : Problem.badRequest({ code: "invalid_input", detail: `A resource allows ${most} devices at most.` })
}
