import { FetchHttpClient } from "@effect/platform"
import { Context, Effect, Layer, Redacted } from "effect"
import * as SurveyCoderServer from "../../src/servers/SurveyCoder.js"
import { SurveyCoder } from "../../src/SurveyCoder.js"

export const serve = (options: Partial<SurveyCoderServer.Options> = {}) =>
  SurveyCoderServer.make({ apiKeys: ["sc_1", "sc_2"], ...options })

/** A client of its own: nothing is shared with another one, as in another process. */
export const connect = (apiUrl: string, apiKey = "sc_1") =>
  Layer.build(SurveyCoder.layer({ apiUrl, apiKey: Redacted.make(apiKey) })).pipe(
    Effect.provide(FetchHttpClient.layer),
    Effect.map((context) => Context.get(context, SurveyCoder))
  )

/** Sends a request without the client. */
export const post = (url: string, init: { readonly key: string; readonly body: string; readonly apiKey?: string }) =>
  Effect.promise(async () => {
    const response = await fetch(url, {
      method: "POST",
      body: init.body,
      headers: {
        "content-type": "application/json",
        "idempotency-key": init.key,
        "x-api-key": init.apiKey ?? "sc_1"
      }
    })
    return {
      status: response.status,
      text: await response.text(),
      requestId: response.headers.get("x-request-id"),
      replay: response.headers.get("x-idempotent-replay")
    }
  })
