import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { ConfigurationError } from "@qurl/sdk/Configuration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { proxyVariable } from "./proxyVariable.js"

/**
 * HTTP client of the command: the `fetch` of Node, which ignores the variables for proxies, or undici if one of them is
 * set. undici takes a while to load.
 */
export const httpClient = Layer.unwrapEffect(Effect.gen(function*() {
  const variable = proxyVariable()
  if (variable === undefined) return FetchHttpClient.layer
  const { layerHttpClientWith } = yield* Effect.promise(() => import("@qurl/sdk/Node"))
  return Layer.catchAll(layerHttpClientWith({ proxy: "environment" }), () =>
    Layer.fail(
      new ConfigurationError({
        setting: variable,
        problem: "is not the URL of a proxy, such as http://proxy.example:3128"
      })
    ))
}))
