/**
 * Client in its own process: carries out its orders and reports the outcomes.
 *
 * @since 0.1.0
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as TestKey from "@qurl/emulator/TestKey"
import { KeyGenerator, Qurl, type QurlError, type QurlService, RetryPolicy } from "@qurl/sdk"
import * as Sqlite from "@qurl/sdk/Journal/Sqlite"
import { layerHttpClient } from "@qurl/sdk/Node"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { writeSync } from "node:fs"
import { type Intent, type Message, Orders } from "./Message.js"

/** Before anything else happens: what is said is known even if the process dies at once. */
const say = (message: Message): Effect.Effect<void> =>
  Effect.sync(() => void writeSync(1, `${JSON.stringify(message)}\n`))

const policy = {
  ...RetryPolicy.keyed,
  attempts: 6,
  attemptTimeout: Duration.seconds(2),
  deadline: Duration.seconds(15),
  backoff: { base: Duration.millis(50), factor: 2, cap: Duration.seconds(1), jitter: 0.5 }
}

/** Few targets, so that clients meet at the same resources. */
const inputOf = (label: string) => ({ target_url: `https://example.com/${label.length % 3}/${label.at(-1)}`, label })

const call = (qurl: QurlService, { key, labels, name }: Intent, keyed: boolean) => {
  const options = keyed ? { idempotencyKey: key } : {}
  const [first] = labels
  const run: Effect.Effect<{ readonly link?: string; readonly resources: ReadonlyArray<string> }, QurlError> =
    first !== undefined && labels.length === 1
      ? Effect.map(qurl.create(inputOf(first), options), (made) => ({
        link: made.qurl_id,
        resources: [made.resource_id]
      }))
      : Effect.map(qurl.batchCreate(labels.map(inputOf), options), ({ results }) => ({
        resources: results.flatMap((result) => result.success ? [result.resource_id] : [])
      }))
  return Effect.zipRight(
    say({ began: name }),
    Effect.matchEffect(run, {
      onSuccess: (made) => say({ told: name, outcome: "applied", ...made }),
      onFailure: (error) => say({ told: name, outcome: error.outcome, resources: [], error: error._tag })
    })
  )
}

/** Runs the rows of a job; a resumed job starts from its journal. */
const job = (qurl: QurlService, intents: ReadonlyArray<Intent>, filename: string) => {
  const rows = intents.flatMap(({ labels }) => labels.map(inputOf))
  return qurl.batchCreateAll(rows, { job: "chaos", chunkSize: 4, concurrency: 2 }).pipe(
    Stream.runForEach((row) => {
      const told = intents[row.index]?.name ?? ""
      if (row.status === "done") return say({ told, outcome: "applied", resources: [row.resource_id] })
      return say({ told, outcome: row.status === "failed" ? "rejected" : row.status, resources: [] })
    }),
    Effect.provide(Sqlite.layer({ filename })),
    Effect.catchTags({
      BatchStoppedError: ({ reason }) => say({ stopped: reason._tag }),
      JobError: ({ reason }) => say({ stopped: `job ${reason}` }),
      JournalError: ({ code, reason }) => say({ stopped: `journal ${code ?? reason}` })
    })
  )
}

const main = Effect.gen(function*() {
  const orders = yield* Schema.decodeUnknown(Schema.parseJson(Orders))(process.argv[2])
  const { baseUrl, broken, intents, journal } = orders
  const settings = broken
    ? Layer.merge(RetryPolicy.layer({ ...policy, repeat: "unsafe" }), KeyGenerator.none)
    : RetryPolicy.layer(policy)
  const qurl = yield* Qurl.make({ apiKey: Redacted.make(TestKey.full), baseUrl })
  yield* Effect.provide(
    journal === null
      ? Effect.forEach(intents, (intent) => call(qurl, intent, !broken), { discard: true })
      : job(qurl, intents, journal),
    settings
  )
})

NodeRuntime.runMain(Effect.provide(main, layerHttpClient))
