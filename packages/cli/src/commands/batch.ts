import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { callFlags, deadlineOf, policyOf } from "../api/callFlags.js"
import { apiKey } from "../api/connect.js"
import { make, required } from "../argv/command.js"
import { choice, count, duration, text, toggle } from "../argv/flag.js"
import { check } from "../batch/check.js"
import { accountOf, directory, find, type Job, nameOf, save } from "../batch/job.js"
import { grouped, span } from "../batch/progress.js"
import { type Format, rows } from "../batch/read.js"
import { plan, run } from "../batch/run.js"
import { spool } from "../batch/spool.js"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"
import * as Print from "../terminal/print.js"
import { Session } from "../terminal/session.js"

const formatOf = (file: string, given: Format | undefined): Format =>
  given ?? (/\.(jsonl|ndjson)$/i.test(file) ? "jsonl" : "csv")

/** The job of that name has to be this one, or its results are somebody else's. */
const sameJob = (known: Job, wanted: Job): Effect.Effect<void, Problem> => {
  const differs = known.digest !== wanted.digest
    ? "another file"
    : known.apiUrl !== wanted.apiUrl
    ? `another API, ${known.apiUrl}`
    : known.account !== wanted.account
    ? "another API key"
    : undefined
  return differs === undefined ? Effect.void : new Problem({
    exitCode: exitCodes.conflict,
    what: `Job ${JSON.stringify(wanted.job)} began with ${differs}.`,
    outcome: "Nothing was sent.",
    next: known.digest === wanted.digest && known.apiUrl === wanted.apiUrl
      ? `Name another job with --job NAME. If the key of the same account was renewed: qurl jobs resume ${wanted.job} --new-key`
      : "Name another job with --job NAME."
  })
}

const dryRun = (file: string, format: Format, job: Job, worst: string, requests: number) =>
  Effect.gen(function*() {
    const { json } = yield* Session
    yield* Stream.runForEach(rows(file, format), (row) =>
      Either.isLeft(row) ? Effect.void : Print.line(Print.json(row.right)))
    const { concurrency, out } = job
    if (json) {
      return yield* Print.line(
        Print.json({
          dry_run: { job: job.job, rows: job.rows, requests, concurrency, worst_case: worst, results: out }
        })
      )
    }
    yield* Print.note(
      `Nothing was sent. ${grouped(job.rows)} rows would go out in ${
        grouped(requests)
      } requests, ${concurrency} at once, as `
        + `job ${job.job}.\nIn the worst case, when every request needs its whole deadline, they take ${worst}; rows that fail in `
        + `passing are sent up to twice more.\nResults would go to ${out}.`
    )
  })

export const batch = make({
  name: "batch",
  summary: "Create a link for every row of a file, each once.",
  details: [
    "The file is CSV with a heading, or JSON objects, one a line. Its fields are those of a link: target_url, expires_in, label, "
    + "one_time_use, max_sessions, session_duration, access_policy (as JSON), custom_domain, type. Everything that is wrong with "
    + "it is told before anything is sent.",
    "What is about to be sent is written down first. After a crash, a lost network or Ctrl-C the same command, or qurl jobs "
    + "resume, goes on where it stopped, and nothing is created twice. The same file is the same job: to create its links once "
    + "more, name another one with --job.",
    "The result file lists every row once, with its link. Only you can read it, since links are credentials."
  ],
  examples: [
    { line: "qurl batch guests.csv", what: "Results go to guests.results.csv" },
    { line: "qurl batch guests.csv --dry-run", what: "What would be sent, in how many requests, and how long at most" },
    {
      line: "jq -c '.[] | {target_url: .url}' pages.json | qurl batch - --format jsonl --out links.jsonl",
      what: "From a pipe"
    }
  ],
  flags: {
    format: choice("format", ["csv", "jsonl"], "Default: by the name of the file, else csv."),
    out: text("out", "FILE", "Where results go. Default: next to the file, as NAME.results.csv."),
    job: text("job", "NAME", "The name of the job. Default: of the file's name and content."),
    dryRun: toggle("dry-run", "Print what would be sent, and send nothing."),
    concurrency: count("concurrency", "N", "Requests at once. Default: 4.", [1, 64]),
    retention: duration(
      "retention",
      "How long the server keeps answers. Default: as the job was told before, else 24h."
    ),
    ...callFlags
  },
  arguments: { file: required("FILE", "A .csv or .jsonl file; - is standard input.") },
  run: Effect.fnUntraced(function*(flags, { file: named }) {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const format = formatOf(named, flags.format)
    const file = named === "-" ? yield* spool(yield* directory) : path.resolve(named)
    const found = yield* check(file, named === "-" ? "standard input" : named, format).pipe(
      // What cannot be sent is not kept either.
      Effect.tapError(() => named === "-" ? fs.remove(file) : Effect.void)
    )
    const { apiUrl = "https://api.layerv.ai" } = yield* Session
    const name = flags.job ?? nameOf(named === "-" ? "stdin" : file, found.digest, apiUrl)
    const base = named === "-" ? path.resolve(name) : path.join(path.dirname(file), path.parse(file).name)
    const job: Job = {
      job: name,
      file,
      format,
      out: flags.out === undefined ? `${base}.results.${format}` : path.resolve(flags.out),
      rows: found.rows,
      digest: found.digest,
      apiUrl,
      account: flags.dryRun ? "" : accountOf(yield* apiKey),
      concurrency: flags.concurrency ?? 4,
      retention: flags.retention
    }
    const { requests, worst } = plan(job, deadlineOf(flags))
    if (flags.dryRun) {
      yield* dryRun(file, format, job, span(worst), requests)
      if (named === "-") yield* fs.remove(file)
      return
    }
    const known = yield* find(name)
    if (Option.isSome(known)) yield* sameJob(known.value, job)
    const kept = { ...job, retention: job.retention ?? Option.getOrUndefined(known)?.retention }
    yield* save(kept)
    yield* Print.note(`Job ${name}: ${grouped(job.rows)} rows in ${grouped(requests)} requests.`)
    yield* run(kept, { retry: policyOf(flags), timeout: flags.timeout, deadline: flags.deadline })
  })
})
