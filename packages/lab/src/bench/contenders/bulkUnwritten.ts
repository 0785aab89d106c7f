import { Qurl } from "@qurl/sdk"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { makeOn } from "./bulk.js"

export const make = makeOn(
  Layer.empty,
  (rows, concurrency) => Stream.runDrain(Qurl.batchCreateAll(rows, { concurrency }))
)
