/**
 * Processes that die and wires that fail: `npm run chaos`.
 *
 * @since 0.1.0
 */
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { KeyGenerator } from "@qurl/sdk"
import { layerHttpClient } from "@qurl/sdk/Node"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Chaos from "../Chaos.js"
import { table } from "../internal/markdown.js"
import { numbers } from "../internal/options.js"
import * as Storm from "./Storm.js"

const { runs, seconds, seed } = numbers({ seed: 1, runs: 1000, seconds: 300 })
const until = performance.now() + seconds * 1000

/** Our client with its safety catch off: an oracle that does not object to it proves nothing. */
const unsafe: Chaos.Client = (setting) =>
  Effect.provide(Chaos.ours({ ...setting, policy: { ...setting.policy, repeat: "unsafe" } }), KeyGenerator.none)

const chaos = Effect.gen(function*() {
  const counts = new Map<string, number>()
  const done: Array<Chaos.Run> = []
  for (let next = seed; next < seed + runs && performance.now() < until; next++) {
    done.push(yield* Storm.run(Chaos.ours, next, counts))
  }
  let tries = 0
  let caught = false
  while (!caught && tries < 10) {
    caught = Chaos.violated([yield* Storm.run(unsafe, seed + tries++, new Map())]).length > 0
  }
  const calls = done.flatMap(({ verdict }) => verdict.calls)
  const violated = Chaos.violated(done)
  yield* Console.log(table(["what", "count"], [
    ["runs", done.length],
    ["calls", calls.length],
    ...[...new Set(calls.map(({ outcome }) => outcome))].sort().map((outcome): [string, number] => [
      `calls told "${outcome}"`,
      calls.filter((call) => call.outcome === outcome).length
    ]),
    ["changes on the server", done.reduce((sum, { verdict }) => sum + verdict.changes, 0)],
    ...[...counts].sort(([a], [b]) => a < b ? -1 : 1),
    ["lost, doubled or untrue", violated.reduce((sum, { verdict }) => sum + verdict.violations.length, 0)],
    [`runs until a client without keys was ${caught ? "caught" : "NOT CAUGHT"}`, tries]
  ]))
  if (violated.length === 0 && calls.length > 0 && caught) return
  for (const run of violated) {
    yield* Console.error(`${Chaos.explain(run)}\nnpm run chaos -- --seed ${run.seed} --runs 1`)
  }
  process.exitCode = 1
})

chaos.pipe(Effect.provide(Layer.merge(NodeContext.layer, layerHttpClient)), NodeRuntime.runMain)
