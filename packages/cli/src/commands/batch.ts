import * as Path from "@effect/platform/Path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { callFlags, deadlineOf, policyOf } from "../api/callFlags.js"
import { apiKey } from "../api/connect.js"
import { make, required } from "../argv/command.js"
import { choice, count, duration, target, text, toggle } from "../argv/flag.js"
import { shellQuote } from "../argv/shellQuote.js"
import { check } from "../batch/check.js"
import { accountOf, adopt, directory, find, type Job, nameOf, save } from "../batch/job.js"
import { journalFlags } from "../batch/journal.js"
import { checkOutput } from "../batch/output.js"
import { counted, grouped, span } from "../batch/progress.js"
import { type Format, rows } from "../batch/read.js"
import { plan, run } from "../batch/run.js"
import { source } from "../batch/source.js"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"
import * as Print from "../terminal/print.js"
import { Session } from "../terminal/session.js"
import { visible } from "../terminal/visible.js"

const formatOf = (file: string, given: Format | undefined): Format =>
  given ?? (/\.(jsonl|ndjson)$/i.test(file) ? "jsonl" : "csv")

/** Refuses to continue a job with another input, API or key than it began with: its links belong to them. */
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
      ? `Name another job with --job NAME. If the key of the same account was renewed: qurl jobs resume ${
        shellQuote(wanted.job)
      } --new-key`
      : "Name another job with --job NAME."
  })
}

const shownRows = 3

/** Prints the plan of a job: a summary with the first rows, or all rows as JSON. */
const dryRun = (job: Job, worst: string, requests: number) =>
  Effect.gen(function*() {
    const { json, quiet } = yield* Session
    const { concurrency, out } = job
    const good = Stream.filterMap(rows(job.file, job.format), Either.getRight)
    if (json) {
      yield* Stream.runForEach(good, (row) => Print.line(Print.json(row)))
      return yield* Print.line(
        Print.json({
          dry_run: { job: job.job, rows: job.rows, requests, concurrency, worst_case: worst, results: out }
        })
      )
    }
    yield* Stream.runForEach(Stream.take(good, shownRows), ({ input, line }) =>
      Print.line(visible(quiet ? input.target_url ?? "" : `line ${line}  ${Print.json(input)}`)))
    const more = job.rows - shownRows
    if (more > 0) {
      yield* Print.note(`... and ${grouped(more)} more; --json prints all.`)
    }
    yield* Print.note(
      `Nothing was sent. ${counted(job.rows, "row")} would be sent in ${
        counted(requests, "request")
      }, ${concurrency} at `
        + `once, as job ${
          visible(job.job)
        }.\nIn the worst case, if every request needs its whole deadline, they take ${worst}. Rows `
        + `that fail temporarily are sent up to twice more.\nResults would go to ${visible(out)}.`
    )
  })

export const batch = make({
  name: "batch",
  summary: "Create a link for every row of a file, each once.",
  details: [
    "The file is CSV with a heading, or JSON Lines. Its fields are those of a link: target_url, expires_in, label, "
    + "one_time_use, max_sessions, session_duration, access_policy (as JSON), custom_domain, type. CSV may be separated by "
    + "commas, semicolons or tabs. All mistakes are reported before anything is sent.",
    "Rows are written to a journal before they are sent. After a crash, a lost network or Ctrl-C, the same command or qurl "
    + "jobs resume continues where it stopped, and nothing is created twice. The same file is the same job: to create its "
    + "links again, name another job with --job.",
    "With --journal, the journal is in PostgreSQL. The same file and command then continue the job on another machine, with "
    + "the API key of the first, even if the first machine is gone.",
    "The result file lists every row once, with its link. Only you can read it, since links are credentials."
  ],
  examples: [
    { line: "qurl batch guests.csv", what: "Results go to guests.results.csv" },
    {
      line: "qurl batch guests.csv --dry-run",
      what: "The first rows, the number of requests and the longest duration"
    },
    {
      line: "jq -c '.[] | {target_url: .url}' pages.json | qurl batch - --format jsonl --out links.jsonl",
      what: "From a pipe"
    }
  ],
  flags: {
    format: choice("format", ["csv", "jsonl"], "Default: by the name of the file, else csv."),
    out: target("out", "Result file. Default: next to the input, as NAME.results.csv."),
    force: toggle("force", "Replace a result file that exists. The input is never replaced."),
    job: text("job", "NAME", "Name of the job. Default: from the name and content of the file."),
    dryRun: toggle("dry-run", "Check the file and show what would be sent. Sends nothing."),
    concurrency: count("concurrency", "N", "Requests at once. Default: 4.", [1, 64]),
    retention: duration("retention", "How long the server keeps answers. Default: the job's previous value, else 24h."),
    ...journalFlags,
    ...callFlags
  },
  arguments: { file: required("FILE", "A .csv or .jsonl file, a FIFO, or - for standard input.") },
  run: (flags, { file: named }) =>
    Effect.scoped(Effect.gen(function*() {
      const path = yield* Path.Path
      const format = formatOf(named, flags.format)
      const { file, kept, name: inputName } = yield* source(named, path.resolve(named), yield* directory)
      const found = yield* check(file, inputName, format)
      const { apiUrl = "https://api.layerv.ai" } = yield* Session
      const name = flags.job ?? nameOf(kept ? "stdin" : file, found.digest, apiUrl)
      const base = kept
        ? path.resolve(name.replaceAll(/[^\w.-]+/g, "-"))
        : path.join(path.dirname(file), path.parse(file).name)
      const wanted: Job = {
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
      const known = yield* find(name)
      yield* checkOutput(wanted, known, flags.force)
      const { requests, worst } = plan(wanted, deadlineOf(flags))
      if (flags.dryRun) return yield* dryRun(wanted, span(worst), requests)
      if (Option.isSome(known)) yield* sameJob(known.value, wanted)
      const job = {
        ...wanted,
        file: kept ? yield* adopt(name, file) : file,
        retention: wanted.retention ?? Option.getOrUndefined(known)?.retention
      }
      yield* save(job)
      yield* Print.note(`Job ${visible(name)}: ${counted(job.rows, "row")} in ${counted(requests, "request")}.`)
      yield* run(job, {
        retry: policyOf(flags),
        timeout: flags.timeout,
        deadline: flags.deadline,
        journal: flags.journal
      }, found.marks)
    }))
})
