// What users rely on in the types of the packages that run everywhere. It is compiled, never run.
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as Clients from "@qurl/clients"
import * as Contract from "@qurl/contract"
import { Dialect, Idempotent } from "@qurl/idempotency"
import {
  type ConfigurationError,
  type Created,
  type KeyError,
  KeyGenerator,
  Pin,
  Qurl,
  QurlLive,
  RetryPolicy,
  type WriteError
} from "@qurl/sdk"
import { Effect, Layer, Option, Redacted, Schedule } from "effect"
import { same } from "./same.js"

const batch = Qurl.batchCreate([{ target_url: "https://example.com", expires_in: "24h" }])
same<Effect.Effect.Error<typeof batch>, WriteError>(true)
same<Effect.Effect.Context<typeof batch>, Qurl>(true)

const complete = batch.pipe(Effect.provide(QurlLive))
same<Effect.Effect.Error<typeof complete>, WriteError | ConfigurationError>(true)
same<Effect.Effect.Context<typeof complete>, never>(true)

const create = Qurl.create({ target_url: "https://example.com" }, { idempotencyKey: "job-42", retry: RetryPolicy.none })
same<Effect.Effect.Success<typeof create>, Created>(true)

/** Neither keys nor policies add to what a program needs, whichever way they are given. */
const layered = create.pipe(
  Effect.provide(KeyGenerator.sequence("test")),
  Effect.provide(Layer.succeed(KeyGenerator, { next: () => Effect.succeed(Option.some("key")) })),
  Effect.provide(RetryPolicy.layer({ ...RetryPolicy.keyed, attempts: 8 })),
  Effect.provide(Qurl.layer({ apiKey: Redacted.make("key") })),
  Effect.provide(FetchHttpClient.layer)
)
same<Effect.Effect.Context<typeof layered>, never>(true)

const pinned = Effect.gen(function*() {
  const pin = yield* Pin.make
  return yield* Effect.retry(pin(create), Schedule.recurs(3))
})
same<Effect.Effect.Error<typeof pinned>, WriteError>(true)

/** Every failure is distinguished by its tag, and handling one removes it from the type. */
const handled = create.pipe(Effect.catchTag("TimeoutError", (error) => Effect.succeed(error.outcome)))
same<Effect.Effect.Error<typeof handled>, Exclude<WriteError, { readonly _tag: "TimeoutError" }>>(true)

// @ts-expect-error: a misspelt property is refused
Qurl.create({ target: "https://example.com" })
// @ts-expect-error: an extension is by a duration or up to an instant, not both
Qurl.extend("r_1", { extend_by: "1h", expires_at: "2030-01-01T00:00:00Z" })

/** The core serves any program that has an `HttpClient`, and every way of failing is named. */
const core = Effect.flatMap(
  HttpClient.HttpClient,
  (client) => Idempotent.middleware(client, { dialect: Dialect.standard })
)
same<Effect.Effect.Success<typeof core>, HttpClient.HttpClient>(true)

/** The contract is one value that other clients and servers can be derived from. */
export const api = Contract.QurlApi
export { Clients, handled, type KeyError, layered, pinned }
