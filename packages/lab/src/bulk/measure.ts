import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { TestKey } from "@qurl/emulator"
import { Qurl } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { rowAt, write } from "./input.js"
import { command, emulator, peakOf } from "./processes.js"
import { verify } from "./verify.js"

export interface Measured {
  readonly rows: number
  readonly seconds: number
  /** MiB. */
  readonly peak: number
}

/** Runs the command once without faults, and measures its duration and peak memory. */
export const batch = async (bin: string, directory: string, rows: number): Promise<Measured> => {
  mkdirSync(directory, { recursive: true })
  const file = join(directory, "rows.csv")
  const results = join(directory, "rows.results.csv")
  const database = join(directory, "emulator.sqlite")
  await write(file, rows)
  const server = await emulator(database, { rules: [] })
  const started = performance.now()
  const run = command(bin, join(directory, "state"), server.url, ["batch", file, "--out", results, "--json"])
  let peak = 0
  let watching = true
  const watch = async () => {
    while (watching) {
      peak = Math.max(peak, peakOf(run))
      await sleep(5)
    }
  }
  const watched = watch()
  const { code } = await run.ended
  const seconds = (performance.now() - started) / 1000
  watching = false
  await watched
  server.child.kill("SIGTERM")
  await server.ended
  if (code !== 0) throw new Error(`the run without faults failed: ${run.stderr()}`)
  const { problems } = await verify(database, results, rows)
  if (problems.length > 0) throw new Error(problems.join("\n"))
  rmSync(directory, { recursive: true, force: true })
  return { rows, seconds, peak }
}

/** Runs the loop that users would write without the SDK: batches of a hundred, no journal, in a warm process. */
export const loop = async (directory: string, rows: number): Promise<Omit<Measured, "peak">> => {
  mkdirSync(directory, { recursive: true })
  const server = await emulator(join(directory, "emulator.sqlite"), { rules: [] })
  const layer = Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: server.url }).pipe(
    Layer.provide(FetchHttpClient.layer)
  )
  const program = Effect.gen(function*() {
    for (let from = 0; from < rows; from += 100) {
      const items = Array.from({ length: Math.min(100, rows - from) }, (_, place) => {
        const { label, target } = rowAt(from + place)
        return { target_url: target, label, expires_in: "24h" as const }
      })
      yield* Qurl.batchCreate(items)
    }
  })
  const started = performance.now()
  await Effect.runPromise(Effect.provide(program, layer))
  const seconds = (performance.now() - started) / 1000
  server.child.kill("SIGTERM")
  await server.ended
  rmSync(directory, { recursive: true, force: true })
  return { rows, seconds }
}
