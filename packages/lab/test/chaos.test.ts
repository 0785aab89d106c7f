import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { execFile } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Program from "../src/chaos/Program.js"
import * as Report from "../src/chaos/Report.js"
import * as Scenarios from "../src/chaos/Scenarios.js"

const main = createRequire(import.meta.url).resolve("@qurl/lab/chaos/main")

const directory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "qurl-chaos-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

const size = { intents: 3, troubledSeconds: 6 }

/** Missing requirement of a scenario. It fails the scenario in CI, and skips it with a message elsewhere. */
const lacking = (lacks: Effect.Effect<string | undefined>, name: string): boolean => {
  const missing = Effect.runSync(lacks)
  if (missing === undefined) return false
  console.warn(`Chaos, ${name}: ${missing}.`)
  return process.env["CI"] !== "true"
}

/** A share of `npm run chaos`. */
describe("processes that die and wires that fail: nothing is lost or happens twice", () => {
  for (const { lacks, name, run } of Scenarios.all) {
    it.scopedLive.skipIf(lacking(lacks, name))(
      name,
      () =>
        Effect.gen(function*() {
          const parent = yield* directory
          const program = yield* Program.make(join(parent, "client.mjs"))
          const round = yield* run({
            program,
            seed: 1,
            directory: Scenarios.makeDirectory(parent, "run"),
            size,
            broken: false
          })
          assert.isFalse(Report.isViolated(round), Report.explain(name, round))
          // Two clients with three calls, one with three rows; of the calls one is for three links.
          assert.strictEqual(round.intents, 9)
          assert.strictEqual(round.verdict.changes, 13)
        }),
      300_000
    )
  }

  it.live("a client that repeats without keys is found out, and the command fails", () =>
    Effect.gen(function*() {
      const args = [main, "--only", "SQLite", "--rounds", "2", "--time", "120", "--intents", "6", "--broken"]
      const { code, said } = yield* Effect.async<{ readonly code: unknown; readonly said: string }>((resume) => {
        execFile(process.execPath, args, (error, stdout, stderr) =>
          resume(Effect.succeed({ code: error?.code, said: stdout + stderr })))
      })
      assert.strictEqual(code, 1, said)
      assert.match(said, /was carried out \d+ times/)
    }), 300_000)
})
