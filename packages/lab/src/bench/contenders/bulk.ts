import { Gate, type QurlServices } from "@qurl/sdk"
import type { Journal } from "@qurl/sdk/Journal"
import { QurlLive } from "@qurl/sdk/Node"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import type { Contender } from "../contender.js"
import { type Api, apiKey, batchSize, input } from "../workload.js"

type Row = typeof input

/** Rows one after the other, each made when it is asked for. */
function* rowsOf(requests: number): Generator<Row> {
  for (let row = 0; row < requests * batchSize; row++) yield { ...input, label: `for guest ${row + 1}` }
}

/** A call is a request of a hundred rows; all calls of a turn are one run over their rows. */
export const makeOn = <R extends Journal = never>(
  journal: Layer.Layer<R, unknown>,
  send: (rows: Iterable<Row>, concurrency: number) => Effect.Effect<unknown, unknown, QurlServices | R>
) =>
({ url }: Api): Contender => {
  process.env.QURL_API_KEY = apiKey
  process.env.QURL_API_URL = url
  const runtime = ManagedRuntime.make(Layer.merge(Layer.provide(QurlLive, Gate.layer(1000)), journal))
  return { run: (_, requests, concurrency) => runtime.runPromise(Effect.asVoid(send(rowsOf(requests), concurrency))) }
}
