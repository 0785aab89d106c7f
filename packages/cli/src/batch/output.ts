import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Stats } from "node:fs"
import { stat } from "node:fs/promises"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"
import type { Job } from "./job.js"

/** Name of a result file until it is complete. */
export const partOf = (out: string): string => `${out}.part`

const statsOf = (file: string): Effect.Effect<Option.Option<Stats>> =>
  Effect.option(Effect.tryPromise(() => stat(file)))

const refused = (what: string, next: string) =>
  new Problem({ exitCode: exitCodes.conflict, what, outcome: "Nothing was sent.", next })

/**
 * Refuses a result file that would replace the input, and one that exists and is not a result of the same job. `force`
 * allows the second.
 */
export const checkOutput = (job: Job, known: Option.Option<Job>, force: boolean): Effect.Effect<void, Problem> =>
  Effect.gen(function*() {
    const input = yield* statsOf(job.file)
    for (const file of [job.out, partOf(job.out)]) {
      const found = yield* statsOf(file)
      if (Option.isNone(found)) continue
      const { dev, ino } = found.value
      if (Option.exists(input, (stats) => stats.dev === dev && stats.ino === ino)) {
        return yield* refused(`Results would replace the input, ${file}.`, "Name another file with --out.")
      }
      if (!found.value.isFile()) {
        return yield* refused(`${file} is not a regular file, so results cannot go there.`, "Name a file with --out.")
      }
      if (!force && !Option.exists(known, ({ out }) => out === job.out)) {
        return yield* refused(
          `${file} exists and is not the result of this job.`,
          "Name another file with --out, or replace it with --force."
        )
      }
    }
  })
