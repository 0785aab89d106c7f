// Behavior of the SDK on every runtime, with both of its faces. The server loses the first answer to every `create`,
// and half of the second; it rate limits the first attempt of every `batchCreate`. The test compares the
// output with the requests that the server has seen.
import { QurlClient, WebhookEvent as PromiseWebhookEvent } from "@qurl/promise"
import { Qurl, QurlLive, WebhookEvent } from "@qurl/sdk"
import { ConfigProvider, Effect, Layer, Redacted } from "effect"

const input = { target_url: "https://example.com/report.pdf" }

const told = ({ meta }) => ({ attempts: meta.attempts, replayed: meta.replayed, key: meta.idempotencyKey })

/** With Effect. */
const sdk = ({ apiKey, baseUrl, delivery, forged, secret }) =>
  Effect.gen(function*() {
    const received = (delivery) =>
      Effect.merge(Effect.map(
        Effect.mapError(WebhookEvent.receive(delivery, Redacted.make(secret)), ({ _tag }) => _tag),
        ({ type }) => type
      ))
    return {
      lost: told(yield* Qurl.create(input)),
      limited: told(yield* Qurl.batchCreate([input])),
      webhook: [yield* received(delivery), yield* received(forged)]
    }
  }).pipe(
    Effect.provide(QurlLive),
    Effect.provide(Layer.setConfigProvider(
      ConfigProvider.fromMap(new Map([["QURL_API_KEY", apiKey], ["QURL_API_URL", baseUrl]]))
    )),
    Effect.runPromise
  )

/** Without. */
const promise = async ({ apiKey, baseUrl, delivery, forged, secret }) => {
  const received = (delivery) => {
    try {
      return PromiseWebhookEvent.receive(delivery, secret).type
    } catch (error) {
      return error.name
    }
  }
  const client = new QurlClient({ apiKey, baseUrl })
  const report = {
    lost: told(await client.create(input)),
    limited: told(await client.batchCreate([input])),
    webhook: [received(delivery), received(forged)]
  }
  await client.close()
  return report
}

export const smoke = async (options) => ({ sdk: await sdk(options), promise: await promise(options) })
