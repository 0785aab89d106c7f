import { FetchHttpClient } from "@effect/platform"
import { Context, Effect, Layer, Redacted } from "effect"
import { createHmac } from "node:crypto"
import * as SkadiServer from "../../src/servers/Skadi.js"
import { Skadi } from "../../src/Skadi.js"

export const apiKey = "sk_1"
export const secret = "secret-1"

export const serve = (options: Partial<SkadiServer.Options> = {}) =>
  SkadiServer.make({ credentials: { [apiKey]: Redacted.make(secret), sk_2: Redacted.make("secret-2") }, ...options })

/** A client of its own: nothing is shared with another one, as in another process. */
export const connect = (apiUrl: string, options: { readonly apiKey?: string; readonly secret?: string } = {}) =>
  Layer.build(Skadi.layer({
    apiUrl,
    apiKey: Redacted.make(options.apiKey ?? apiKey),
    signingSecret: Redacted.make(options.secret ?? secret)
  })).pipe(
    Effect.provide(FetchHttpClient.layer),
    Effect.map((context) => Context.get(context, Skadi))
  )

/** Sends a request without the client, signed as the docstring says. */
export const post = (url: string, init: { readonly key: string; readonly body: string; readonly timestamp?: string }) =>
  Effect.promise(async () => {
    const timestamp = init.timestamp ?? "0"
    const signature = createHmac("sha256", secret).update(`${timestamp}.${init.body}`).digest("hex")
    const response = await fetch(url, {
      method: "POST",
      body: init.body,
      headers: {
        "content-type": "application/json",
        "idempotency-key": init.key,
        "x-api-key": apiKey,
        "x-timestamp": timestamp,
        "x-signature": `sha256=${signature}`
      }
    })
    return { status: response.status, text: await response.text(), type: response.headers.get("content-type") }
  })
