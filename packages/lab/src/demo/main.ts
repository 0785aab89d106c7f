/**
 * One batch, one lost answer, three clients: `npm run demo`. With `npm run demo -- --watch` it waits until somebody has the
 * servers' inspectors before their eyes, and keeps the servers until they have seen enough.
 *
 * @since 0.1.0
 */
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Command from "@effect/platform/Command"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as FileSystem from "@effect/platform/FileSystem"
import { Fault, FaultPlan } from "@qurl/emulator"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { fileURLToPath } from "node:url"
import * as EmulatorProcess from "../kit/emulatorProcess.js"
import * as Options from "../kit/options.js"
import * as Clients from "./clients.js"
import { type Row, table } from "./table.js"
import * as Targets from "./targets.js"

const clients: ReadonlyArray<readonly [name: string, client: Clients.Client]> = [
  ["repeats blindly", Clients.repeatsBlindly],
  ["never repeats", Clients.neverRepeats],
  ["this SDK", Clients.ours]
]

const expected: ReadonlyArray<Row> = [
  { client: "repeats blindly", asked: 100, exist: 200, attempts: 2, keys: 0, told: "success" },
  { client: "never repeats", asked: 100, exist: 100, attempts: 1, keys: 0, told: "unknown" },
  { client: "this SDK", asked: 100, exist: 100, attempts: 2, keys: 1, told: "success" }
]

/** The connection is destroyed after everything was stored and before the first byte of the answer. */
const faults = FaultPlan.of({ fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 1 })

/** One client against a server of its own. */
const perform = Effect.fnUntraced(
  function*(client: Clients.Client, emulator: EmulatorProcess.Running, items: ReadonlyArray<Targets.Target>) {
    const told = yield* client(emulator.url, items)
    const seen = yield* emulator.requests
    const keys = new Set(seen.flatMap(({ key_digest }) => key_digest === null ? [] : [key_digest]))
    return { told, attempts: seen.length, keys: keys.size }
  }
)

/** Waits for a line, or for the end of the input. */
const entered = Effect.async<void>((resume) => {
  // Its end is told once.
  if (process.stdin.readableEnded) return resume(Effect.void)
  const onInput = () => {
    process.stdin.off("data", onInput).off("end", onInput).pause()
    resume(Effect.void)
  }
  process.stdin.on("data", onInput).on("end", onInput).resume()
  return Effect.sync(() => process.stdin.off("data", onInput).off("end", onInput).pause())
})

/** Where somebody watches: says what there is to see, and goes on when they have seen it. */
const pause = (watched: boolean, text: string) => watched ? Effect.andThen(Console.log(text), entered) : Effect.void

/** Counted by a third process, so that nobody has to believe the server or the client. */
const count = (databases: ReadonlyArray<string>) =>
  Command.make(process.execPath, fileURLToPath(new URL("count.js", import.meta.url)), ...databases).pipe(
    Command.stderr("inherit"),
    Command.lines,
    Effect.map((lines) => lines.map(Number))
  )

const demo = Effect.fnUntraced(function*(watched: boolean) {
  const items = yield* Targets.read
  const directory = yield* Effect.flatMap(FileSystem.FileSystem, (fs) => fs.makeTempDirectoryScoped())
  const databases = clients.map((_, index) => `${directory}/${index}.sqlite`)
  yield* Console.log(
    `Three clients each ask for ${items.length} links in one request. The server stores all of them, and then the\n`
      + "connection dies before the first byte of the answer. What does each client make of it?\n"
  )
  // Each asks a server of its own, whose database stays when the server is gone.
  const servers = yield* Effect.forEach(
    clients,
    ([name, client], index) =>
      Effect.map(
        EmulatorProcess.start({ database: databases[index] ?? "", faults }),
        (emulator) => ({ name, client, emulator })
      ),
    { concurrency: "unbounded" }
  )
  yield* pause(
    watched,
    `${servers.map(({ emulator, name }) => `${name.padEnd(17)}${emulator.url}/_emulator/inspector`).join("\n")}\n\n`
      + "Open these pages, then press Enter to send the batch."
  )
  const performed = yield* Effect.forEach(
    servers,
    ({ client, emulator }) => perform(client, emulator, items),
    { concurrency: "unbounded" }
  )
  const counts = yield* count(databases)
  const rows = clients.map(([client], index): Row => ({
    client,
    asked: items.length,
    exist: counts[index] ?? Number.NaN,
    attempts: performed[index]?.attempts ?? Number.NaN,
    keys: performed[index]?.keys ?? Number.NaN,
    told: performed[index]?.told ?? ""
  }))
  yield* Console.log(table(rows))
  yield* Console.log(
    "\nexist: rows in the database, counted by another process. attempts and keys: what the server has seen.\n"
      + "The SDK sent one idempotency key with both attempts, so that the server answered the second one with the links\n"
      + "that the first had made."
  )
  if (JSON.stringify(rows) !== JSON.stringify(expected)) {
    yield* Console.error(`\nThat is not what should have happened:\n\n${table(expected)}`)
    process.exitCode = 1
  }
  // An open input would keep the process.
  if (watched) yield* Effect.addFinalizer(() => Effect.sync(() => process.stdin.destroy()))
  yield* pause(watched, "\nLook again. The servers stay until you press Enter.")
})

const { watch } = Options.read({ watch: { type: "boolean", default: false } })

demo(watch).pipe(
  Effect.scoped,
  Effect.provide(Layer.merge(NodeContext.layer, FetchHttpClient.layer)),
  NodeRuntime.runMain
)
