import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import { homedir } from "node:os"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"

/** The record of a job that, with its journal, is all that a resumption needs. */
export const Job = Schema.Struct({
  job: Schema.String,
  file: Schema.String,
  format: Schema.Literal("csv", "jsonl"),
  out: Schema.String,
  rows: Schema.Number,
  /** SHA-256 of the content of the file. */
  digest: Schema.String,
  apiUrl: Schema.String,
  /** Digest of the API key: links belong to its account. */
  account: Schema.String,
  concurrency: Schema.Number,
  /** Retention of answers at the server, if it was given. It holds for every resumption. */
  retention: Schema.optional(Schema.DurationFromMillis)
})

export type Job = typeof Job.Type

const hash = (...parts: ReadonlyArray<string>): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex")

/** Digest of an API key, which has too much entropy to be guessed from it. */
export const accountOf = (apiKey: string): string => hash("account", apiKey).slice(0, 16)

/** Default name of a job. The same content for the same API is the same job, so that running the command again resumes it. */
export const nameOf = (file: string, digest: string, apiUrl: string): string => {
  const base = file.replace(/^.*[/\\]/, "").replace(/\.[^.]*$/, "").replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 40)
  return `${base === "" ? "batch" : base}-${hash(digest, apiUrl).slice(0, 8)}`
}

/** Directory of jobs. Only its owner can read it, since it holds links. */
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

/** File of a job. The name of a job can contain any character, that of a file cannot. */
const fileOf = (job: string, extension: string) =>
  Effect.gen(function*() {
    const path = yield* Path.Path
    return path.join(yield* directory, "jobs", `${hash(job).slice(0, 32)}.${extension}`)
  })

/** Gives a job an input that can be read once only. It is removed with the job. */
export const adopt = (job: string, kept: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const file = yield* fileOf(job, "input")
    yield* fs.rename(kept, file)
    return file
  })

const Json = Schema.parseJson(Job)

/** Writes the record as a whole or not at all. */
export const save = (job: Job) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const file = yield* fileOf(job.job, "json")
    yield* fs.writeFileString(`${file}.new`, yield* Effect.orDie(Schema.encode(Json)(job)), { mode: 0o600 })
    yield* fs.rename(`${file}.new`, file)
  })

export const find = (job: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const file = yield* fileOf(job, "json")
    const text = yield* Effect.option(fs.readFileString(file))
    return Option.flatMap(text, Schema.decodeOption(Json))
  })

/** Removes the record of a job, and its input if the command has kept it. */
export const forget = (job: string) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    for (const extension of ["input", "json"]) yield* fs.remove(yield* fileOf(job, extension), { force: true })
  })

export const load = (job: string) =>
  Effect.flatMap(
    find(job),
    Option.match({
      onNone: () =>
        new Problem({
          exitCode: exitCodes.notFound,
          what: `No job is named ${JSON.stringify(job)}.`,
          next: "qurl jobs list shows the jobs in QURL_STATE_DIR."
        }),
      onSome: (job) => Effect.succeed(job)
    })
  )
