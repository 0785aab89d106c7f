import * as SqlClient from "@effect/sql/SqlClient"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Inventory from "../../Inventory.js"
import { Current } from "../kit/current.js"
import * as Events from "./events.js"

/** Notes a change and who asked for it, and tells its event, in the transaction of the change. */
export const note = Effect.fnUntraced(function*(kind: Inventory.Effect["kind"], subject: string) {
  const sql = yield* SqlClient.SqlClient
  const { account, intent, keyDigest, operation, requestId } = yield* Current
  yield* sql`INSERT INTO effects ${
    sql.insert({
      kind,
      subject,
      owner: account.owner,
      operation,
      request_id: requestId,
      key_digest: keyDigest,
      intent,
      at: yield* Clock.currentTimeMillis
    })
  }`
  yield* Events.follow(kind, subject)
})
