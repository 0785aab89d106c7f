/**
 * Everything that reads from outside, attacked: `npm run fuzz`.
 *
 * @since 0.1.0
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { make as makeDraw } from "@qurl/testing/Draw"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { table } from "../kit/markdown.js"
import { numbers } from "../kit/options.js"
import * as EmulatorAttacks from "./EmulatorAttacks.js"
import { behaviors } from "./HostileServer.js"
import { type Parser, parsers } from "./Parsers.js"
import * as SdkAttacks from "./SdkAttacks.js"

const { runs, seconds, seed } = numbers({ seed: 1, runs: 100_000, seconds: 600 })
const until = performance.now() + seconds * 1000
const failures: Array<string> = []

const row = (name: string, done: number, found: number) => [name, done, found === 0 ? "held" : `${found} FAILED`]

const report = (name: string, seed: number, problem: string) => {
  failures.push(`FAILED ${name}: ${problem}\nnpm run fuzz -- --seed ${seed} --runs 1`)
}

const parse = ({ attack, name }: Parser) => {
  let done = 0
  let found = 0
  for (; done < runs && performance.now() < until; done++) {
    let problem: string | undefined
    try {
      problem = attack(makeDraw(seed + done))
    } catch (error) {
      problem = `threw ${String(error)}`
    }
    if (problem === undefined) continue
    found += 1
    if (found === 1) report(name, seed + done, problem)
  }
  return row(name, done, found)
}

/** Sockets cost more: a thousandth of the runs, several at a time. */
const overSockets = (name: string, attack: (seed: number) => Effect.Effect<string | undefined>) =>
  Effect.gen(function*() {
    const seeds = Array.from({ length: Math.max(1, Math.ceil(runs / 1000)) }, (_, index) => seed + index)
    const results = yield* Effect.forEach(
      seeds,
      (seed) =>
        performance.now() > until ? Effect.succeedNone : Effect.map(attack(seed), (problem) => {
          if (problem !== undefined) report(name, seed, problem)
          return Option.some(problem)
        }),
      { concurrency: 4 }
    )
    const done = results.flatMap(Option.toArray)
    return row(name, done.length, done.filter((problem) => problem !== undefined).length)
  })

const fuzz = Effect.gen(function*() {
  const parsed = parsers.map(parse)
  const onClient = yield* SdkAttacks.onClient
  const onEmulator = yield* EmulatorAttacks.onEmulator
  const clients = yield* Effect.forEach(
    ["fetch", "undici"] as const,
    (transport) =>
      Effect.forEach(
        Object.entries(behaviors),
        ([name, behavior]) => overSockets(`${name}, on ${transport}`, (seed) => onClient(behavior, transport, seed))
      )
  )
  const onOptions = yield* SdkAttacks.onOptions
  const options = yield* Effect.forEach(
    ["fetch", "undici"] as const,
    (transport) => overSockets(`spoiled options, on ${transport}`, (seed) => onOptions(transport, seed))
  )
  const emulator = yield* overSockets("requests to the emulator", onEmulator)
  const onLinks = yield* SdkAttacks.onLinks
  const links = yield* overSockets("links and tokens as texts", (seed) => onLinks("undici", seed))
  const cursors = yield* overSockets("cursors of lists", yield* EmulatorAttacks.onCursors)
  const bodies = yield* overSockets("endless bodies to the emulator", yield* EmulatorAttacks.onBodies)
  yield* Console.log(
    table(["attack", "runs", "result"], [...parsed, ...clients.flat(), ...options, links, emulator, cursors, bodies])
  )
  if (failures.length === 0) return
  yield* Console.error(`\n${failures.slice(0, 10).join("\n\n")}`)
  process.exitCode = 1
})

NodeRuntime.runMain(Effect.scoped(fuzz))
