import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as Sdk4 from "@qurl/effect4"
import { TestKey } from "@qurl/emulator"
import * as Sdk from "@qurl/sdk"
import { Cause, Chunk, Duration, Effect, Exit, Layer, Option, Redacted, Stream } from "effect"
import * as Cause4 from "effect4/Cause"
import * as Duration4 from "effect4/Duration"
import * as Effect4 from "effect4/Effect"
import * as Exit4 from "effect4/Exit"
import * as FetchHttpClient4 from "effect4/http/FetchHttpClient"
import * as Layer4 from "effect4/Layer"
import * as Option4 from "effect4/Option"
import * as Redacted4 from "effect4/Redacted"
import * as Stream4 from "effect4/Stream"
import { KeyGenerator, QurlClient, RetryPolicy } from "../../src/index.js"

/** Long enough for the operation that takes no short keys. */
export const prefix = "the-same-keys-on-both-faces-000000000"

/** Result of a call, in the terms of neither face. */
export type Observed =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly name: string; readonly message: string; readonly fields: object }

/** A face, built anew for each call, so that no call knows of another. */
export interface Face {
  readonly name: "Effect" | "Effect 4" | "Promise"
  /** Its methods, as `create` and `resources.create`. */
  readonly methods: ReadonlyArray<string>
  readonly call: (
    method: string,
    args: ReadonlyArray<unknown>,
    options: { readonly idempotencyKey?: string }
  ) => Promise<Observed>
}

export interface Options {
  readonly baseUrl: string
  readonly apiKey: string
  /** The `fetch` of the Promise face. Default: undici is used. */
  readonly fetch?: typeof globalThis.fetch
}

type Method = (...args: ReadonlyArray<unknown>) => unknown

/** The services by the names that the Promise face gives them. The one for links has none. */
const tags = {
  "": Sdk.Qurl,
  resources: Sdk.Resources,
  sessions: Sdk.Sessions,
  connectors: Sdk.Connectors,
  delegated: Sdk.Delegated,
  accessRequests: Sdk.AccessRequests,
  portal: Sdk.Portal,
  webhooks: Sdk.Webhooks,
  apiKeys: Sdk.ApiKeys,
  accessCodes: Sdk.AccessCodes,
  domains: Sdk.Domains,
  billing: Sdk.Billing,
  customer: Sdk.Customer
}

export const serviceNames = Object.keys(tags)

const methodsOf = (services: Readonly<Record<string, object>>) => {
  const methods = new Map<string, Method>()
  for (const [service, object] of Object.entries(services)) {
    for (const [name, method] of Object.entries(object)) {
      if (typeof method === "function") methods.set(service === "" ? name : `${service}.${name}`, method as Method)
    }
  }
  return methods
}

const keyed = Sdk.RetryPolicy.keyed
const backoff = { ...keyed.backoff, base: Duration.millis(1), jitter: 0 }

const isStream = (result: unknown): result is Stream.Stream<unknown, Sdk.QurlError> =>
  typeof result === "object" && result !== null && Stream.StreamTypeId in result

export const effectFace = ({ apiKey, baseUrl }: Options): Face => {
  const layer = Sdk.QurlServices.layer({ apiKey: Redacted.make(apiKey), baseUrl }).pipe(
    Layer.provide(FetchHttpClient.layer),
    Layer.provide(Sdk.KeyGenerator.sequence(prefix)),
    Layer.provide(Sdk.RetryPolicy.layer({ ...keyed, backoff }))
  )
  const services = Effect.runSync(Effect.provide(Effect.all(tags), layer))
  const methods = methodsOf(services)
  return {
    name: "Effect",
    methods: [...methods.keys()],
    call: async (method, args, options) => {
      const result = methods.get(method)?.(...args, options)
      const effect = isStream(result)
        ? Effect.map(Stream.runCollect(result), Chunk.toReadonlyArray)
        // A result that is not a stream is an effect.
        : result as Effect.Effect<unknown, Sdk.QurlError>
      const exit = await Effect.runPromiseExit(effect)
      if (Exit.isSuccess(exit)) return { kind: "value", value: exit.value }
      const error = Option.getOrThrow(Cause.failureOption(exit.cause))
      const { _tag, message, ...fields } = error
      return { kind: "error", name: _tag, message, fields }
    }
  }
}

/** The services of Effect 4 by the same names. */
const tags4 = {
  "": Sdk4.Qurl,
  resources: Sdk4.Resources,
  sessions: Sdk4.Sessions,
  connectors: Sdk4.Connectors,
  delegated: Sdk4.Delegated,
  accessRequests: Sdk4.AccessRequests,
  portal: Sdk4.Portal,
  webhooks: Sdk4.Webhooks,
  apiKeys: Sdk4.ApiKeys,
  accessCodes: Sdk4.AccessCodes,
  domains: Sdk4.Domains,
  billing: Sdk4.Billing,
  customer: Sdk4.Customer
}

const keyed4 = Sdk4.RetryPolicy.keyed
const backoff4 = { ...keyed4.backoff, base: Duration4.millis(1), jitter: 0 }

export const effect4Face = ({ apiKey, baseUrl }: Options): Face => {
  const layer = Sdk4.QurlServices.layer({ apiKey: Redacted4.make(apiKey), baseUrl }).pipe(
    Layer4.provide(FetchHttpClient4.layer),
    Layer4.provide(Sdk4.KeyGenerator.sequence(prefix)),
    Layer4.provide(Sdk4.RetryPolicy.layer({ ...keyed4, backoff: backoff4 }))
  )
  const services = Effect4.runSync(Effect4.provide(Effect4.all(tags4), layer))
  const methods = methodsOf(services)
  return {
    name: "Effect 4",
    methods: [...methods.keys()],
    call: async (method, args, options) => {
      const result = methods.get(method)?.(...args, options)
      const ended: unknown = Stream4.isStream(result) ? Stream4.runCollect(result) : result
      // Streams and effects of services fail with errors of the package.
      const effect = ended as Effect4.Effect<unknown, Sdk4.QurlError>
      const exit = await Effect4.runPromiseExit(effect)
      if (Exit4.isSuccess(exit)) return { kind: "value", value: exit.value }
      const error = Option4.getOrThrow(Cause4.findErrorOption(exit.cause))
      const { _tag, message, ...fields } = error
      return { kind: "error", name: _tag, message, fields }
    }
  }
}

const isIterable = (result: unknown): result is AsyncIterable<unknown> =>
  typeof result === "object" && result !== null && Symbol.asyncIterator in result

const plainBackoff = { ...RetryPolicy.keyed.backoff, base: 1, jitter: 0 }

export const promiseFace = ({ apiKey, baseUrl, fetch }: Options): Face => {
  const client = new QurlClient({
    apiKey,
    baseUrl,
    keyGenerator: KeyGenerator.sequence(prefix),
    retry: { ...RetryPolicy.keyed, backoff: plainBackoff },
    ...(fetch === undefined ? {} : { fetch })
  })
  const services: Record<string, object> = { "": client }
  for (const [name, service] of Object.entries(client)) {
    if (typeof service === "object") services[name] = service as object
  }
  const methods = methodsOf(services)
  return {
    name: "Promise",
    methods: [...methods.keys()],
    call: async (method, args, options) => {
      try {
        const result = methods.get(method)?.(...args, options)
        if (!isIterable(result)) return { kind: "value", value: await result }
        const items: Array<unknown> = []
        for await (const item of result) items.push(item)
        return { kind: "value", value: items }
      } catch (error) {
        if (!(error instanceof Error)) throw error
        return { kind: "error", name: error.name, message: error.message, fields: Object.assign({}, error) }
      }
    }
  }
}

export const credentials = { key: TestKey.full, person: TestKey.jwt }
