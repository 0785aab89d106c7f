// A bulk job that dies at a given moment, as by the power: in the given phase, at the given event of its kind.
import { HttpClient } from "@effect/platform"
import { Journal, Qurl, RetryPolicy } from "@qurl/sdk"
import * as Sqlite from "@qurl/sdk/Journal/Sqlite"
import { layerHttpClient } from "@qurl/sdk/Node"
import { Config, Duration, Effect, Fiber, Layer, Stream } from "effect"
import { closeSync, openSync, readFileSync, writeSync } from "node:fs"

const { filename, phase, at, results, targets } = JSON.parse(readFileSync(0, "utf8"))

const die = Effect.sync(() => process.kill(process.pid, "SIGKILL"))

/** Runs an effect, and dies instead at the event that was asked for. */
const dying = (wanted) => {
  let events = 0
  return Effect.suspend(() => wanted === phase && ++events === at ? die : Effect.void)
}

const beforeWrite = dying("before the journal write")
const beforeSending = dying("sent")
const beforeReading = dying("answered")
const beforeResult = dying("writing results")

const journal = Layer.effect(
  Journal.Journal,
  Effect.map(Journal.Journal, (inner) => ({
    ...inner,
    open: (job, options) =>
      Effect.map(inner.open(job, options), (held) => ({
        ...held,
        put: (chunk) => Effect.zipRight(beforeWrite, held.put(chunk))
      }))
  }))
).pipe(Layer.provide(Sqlite.layer({ filename })))

/** Dies while the request is on its way, or once its answer has begun to arrive. */
const http = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(HttpClient.HttpClient, (client) =>
    HttpClient.transform(client, (send) =>
      Effect.gen(function*() {
        const sending = yield* Effect.fork(send)
        yield* Effect.yieldNow()
        yield* beforeSending
        const response = yield* Fiber.join(sending)
        yield* beforeReading
        return response
      })))
).pipe(Layer.provide(layerHttpClient))

const policy = {
  ...RetryPolicy.keyed,
  attempts: 50,
  backoff: { base: Duration.millis(5), factor: 2, cap: Duration.millis(100), jitter: 0.5 }
}

const file = openSync(results, "w", 0o600)

const program = Qurl.batchCreateAll(
  Stream.map(Stream.fromIterable(targets), (target_url) => ({ target_url })),
  { job: "guests", chunkSize: 50 }
).pipe(
  Stream.runForEach(({ index, qurl_link, status }) =>
    Effect.zipRight(
      beforeResult,
      Effect.sync(() => writeSync(file, `${JSON.stringify({ index, status, qurl_link })}\n`))
    )
  )
)

const live = Layer.unwrapEffect(
  Effect.map(
    Config.all({ apiKey: Config.redacted("QURL_API_KEY"), baseUrl: Config.string("QURL_API_URL") }),
    Qurl.layer
  )
).pipe(Layer.provide(http), Layer.provide(RetryPolicy.layer(policy)))

await Effect.runPromise(Effect.provide(program, [live, journal]))
closeSync(file)
