import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import { makeClient } from "../plainApi.js"
import { input } from "../workload.js"

const program = Effect.gen(function*() {
  const client = yield* makeClient(yield* Config.string("QURL_API_URL"), yield* Config.string("QURL_API_KEY"))
  return yield* client.create({ payload: input })
})

await Effect.runPromise(Effect.provide(program, FetchHttpClient.layer))
