import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { Qurl } from "@qurl/sdk/Qurls"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { input } from "../workload.js"

const live = Qurl.layerConfig({ apiKey: Config.redacted("QURL_API_KEY"), baseUrl: Config.string("QURL_API_URL") })

await Effect.runPromise(Effect.provide(Qurl.create(input), Layer.provide(live, FetchHttpClient.layer)))
