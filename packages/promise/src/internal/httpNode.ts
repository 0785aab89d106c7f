import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as Transport from "@qurl/idempotency/Transport"
import * as FetchTransport from "@qurl/idempotency/Transport/FetchTransport"
import * as UndiciTransport from "@qurl/sdk/UndiciTransport"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
// The rest of undici takes twice as long to load as these parts.
import Agent from "undici/lib/dispatcher/agent.js"
import { getGlobalDispatcher } from "undici/lib/global.js"

/** Node's own `fetch`, by its source: it loads undici when first called. */
const isNative = (fetch: typeof globalThis.fetch): boolean =>
  typeof fetch === "function"
  && /\bfetchImpl\b|internal\/deps\/undici|\blazyUndici\b/.test(Function.prototype.toString.call(fetch))

const known = { fetch: globalThis.fetch, isNative: isNative(globalThis.fetch) }

/** The dispatcher that `fetch` has when nothing was set. */
const initial = getGlobalDispatcher()
const isDefault = initial.constructor.name === "Agent"

/**
 * True if `fetch` would go straight to the network. A program that replaces it (a mock, a recorder) or sets a global
 * dispatcher (a proxy, a mock) expects our requests there.
 */
const isUntouched = (): boolean => {
  const { fetch } = globalThis
  if (known.fetch !== fetch) {
    known.fetch = fetch
    known.isNative = isNative(fetch)
  }
  return known.isNative && isDefault && getGlobalDispatcher() === initial
}

/** The `HttpClient` of a client without a `fetch` of its own, on Node: undici, which costs a third of `fetch`. */
export const layerHttpClient: Layer.Layer<HttpClient.HttpClient> = Layer.scoped(
  HttpClient.HttpClient,
  Effect.gen(function*() {
    const agent = yield* Effect.acquireRelease(
      Effect.sync(() => new Agent()),
      // Not waited for: a client whose options are wrong is given up at once.
      (agent) => Effect.sync(() => void agent.destroy())
    )
    const [fast, safe] = [UndiciTransport.make(agent), FetchTransport.make()]
    return Transport.attach(yield* HttpClient.HttpClient, Transport.choose(() => isUntouched() ? fast : safe))
  })
).pipe(Layer.provide(FetchHttpClient.layer))
