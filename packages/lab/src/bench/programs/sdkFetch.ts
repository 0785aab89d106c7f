import { Qurl, QurlLive } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import { input } from "../workload.js"

await Effect.runPromise(Effect.provide(Qurl.create(input), QurlLive))
