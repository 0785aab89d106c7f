import { Qurl } from "@qurl/sdk"
import { QurlLive } from "@qurl/sdk/Node"
import * as Effect from "effect/Effect"
import { input } from "../workload.js"

await Effect.runPromise(Effect.provide(Qurl.create(input), QurlLive))
