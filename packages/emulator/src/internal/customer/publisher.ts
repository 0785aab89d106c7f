import * as SqlClient from "@effect/sql/SqlClient"
import type { SetPublisherRequest } from "@qurl/contract"
import * as Effect from "effect/Effect"
import { Current } from "../kit/current.js"
import * as Problem from "../kit/problem.js"
import { note } from "../webhooks/effects.js"

/** Adds the name under which an account publishes. */
export const create = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql`ALTER TABLE customers ADD COLUMN publisher_name TEXT NOT NULL DEFAULT ''`
})

/** The publisher of the calling account. Nothing verifies names here. */
export const read = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const [row] = yield* sql<{ publisher_name: string }>`
    SELECT publisher_name FROM customers WHERE owner = ${account.owner}`
  return { ...(row === undefined || row.publisher_name === "" ? {} : { name: row.publisher_name }), verified: false }
})

/** Sets the name, or removes it with an empty one. Names that suggest the vendor's approval are refused. */
export const set = Effect.fnUntraced(function*({ name }: SetPublisherRequest) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  if (/verified|layerv|qurl/i.test(name.replaceAll(/\s/g, ""))) {
    return yield* Problem.badRequest({ code: "invalid_input", detail: "name must not suggest the vendor's approval" })
  }
  yield* sql`INSERT INTO customers ${sql.insert({ owner: account.owner, publisher_name: name })}
    ON CONFLICT (owner) DO UPDATE SET publisher_name = excluded.publisher_name`
  yield* note("publisher.updated", account.owner)
  return yield* read
})

/** The caller's account and credential. */
export const me = Effect.map(Current, ({ account }) => ({
  owner_id: account.owner,
  auth_type: account.credential === "jwt" ? "jwt" : "api_key",
  ...(account.credential === "jwt"
    ? {}
    : {
      api_key: {
        key_id: account.keyId ?? `key_${account.owner}`,
        kind: account.restricted === undefined ? "api_key" : "enrollment_token",
        scopes: account.scopes.toSorted(),
        key_prefix: account.keyPrefix ?? "lv_test_0000"
      }
    })
}))
