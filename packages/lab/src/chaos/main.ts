/**
 * Processes that die, disks that fill up, clocks that jump and wires that fail: `npm run chaos`.
 *
 * @since 0.1.0
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Options from "../kit/options.js"
import * as Program from "./Program.js"
import * as Report from "./Report.js"
import type { Round } from "./Round.js"
import * as Scenarios from "./Scenarios.js"

const values = Options.read({
  seed: { type: "string", default: "1" },
  /** Seconds for everything. A round that has begun is finished. */
  time: { type: "string", default: "300" },
  /** Most rounds of each scenario. */
  rounds: { type: "string", default: "1000" },
  /** Intents of each client and round. */
  intents: { type: "string", default: "12" },
  /** The scenario of this name, or all whose names have this in them. */
  only: { type: "string", default: "" },
  /** With clients that repeat without keys: the command must fail. */
  broken: { type: "boolean", default: false }
})

const whole = (name: "seed" | "time" | "rounds" | "intents"): number => Options.whole(name, values[name])

const [seed, time, rounds, intents] = [whole("seed"), whole("time"), whole("rounds"), whole("intents")]
const size = { intents, troubledSeconds: 40 }
const isCI = process.env["CI"] === "true"

const named = Scenarios.all.filter(({ name }) => name === values.only)
const scenarios = named.length > 0 ? named : Scenarios.all.filter(({ name }) => name.includes(values.only))
const parent = mkdtempSync(join(tmpdir(), "qurl-chaos-"))
const until = performance.now() + time * 1000

let runs = 0
const round = (scenario: Scenarios.Scenario, program: string, seed: number): Effect.Effect<Round> =>
  Effect.suspend(() => {
    const directory = Scenarios.makeDirectory(parent, String(runs++))
    return scenario.run({ program, seed, directory, size, broken: values.broken })
  })

const chaos = Effect.gen(function*() {
  if (scenarios.length === 0) {
    process.exitCode = 2
    return yield* Console.error(`No such scenario. There are: ${Scenarios.all.map(({ name }) => name).join("; ")}`)
  }
  const program = yield* Program.make(join(parent, "client.mjs"))
  const lacks = yield* Effect.forEach(scenarios, ({ lacks }) => lacks)
  const summaries = scenarios.map(({ name }, index): Report.Summary & { rounds: Array<Round> } => ({
    name,
    skipped: lacks[index],
    rounds: []
  }))
  const open = summaries.filter(({ skipped }) => skipped === undefined)
  for (const { name, skipped } of summaries) if (skipped !== undefined) yield* Console.error(`${name}: ${skipped}`)
  // By turns, so that each scenario has its share of the time, and at least one round.
  for (let turn = 0; turn < rounds && (turn === 0 || performance.now() < until) && open.length > 0; turn++) {
    for (const [index, scenario] of scenarios.entries()) {
      const summary = summaries[index]
      if (summary === undefined || summary.skipped !== undefined) continue
      if (turn > 0 && performance.now() >= until) break
      summary.rounds.push(yield* round(scenario, program, seed + turn))
    }
  }
  yield* Console.log(`Seed ${seed}\n\n${Report.overview(summaries)}\n\n${Report.details(summaries)}`)
  const failed = summaries.flatMap(({ name, rounds }) =>
    rounds.filter(Report.isViolated).map((round) => Report.explain(name, round))
  )
  for (const text of failed) yield* Console.error(`\n${text}`)
  if (failed.length > 0 || open.length === 0 || (isCI && open.length < summaries.length)) process.exitCode = 1
})

chaos.pipe(
  Effect.ensuring(Effect.sync(() => rmSync(parent, { recursive: true, force: true }))),
  NodeRuntime.runMain
)
