import { Qurl } from "@qurl/sdk"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { batchSize } from "../workload.js"
import { makeOn } from "./bulk.js"

/** The loop that users would write without the SDK: one batch of a hundred after another, several at a time. */
export const make = makeOn(Layer.empty, (rows, concurrency) => {
  const left = rows[Symbol.iterator]()
  const take = () => {
    const taken = []
    while (taken.length < batchSize) {
      const next = left.next()
      if (next.done === true) break
      taken.push(next.value)
    }
    return taken
  }
  const line = Effect.suspend(() => {
    const items = take()
    return items.length === 0 ? Effect.succeed(false) : Effect.as(Qurl.batchCreate(items), true)
  }).pipe(Effect.repeat({ while: (goesOn) => goesOn }))
  return Effect.all(Chunk.makeBy(concurrency, () => line), { concurrency: "unbounded", discard: true })
})
