import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { ConfigurationError } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** Variables that name a proxy; `NO_PROXY` names exceptions. */
const variables = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"] as const

const named = (): typeof variables[number] | undefined =>
  variables.find((name) => process.env[name] !== undefined && process.env[name] !== "")

/**
 * HTTP client of the command: the `fetch` of Node, which ignores the variables for proxies, or that of undici if one of
 * them is set. undici takes a while to load.
 */
export const httpClient = Layer.unwrapEffect(Effect.gen(function*() {
  const variable = named()
  if (variable === undefined) return FetchHttpClient.layer
  const { EnvHttpProxyAgent, fetch } = yield* Effect.promise(() => import("./undici.js"))
  const dispatcher = yield* Effect.try({
    try: () => new EnvHttpProxyAgent(),
    catch: () =>
      new ConfigurationError({
        setting: variable,
        problem: "is not the URL of a proxy, such as http://proxy.example:3128"
      })
  })
  // The types of undici are those of the platform in another declaration.
  const proxied = ((input: Parameters<typeof fetch>[0], init?: Parameters<typeof fetch>[1]) =>
    fetch(input, { ...init, dispatcher })) as unknown as typeof globalThis.fetch
  return Layer.provide(FetchHttpClient.layer, Layer.succeed(FetchHttpClient.Fetch, proxied))
}))
