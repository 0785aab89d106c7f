import { Qurl, QurlLive } from "@qurl/effect4"
import * as Effect from "effect4/Effect"
import { input } from "../workload.js"

await Effect.runPromise(Effect.provide(Qurl.create(input), QurlLive))
