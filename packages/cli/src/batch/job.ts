import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import { homedir } from "node:os"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"

/** What a job needs to go on, besides its journal. */
export const Job = Schema.Struct({
  job: Schema.String,
  file: Schema.String,
  format: Schema.Literal("csv", "jsonl"),
  out: Schema.String,
  rows: Schema.Number,
  digest: Schema.String,
  apiUrl: Schema.String,
  /** Of the API key: links belong to its account. */
  account: Schema.String,
  concurrency: Schema.Number,
  /** How long the server keeps answers, where that was said: what is told once holds for every resumption. */
  retention: Schema.optional(Schema.DurationFromMillis)
})

export type Job = typeof Job.Type

const hash = (...parts: ReadonlyArray<string>): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex")

/** A key has more entropy than anybody can try out. */
export const accountOf = (apiKey: string): string => hash("account", apiKey).slice(0, 16)

/** The same file for the same API is the same job, so that running the command again goes on with it. */
export const nameOf = (file: string, digest: string, apiUrl: string): string => {
  const base = file.replace(/^.*[/\\]/, "").replace(/\.[^.]*$/, "").replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 40)
  return `${base === "" ? "batch" : base}-${hash(digest, apiUrl).slice(0, 8)}`
}

/** Where jobs are written down. Links are among it, so nobody else may look. */
export const directory = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { QURL_STATE_DIR: own, XDG_STATE_HOME: state } = process.env
  const set = (value: string | undefined): value is string => value !== undefined && value !== ""
  const directory = set(own) ? own : path.join(set(state) ? state : path.join(homedir(), ".local", "state"), "qurl")
  yield* fs.makeDirectory(path.join(directory, "jobs"), { recursive: true, mode: 0o700 })
  return directory
})

export const journalFile = Effect.gen(function*() {
  const path = yield* Path.Path
  return path.join(yield* directory, "jobs.sqlite")
})

/** A name of a job can be anything; a file of that name cannot. */
const fileOf = (job: string) =>
  Effect.gen(function*() {
    const path = yield* Path.Path
    return path.join(yield* directory, "jobs", `${hash(job).slice(0, 32)}.json`)
  })

const Json = Schema.parseJson(Job)

/** Written as a whole or not at all. */
export const save = (job: Job) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const file = yield* fileOf(job.job)
    yield* fs.writeFileString(`${file}.new`, yield* Effect.orDie(Schema.encode(Json)(job)), { mode: 0o600 })
    yield* fs.rename(`${file}.new`, file)
  })

export const find = (job: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const file = yield* fileOf(job)
    const text = yield* Effect.option(fs.readFileString(file))
    return Option.flatMap(text, Schema.decodeOption(Json))
  })

export const forget = (job: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    yield* fs.remove(yield* fileOf(job), { force: true })
  })

export const load = (job: string) =>
  Effect.flatMap(
    find(job),
    Option.match({
      onNone: () =>
        new Problem({
          exitCode: exitCodes.notFound,
          what: `There is no job ${JSON.stringify(job)} here.`,
          next: "qurl jobs list tells which there are; QURL_STATE_DIR says where they are kept."
        }),
      onSome: (job) => Effect.succeed(job)
    })
  )
