import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import type * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Account } from "../../TestKey.js"
import * as TestKey from "../../TestKey.js"
import * as ApiKeys from "../apiKeys/lifecycle.js"
import * as Problem from "../kit/problem.js"
import type { Route } from "./routes.js"

const refuse = (status: 401 | 403, code: string, detail: string) =>
  Effect.flip(Problem.respond(status, { code, detail }))

/** The account behind a credential: one of those the emulator begins with, or a key that was made here. */
const find = (token: string) => {
  const account = TestKey.accounts.get(token)
  return account === undefined ? ApiKeys.account(token) : Effect.succeedSome(account)
}

const notEnough = {
  apiKey: "This takes the JWT of somebody who has signed in; an API key is not enough.",
  jwt: "This takes an API key; the JWT of somebody who has signed in is not enough."
}

/** The account behind the credential, if it may do what the operation needs. Fails with the answer that refuses it. */
export const authenticate = (
  request: HttpServerRequest.HttpServerRequest,
  route: Route | undefined
): Effect.Effect<Account, HttpServerResponse.HttpServerResponse, SqlClient.SqlClient> =>
  Effect.gen(function*() {
    if (route?.credentials.length === 0) return TestKey.anonymous
    const [scheme, token] = (request.headers["authorization"] ?? "").split(" ", 2)
    if (scheme?.toLowerCase() !== "bearer" || token === undefined || token === "") {
      return yield* refuse(401, "unauthorized", "Send a key in the header Authorization: Bearer <key>.")
    }
    const found = yield* find(token)
    if (Option.isNone(found)) {
      return yield* token.startsWith("lv_")
        ? refuse(
          401,
          "api_key_invalid",
          "This key is unknown here. The emulator prints the keys it knows at its start."
        )
        : refuse(401, "invalid_token", "This JWT is unknown here. The emulator knows the ones it names.")
    }
    const account = found.value
    if (account.expired) return yield* refuse(401, "api_key_expired", "This key has expired.")
    if (route === undefined) return account
    if (!route.credentials.includes(account.credential)) {
      return yield* refuse(
        403,
        "access_denied",
        notEnough[account.credential]
      )
    }
    // A restricted key finds or creates the resource of its connector, whatever else that takes.
    return account.scopes.includes(route.scope)
        || (account.restricted !== undefined && route.operation === "createResource")
      ? account
      : yield* refuse(403, "insufficient_scope", `This key lacks the scope ${route.scope}.`)
  })
