import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as Transport from "@qurl/idempotency/Transport"
import * as FetchTransport from "@qurl/idempotency/Transport/FetchTransport"
import * as UndiciTransport from "@qurl/sdk/UndiciTransport"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
// The rest of undici takes twice as long to load as these parts.
import Agent from "undici/lib/dispatcher/agent.js"

/** Node's own `fetch`, by its source: it loads undici when first called. */
const isNative = (fetch: typeof globalThis.fetch): boolean =>
  typeof fetch === "function"
  && /\bfetchImpl\b|internal\/deps\/undici|\blazyUndici\b/.test(Function.prototype.toString.call(fetch))

/** Place of the dispatcher of `fetch`. Undici's function would read it as well, and its module sets one if there is none. */
const place = Symbol.for("undici.globalDispatcher.1")

/** Without an option; nothing limits the origins by default. */
const isUnset = (value: unknown): boolean => value === undefined || value === Infinity

/**
 * The agent that `fetch` makes for itself, which takes no options, or none yet. Of a dispatcher that is not recognised it
 * is assumed that the program has set it.
 */
const isDefault = (dispatcher: unknown): boolean => {
  if (dispatcher === undefined) return true
  if (!Predicate.isObject(dispatcher) || dispatcher.constructor.name !== "Agent") return false
  if (Reflect.get(dispatcher, "dispatch") !== dispatcher.constructor.prototype.dispatch) return false
  const options = Object.getOwnPropertySymbols(dispatcher).find(({ description }) => description === "options")
  return options !== undefined && Object.values(Reflect.get(dispatcher, options)).every(isUnset)
}

const known: { fetch: unknown; isNative: boolean; dispatcher: unknown; isDefault: boolean } = {
  fetch: undefined,
  isNative: false,
  dispatcher: undefined,
  isDefault: true
}

/**
 * True if `fetch` would go straight to the network. A program that replaces it (a mock, a recorder) or sets a global
 * dispatcher (a proxy, a mock, certificates) expects our requests there.
 */
const isUntouched = (): boolean => {
  const { fetch } = globalThis
  const dispatcher: unknown = Reflect.get(globalThis, place)
  if (known.fetch !== fetch) Object.assign(known, { fetch, isNative: isNative(fetch) })
  if (known.dispatcher !== dispatcher) Object.assign(known, { dispatcher, isDefault: isDefault(dispatcher) })
  return known.isNative && known.isDefault
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
