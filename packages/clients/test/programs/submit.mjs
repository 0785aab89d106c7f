// Creates the submission of a draft. It knows nothing but the draft's id, so that every run makes the same key.
import { FetchHttpClient } from "@effect/platform"
import { Skadi } from "@qurl/clients"
import { IdempotencyKey } from "@qurl/idempotency"
import { Config, Effect, Layer } from "effect"

const layer = Skadi.layerConfig({
  apiKey: Config.redacted("SKADI_API_KEY"),
  signingSecret: Config.redacted("SKADI_SIGNING_SECRET"),
  apiUrl: Config.string("SKADI_API_URL")
})

const program = Effect.gen(function*() {
  const draft = yield* Config.string("DRAFT_ID")
  const skadi = yield* Skadi
  const submission = yield* skadi.createSubmission(
    { draft },
    { idempotencyKey: IdempotencyKey.fromParts("submission", draft) }
  )
  yield* Effect.sync(() => process.stdout.write(JSON.stringify(submission)))
})

await Effect.runPromise(program.pipe(Effect.provide(layer.pipe(Layer.provide(FetchHttpClient.layer)))))
