/**
 * Looks for a schedule in which an effect happens twice, or an outcome is reported wrongly: `npm run prove`.
 *
 * @since 0.1.0
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { table } from "../kit/markdown.js"
import { numbers } from "../kit/options.js"
import { bugs } from "./Bugs.js"
import * as Explore from "./Explore.js"

const { runs, seconds, seed } = numbers({ seed: 1, runs: 1_000_000, seconds: 3600 })
const until = performance.now() + seconds * 1000
const goesOn = () => performance.now() < until

/** All that can happen to one intent and one server within so many steps and faults. */
const small = (["transaction", "lease"] as const).flatMap((mode) =>
  [{ faults: 0, steps: 10 }, { faults: 1, steps: 7 }, { faults: 2, steps: 6 }].map((bounds): Explore.Bounds => ({
    mode,
    intents: 1,
    sharedKey: false,
    processes: 1,
    words: "of the dialect",
    ...bounds
  }))
)

const explain = (failure: Explore.Failure, rerun: string): string =>
  [`FAILED: ${failure.violations.join("; ")}`, ...failure.log.map((line) => `  ${line}`), rerun].join("\n")

const prove = Effect.gen(function*() {
  const failures: Array<string> = []
  const exhausted = small.map((bounds) => {
    const result = Explore.exhaust(bounds, goesOn)
    if (result.failure !== undefined) failures.push(explain(result.failure, JSON.stringify(bounds)))
    return [
      `all with ${bounds.faults} faults, ${bounds.steps} steps, ${bounds.mode}`,
      result.runs,
      result.failure !== undefined ? "FAILED" : result.complete ? "held" : "stopped by the time"
    ]
  })
  let done = 0
  let failed = 0
  for (; done < runs && goesOn(); done++) {
    const failure = Explore.sample(seed + done)
    if (failure === undefined) continue
    failed += 1
    if (failed <= 3) failures.push(explain(failure, `npm run prove -- --seed ${seed + done} --runs 1`))
  }
  const caught = bugs.map(({ mode, name, parts }) => {
    const found = Explore.hunt(mode, parts, { seed, runs: 50_000 })
    if (found === undefined) failures.push(`FAILED: not detected: ${name}`)
    return [`mistake: ${name}`, found === undefined ? 50_000 : found.seed - seed + 1, found ? "caught" : "NOT CAUGHT"]
  })
  yield* Console.log(table(["schedules", "runs", "result"], [
    ...exhausted,
    [`out of seeds from ${seed}`, done, failed === 0 ? "held" : `${failed} FAILED`],
    ...caught
  ]))
  if (failures.length === 0) return
  yield* Console.error(`\n${failures.join("\n\n")}`)
  process.exitCode = 1
})

NodeRuntime.runMain(prove)
