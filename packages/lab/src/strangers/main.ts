/**
 * Programs against a server that speaks other words, behind a gateway that answers for it: `npm run strangers`.
 *
 * @since 0.1.0
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { table } from "../kit/markdown.js"
import * as Options from "../kit/options.js"
import { programs } from "./Callers.js"
import * as Run from "./Run.js"

const values = Options.read({
  seed: { type: "string", default: "1" },
  runs: { type: "string", default: "2000" },
  /** Name of a program to run alone. */
  only: { type: "string" },
  /** The gateway passes everything on; only the user's own client breaks. */
  honest: { type: "boolean", default: false }
})

const strangers = Effect.gen(function*() {
  const { only } = values
  if (only !== undefined && !Object.hasOwn(programs, only)) {
    process.exitCode = 2
    return yield* Console.error(`No such program. There are: ${Object.keys(programs).join("; ")}`)
  }
  const runs = yield* Run.runs({
    seed: Options.whole("seed", values.seed),
    runs: Options.whole("runs", values.runs),
    only,
    honest: values.honest
  })
  const names = Object.keys(programs).filter((name) => only === undefined || name === only)
  yield* Console.log(table(
    ["program", "runs", "violated", "unfinished"],
    names.map((name) => {
      const own = runs.filter(({ program }) => program === name)
      return [
        name,
        own.length,
        own.filter(({ violations }) => violations.length > 0).length,
        own.filter(({ unfinished }) => unfinished.length > 0).length
      ]
    })
  ))
  const violated = runs.filter(({ violations }) => violations.length > 0)
  if (violated.length === 0) return
  // Of each program the run with the shortest story.
  const shortest = names.flatMap((name) =>
    violated
      .filter(({ program }) => program === name)
      .toSorted((one, other) => one.story.length - other.story.length)
      .slice(0, 1)
  )
  yield* Console.error(`\n${shortest.map(Run.explain).join("\n\n")}`)
  process.exitCode = 1
})

NodeRuntime.runMain(strangers)
