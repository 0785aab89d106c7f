/**
 * Three ways to meet a lost answer.
 *
 * @since 0.1.0
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { Inventory, TestKey } from "@qurl/emulator"
import { Qurl } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { Target } from "./targets.js"

/**
 * A client: it creates the batch and says what it would tell its caller.
 *
 * @since 0.1.0
 * @category models
 */
export type Client = (url: string, items: ReadonlyArray<Target>) => Effect.Effect<string>

/** One POST with nothing but `fetch`; whatever goes wrong with the connection is an exception. */
const post = async (url: string, items: ReadonlyArray<Target>): Promise<string> => {
  const response = await fetch(`${url}/v1/qurls/batch`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${TestKey.full}`,
      "content-type": "application/json",
      // Only for the inspector, which cannot know otherwise that two requests without a key are one call.
      [Inventory.intentHeader]: "the batch"
    },
    body: JSON.stringify({ items })
  })
  await response.arrayBuffer()
  return response.ok ? "success" : `status ${response.status}`
}

/**
 * Repeats what the network lost, as it was: the server sees two batches.
 *
 * @since 0.1.0
 * @category constructors
 */
export const repeatsBlindly: Client = (url, items) =>
  Effect.retry(Effect.tryPromise(() => post(url, items)), { times: 3 }).pipe(
    Effect.orElseSucceed(() => "unknown")
  )

/**
 * Never repeats: nothing is done twice, and nobody knows whether it was done once.
 *
 * @since 0.1.0
 * @category constructors
 */
export const neverRepeats: Client = (url, items) =>
  Effect.orElseSucceed(Effect.tryPromise(() => post(url, items)), () => "unknown")

/**
 * This SDK as it comes: it repeats under the key of the first attempt.
 *
 * @since 0.1.0
 * @category constructors
 */
export const ours: Client = (url, items) =>
  Qurl.batchCreate(items).pipe(
    Effect.match({
      onFailure: ({ outcome }) => outcome,
      onSuccess: ({ failed }) => failed === 0 ? "success" : `${failed} failed`
    }),
    Effect.provide(
      Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: url }).pipe(Layer.provide(FetchHttpClient.layer))
    ),
    Effect.orDie
  )
