import * as SqlClient from "@effect/sql/SqlClient"
import type { SetSharingRequest, SharingState } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Assumed } from "../kit/assumed.js"
import * as Problem from "../kit/problem.js"
import { getById, type ResourceRow } from "../resources/lookup.js"
import { note } from "../webhooks/effects.js"

/** No connector runs here: one that was switched on serves after a while. */
const view = Effect.fnUntraced(function*(row: ResourceRow) {
  const { connectSeconds } = yield* Assumed
  const now = yield* Clock.currentTimeMillis
  const state: SharingState = {
    resource_id: row.id,
    crid: row.crid,
    desired_state: row.desired_state,
    serving_epoch: row.serving_epoch,
    connection_state: row.desired_state === "off"
      ? "stopped"
      : now < row.shared_at + connectSeconds * 1000
      ? "connecting"
      : "serving"
  }
  return state
})

const get = Effect.fnUntraced(function*(id: string) {
  const row = yield* getById(id)
  if (row.type !== "tunnel") {
    return yield* Problem.badRequest({ code: "invalid_input", detail: "Only the resource of a connector is shared." })
  }
  return row.revoked_at === null
    ? row
    : yield* Problem.badRequest({ code: "revoked", detail: "The resource has been revoked." })
})

export const read = (id: string) => Effect.flatMap(get(id), view)

const write = Effect.fnUntraced(function*(row: ResourceRow) {
  const sql = yield* SqlClient.SqlClient
  const { desired_state, serving_epoch, shared_at } = row
  yield* sql`UPDATE resources SET ${sql.update({ desired_state, serving_epoch, shared_at })} WHERE id = ${row.id}`
  return yield* view(row)
})

/** A period of serving begins. */
const begin = (row: ResourceRow) =>
  Effect.map(Clock.currentTimeMillis, (shared_at): ResourceRow => ({
    ...row,
    desired_state: "on",
    serving_epoch: row.serving_epoch + 1,
    shared_at
  }))

/** Brings sharing into a state. One that it is in is kept, with its period. */
export const set = Effect.fnUntraced(function*(id: string, { desired_state }: SetSharingRequest) {
  const row = yield* get(id)
  if (row.desired_state === desired_state) return yield* view(row)
  yield* note("sharing.changed", row.id)
  return yield* write(desired_state === "on" ? yield* begin(row) : { ...row, desired_state })
})

/** Begins another period of serving, each time. */
export const restart = Effect.fnUntraced(function*(id: string) {
  const row = yield* begin(yield* get(id))
  yield* note("sharing.restarted", row.id)
  return yield* write(row)
})
