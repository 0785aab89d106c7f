import { Qurl } from "@qurl/sdk"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { batchSize } from "../workload.js"
import { makeOn } from "./bulk.js"

/** What one would write without all this: hundred after hundred, some of them at a time. */
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
