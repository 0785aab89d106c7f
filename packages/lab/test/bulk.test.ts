import { FetchHttpClient, HttpClient, HttpClientResponse } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { assert, it } from "@effect/vitest"
import { Fault, type FaultPlan, Inventory, TestKey } from "@qurl/emulator"
import { Effect, Schema } from "effect"
import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as EmulatorProcess from "../src/kit/emulatorProcess.js"

const program = fileURLToPath(new URL("programs/bulk.mjs", import.meta.url))

const phases = ["before the journal write", "sent", "answered", "writing results"] as const

const chunk = 50
const rows = 3000

/** Every tenth row is the same as the one before it, and the last chunk is the same as the first. */
const targets = Array.from({ length: rows }, (_, row) => {
  const guest = row % (rows - chunk)
  return `https://example.com/guests/${guest % 10 === 9 ? guest - 1 : guest}`
})

const countsOf = (all: ReadonlyArray<string>): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const one of all) counts[one] = (counts[one] ?? 0) + 1
  return counts
}

/** Faults of every kind that leaves the client in doubt, each meeting one request in ten. */
const faults = {
  seed: 7,
  rules: [
    Fault.destroyBeforeHandler,
    Fault.destroyAfterCommit,
    Fault.destroyMidBody,
    Fault.inFlight,
    Fault.rateLimit({ retryAfter: { seconds: 0 } })
  ].map((fault) => ({ fault, operation: "batchCreate", probability: 0.1 }))
} satisfies FaultPlan.FaultPlan

interface Death {
  readonly phase: (typeof phases)[number]
  readonly at: number
}

/** Runs the program in a process of its own, to its end or its death. */
const run = (url: string, folder: string, death: Death | undefined) =>
  Effect.async<{ readonly code: number | null; readonly signal: string | null; readonly said: string }>((resume) => {
    const child = spawn(process.execPath, [program], {
      env: { ...process.env, QURL_API_URL: url, QURL_API_KEY: TestKey.full },
      stdio: ["pipe", "ignore", "pipe"]
    })
    const said: Array<Buffer> = []
    child.stderr.on("data", (part: Buffer) => said.push(part))
    child.on("close", (code, signal) => resume(Effect.succeed({ code, signal, said: Buffer.concat(said).toString() })))
    child.stdin.end(
      JSON.stringify({ filename: join(folder, "guests.journal"), results: join(folder, "results"), targets, ...death })
    )
    return Effect.sync(() => child.kill("SIGKILL"))
  })

const InventoryOfLinks = Schema.Struct({ tokens: Schema.Array(Inventory.TokenEntry) })

const Result = Schema.parseJson(
  Schema.Struct({ index: Schema.Int, status: Schema.String, qurl_link: Schema.optional(Schema.String) })
)

it.scopedLive(
  "a bulk job that is killed again and again creates every row once, and loses no link",
  () =>
    Effect.gen(function*() {
      const folder = yield* Effect.acquireRelease(
        Effect.sync(() => mkdtempSync(join(tmpdir(), "qurl-bulk-"))),
        (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
      )
      const { url } = yield* EmulatorProcess.start({ database: join(folder, "emulator.sqlite"), faults })
      const deaths = Array.from({ length: 8 }, (_, nth): Death => ({
        phase: phases[nth % phases.length] ?? "sent",
        at: 1 + nth
      }))
      for (const death of deaths) {
        const { said, signal } = yield* run(url, folder, death)
        assert.strictEqual(signal, "SIGKILL", `${death.phase}: ${said}`)
      }
      // A job may stop when a request meets a fault on every attempt. It is run again then, as its error says.
      let end = yield* run(url, folder, undefined)
      for (let runs = 1; end.code !== 0 && runs < 4; runs++) end = yield* run(url, folder, undefined)
      assert.strictEqual(end.code, 0, end.said)

      const { tokens } = yield* Effect.flatMap(
        HttpClient.get(`${url}/_emulator/inventory`),
        HttpClientResponse.schemaBodyJson(InventoryOfLinks)
      )
      assert.deepStrictEqual(countsOf(tokens.map(({ target_url }) => target_url ?? "")), countsOf(targets))

      const lines = readFileSync(join(folder, "results"), "utf8").trimEnd().split("\n")
      const results = lines.map((line) => Schema.decodeSync(Result)(line))
      assert.deepStrictEqual(results.map(({ index }) => index), targets.map((_, index) => index))
      assert.deepStrictEqual([...new Set(results.map(({ status }) => status))], ["done"])
      assert.strictEqual(new Set(results.map(({ qurl_link }) => qurl_link)).size, rows)
      assert.strictEqual(statSync(join(folder, "guests.journal")).mode & 0o777, 0o600)
    }).pipe(Effect.provide([NodeContext.layer, FetchHttpClient.layer])),
  180_000
)
