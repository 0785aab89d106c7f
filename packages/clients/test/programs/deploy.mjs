import { FetchHttpClient } from "@effect/platform"
import { Atlas } from "@qurl/clients"
import { Config, Effect, Layer } from "effect"
import { randomUUID } from "node:crypto"
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"

const file = "deployment.key"

/** The key that an earlier run has stored, else a new one, stored before anything is sent with it. */
const storedKey = Effect.sync(() => {
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, `deploy-bughunter-${randomUUID()}`, { flush: true })
    renameSync(`${file}.new`, file)
  }
  return readFileSync(file, "utf8")
})

const deploy = Effect.gen(function*() {
  const atlas = yield* Atlas
  const idempotencyKey = yield* storedKey
  const deployment = yield* atlas.createDeployment(
    { agent_definition_id: "def-1", name: "bughunter", environment: "production" },
    { idempotencyKey }
  )
  yield* Effect.sync(() => rmSync(file))
  yield* Effect.log("created", JSON.stringify(deployment))
}).pipe(
  // The key is still in its file: the next run asks under it, and the server does the work once.
  Effect.catchTag("AtlasTimeoutError", (error) => Effect.logError(`retry later with key ${error.idempotencyKey}`))
)

const layer = Atlas.layerConfig({ apiUrl: Config.string("ATLAS_API_URL") })

await Effect.runPromise(Effect.provide(deploy, Layer.provide(layer, FetchHttpClient.layer)))
