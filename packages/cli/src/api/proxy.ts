import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as Transport from "@qurl/idempotency/Transport"
import { ConfigurationError } from "@qurl/sdk/Configuration"
import * as UndiciTransport from "@qurl/sdk/UndiciTransport"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { nodeDispatcher } from "./nodeDispatcher.js"
import { proxyVariable } from "./proxyVariable.js"

/** Client without a proxy. Requests of the SDK take Node's own client, which is loaded sooner than `fetch`. */
const direct = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(HttpClient.HttpClient, (client) => Transport.attach(client, UndiciTransport.make(nodeDispatcher)))
).pipe(Layer.provide(FetchHttpClient.layer))

/**
 * HTTP client of the command: Node's own, which ignores the variables for proxies, or undici if one of them is set. undici
 * takes a while to load.
 */
export const httpClient = Layer.unwrapEffect(Effect.gen(function*() {
  const variable = proxyVariable()
  if (variable === undefined) return direct
  const { layerHttpClientWith } = yield* Effect.promise(() => import("@qurl/sdk/Node"))
  return Layer.catchAll(layerHttpClientWith({ proxy: "environment" }), () =>
    Layer.fail(
      new ConfigurationError({
        setting: variable,
        problem: "is not the URL of a proxy, such as http://proxy.example:3128"
      })
    ))
}))
