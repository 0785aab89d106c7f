/**
 * Runs the three clients against one emulator, whose connection is cut after it has stored each client's first batch.
 *
 * @since 0.1.0
 */
import * as Command from "@effect/platform/Command"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Fault from "@qurl/emulator/Fault"
import * as FaultPlan from "@qurl/emulator/FaultPlan"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { pipe } from "effect/Function"
import * as Mailbox from "effect/Mailbox"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { fileURLToPath } from "node:url"
import * as EmulatorProcess from "../kit/emulatorProcess.js"
import * as Clients from "./clients.js"
import * as Lane from "./lane.js"
import type { Row } from "./table.js"
import * as Targets from "./targets.js"
import * as Wire from "./wire.js"

/**
 * How a show is run.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Milliseconds for which requests and answers are held. */
  readonly slow: number
  /** Runs when the emulator is up, before anything is sent. */
  readonly ready: (inspector: string) => Effect.Effect<void>
  /** Called after every event. */
  readonly changed: (lanes: ReadonlyArray<Lane.Lane>, lane: Lane.Lane, event: Wire.Event) => void
}

/** The connection is cut after everything was stored and before the first byte of the answer. */
const faults = FaultPlan.of({ fault: Fault.destroyAfterCommit, operation: "batchCreate", per: "intent", nth: 1 })

const Counts = Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.Number }))

/** Counts rows in another process, so that neither the server nor a client has to be believed. */
const counting = Effect.fnUntraced(
  function*(database: string, counted: (counts: Readonly<Record<string, number>>) => void) {
    const input = yield* Mailbox.make<Uint8Array>()
    const counter = yield* Command.make(
      process.execPath,
      fileURLToPath(new URL("count.js", import.meta.url)),
      database
    ).pipe(
      Command.stdin(Mailbox.toStream(input)),
      Command.stderr("inherit"),
      Command.streamLines,
      Stream.mapEffect((line) => Schema.decode(Counts)(line)),
      Stream.runForEach((counts) => Effect.sync(() => counted(counts))),
      Effect.forkScoped
    )
    // Its last line counts what is there when its input ends.
    return Effect.zipRight(input.end, Fiber.join(counter))
  }
)

/**
 * Runs the show. The emulator and its inspector stay up until the scope ends.
 *
 * @since 0.1.0
 * @category constructors
 */
export const run = Effect.fnUntraced(function*(options: Options) {
  const items = yield* Targets.read
  const directory = yield* Effect.flatMap(FileSystem.FileSystem, (fs) => fs.makeTempDirectoryScoped())
  const database = `${directory}/demo.sqlite`
  const emulator = yield* EmulatorProcess.start({ database, faults })
  const inspector = `${emulator.url}/_emulator/inspector`
  const lanes = Clients.all.map(({ name }) => Lane.make(name, items.length))
  const report = (index: number) => (event: Wire.Event) => {
    const before = lanes[index]
    if (before === undefined) return
    const lane = Lane.add(before, event)
    lanes[index] = lane
    options.changed(lanes, lane, event)
  }
  const finalCounts = yield* counting(database, (counts) => {
    for (const [index, { name, rows }] of lanes.entries()) {
      const count = counts[name] ?? 0
      if (count !== rows) report(index)({ kind: "rows", count })
    }
  })
  yield* options.ready(inspector)
  yield* Effect.forEach(Clients.all, ({ name, run }, index) =>
    pipe(
      run({ url: emulator.url, fetch: Wire.make(name, options.slow, report(index)) }, items),
      Effect.tap((text) => Effect.sync(() => report(index)({ kind: "reported", text })))
    ), { concurrency: "unbounded" })
  yield* finalCounts
  const requests = yield* emulator.requests
  const rows = lanes.map(({ name, reported, rows, wanted }): Row => {
    const seen = requests.filter(({ intent }) => intent === name)
    const keys = new Set(seen.flatMap(({ key_digest }) => key_digest === null ? [] : [key_digest]))
    return { client: name, wanted, exist: rows, attempts: seen.length, keys: keys.size, reported: reported ?? "" }
  })
  return { inspector, rows }
})

/**
 * The rows that a show must end with.
 *
 * @since 0.1.0
 * @category constructors
 */
export const expected: ReadonlyArray<Row> = [
  { client: "retries blindly", wanted: 100, exist: 200, attempts: 2, keys: 0, reported: "success" },
  { client: "never retries", wanted: 100, exist: 100, attempts: 1, keys: 0, reported: "unknown" },
  { client: "this SDK", wanted: 100, exist: 100, attempts: 2, keys: 1, reported: "success" }
]

/**
 * True if the show ended as it must.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isExpected = (rows: ReadonlyArray<Row>): boolean => JSON.stringify(rows) === JSON.stringify(expected)

/**
 * Says what is about to happen.
 *
 * @since 0.1.0
 * @category constructors
 */
export const introduction: ReadonlyArray<string> = [
  "100 links in one POST. The server stores them, and then the connection is cut",
  "before the first byte of the answer. Three clients meet this fault:"
]

/**
 * Says why it ended as it did.
 *
 * @since 0.1.0
 * @category constructors
 */
export const conclusion: ReadonlyArray<string> = [
  "Same fault. Only the SDK has 100 links and knows it: both of its requests carry",
  "one Idempotency-Key, so the server answers the second with the first result."
]
