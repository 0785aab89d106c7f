import { Gate, Qurl, type QurlServices, RetryPolicy } from "@qurl/sdk"
import * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { fromEffect } from "../contender.js"
import { type Api, apiKey, input, items } from "../workload.js"

const policy = RetryPolicy.keyed

/** The SDK as it is configured from the environment. */
export const makeOn = <E>(live: Layer.Layer<QurlServices, E>) => ({ hurry, url }: Api) => {
  process.env.QURL_API_KEY = apiKey
  process.env.QURL_API_URL = url
  const hasty = { ...policy, backoff: { ...policy.backoff, base: Duration.millis(10), cap: Duration.millis(10) } }
  return fromEffect(
    // As many calls at a time as a suite wants.
    Layer.provide(live, Layer.merge(Gate.layer(1000), RetryPolicy.layer(hurry ? hasty : policy))),
    (operation): Effect.Effect<unknown, unknown, Qurl> =>
      operation === "create" ? Qurl.create(input) : Qurl.batchCreate(items)
  )
}
