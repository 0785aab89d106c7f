/**
 * Three ways to deal with a lost answer.
 *
 * @since 0.1.0
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as Inventory from "@qurl/emulator/Inventory"
import * as TestKey from "@qurl/emulator/TestKey"
import { Qurl } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { Target } from "./targets.js"

/**
 * The server and the network in front of it. `fetch` names the client in a header, which the server only logs.
 *
 * @since 0.1.0
 * @category models
 */
export interface Wire {
  readonly url: string
  readonly fetch: typeof globalThis.fetch
}

/**
 * A client: it creates the batch and returns what it reports to its caller.
 *
 * @since 0.1.0
 * @category models
 */
export type Client = (wire: Wire, items: ReadonlyArray<Target>) => Effect.Effect<string>

/** Sends one POST with nothing but `fetch`; a failure of the connection is an exception. */
const post = async ({ fetch, url }: Wire, items: ReadonlyArray<Target>): Promise<string> => {
  const response = await fetch(`${url}/v1/qurls/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${TestKey.full}`, "content-type": "application/json" },
    body: JSON.stringify({ items })
  })
  await response.arrayBuffer()
  return response.ok ? "success" : `status ${response.status}`
}

const retriesBlindly: Client = (wire, items) =>
  Effect.retry(Effect.tryPromise(() => post(wire, items)), { times: 3 }).pipe(Effect.orElseSucceed(() => "unknown"))

const neverRetries: Client = (wire, items) =>
  Effect.orElseSucceed(Effect.tryPromise(() => post(wire, items)), () => "unknown")

const sdk: Client = ({ fetch, url }, items) =>
  Qurl.batchCreate(items).pipe(
    Effect.match({
      onFailure: ({ outcome }) => outcome,
      onSuccess: ({ failed }) => failed === 0 ? "success" : `${failed} failed`
    }),
    Effect.provide(
      Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: url }).pipe(
        Layer.provide(FetchHttpClient.layer),
        Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch))
      )
    ),
    Effect.orDie
  )

/**
 * The clients by name: one repeats the request as it was, one never repeats it, and the SDK repeats it under the key of
 * its first attempt.
 *
 * @since 0.1.0
 * @category constructors
 */
export const all: ReadonlyArray<{ readonly name: string; readonly run: Client }> = [
  { name: "retries blindly", run: retriesBlindly },
  { name: "never retries", run: neverRetries },
  { name: "this SDK", run: sdk }
]

/**
 * Header that names the client, so that the server's log and the inspector can tell the three apart.
 *
 * @since 0.1.0
 * @category constructors
 */
export const nameHeader = Inventory.intentHeader
