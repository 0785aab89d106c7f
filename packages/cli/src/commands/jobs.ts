import * as Path from "@effect/platform/Path"
import * as Journal from "@qurl/sdk/Journal"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { callFlags, policyOf } from "../api/callFlags.js"
import { apiKey } from "../api/connect.js"
import { type Group, make, required } from "../argv/command.js"
import { choice, count, duration, target, toggle } from "../argv/flag.js"
import { shellQuote } from "../argv/shellQuote.js"
import { accountOf, find, forget, load, save } from "../batch/job.js"
import { journalFlags, sharedJournal, withJournal } from "../batch/journal.js"
import { checkOutput } from "../batch/output.js"
import { heading, written } from "../batch/results.js"
import { run } from "../batch/run.js"
import { exitCodes } from "../exitCodes.js"
import { Problem, usage } from "../problem.js"
import * as Print from "../terminal/print.js"
import { Session } from "../terminal/session.js"
import * as Stdio from "../terminal/stdio.js"
import { visibleLines } from "../terminal/visible.js"

const name = required("JOB", "The name of the job (qurl jobs list).")

const when = (millis: number): string => new Date(millis).toISOString()

const shown = ({ job, notSent, startedAt, updatedAt, ...counts }: Journal.JobInfo) => ({
  job,
  ...counts,
  not_sent: notSent,
  started_at: when(startedAt),
  updated_at: when(updatedAt)
})

const list = make({
  name: "list",
  summary: "List batches, the latest first.",
  examples: [{ line: "qurl jobs list", what: "Stopped ones can be resumed" }],
  flags: journalFlags,
  arguments: {},
  run: ({ journal }) =>
    withJournal(Journal.list, journal).pipe(
      Effect.flatMap((jobs) =>
        Print.rows(Stream.fromIterable(jobs.map(shown)), {
          name: "jobs",
          none: "No jobs.",
          columns: [
            { title: "job", value: (row) => row.job },
            { title: "state", value: (row) => row.state },
            { title: "done", value: (row) => row.done },
            { title: "failed", value: (row) => row.failed },
            { title: "unknown", value: (row) => row.unknown },
            { title: "started", value: (row) => row.started_at }
          ]
        })
      )
    )
})

/** Record of a job on this machine. A job of a shared journal may have none here. */
const record = (name: string, journal: string | undefined) =>
  sharedJournal(journal) === undefined ? Effect.map(load(name), Option.some) : find(name)

const show = make({
  name: "show",
  summary: "Show a batch, or the results of its rows so far.",
  examples: [
    { line: "qurl jobs show guests-1a2b3c4d", what: "Its progress" },
    { line: "(umask 077; qurl jobs show guests-1a2b3c4d --results > links.csv)", what: "Its results, from the journal" }
  ],
  flags: {
    results: toggle("results", "Print the rows so far, links included."),
    format: choice("format", ["csv", "jsonl"], "Format of the results. Default: that of the file."),
    ...journalFlags
  },
  arguments: { name },
  run: (flags, { name }) =>
    withJournal(
      Effect.gen(function*() {
        const info = yield* Journal.show(name)
        const job = yield* record(name, flags.journal)
        if (!flags.results) {
          const more = Option.match(job, {
            onNone: () => ({}),
            onSome: ({ apiUrl, concurrency, file, out, rows }) => ({
              file,
              results: out,
              rows_of_file: rows,
              api_url: apiUrl,
              concurrency
            })
          })
          return yield* Print.record({ ...shown(info), ...more }, info.state)
        }
        const { json } = yield* Session
        const format = json ? "jsonl" : flags.format ?? Option.getOrUndefined(job)?.format ?? "csv"
        // A file keeps the text of a server as it is; a terminal would obey it.
        const shownText = (text: string) => Stdio.isTerminal.out ? visibleLines(text) : text
        yield* Stdio.out(heading(format))
        yield* Stream.runForEach(
          Journal.results(name),
          (result) =>
            Stdio.out(shownText(written({ line: undefined, input: undefined, row: result.index + 1, result }, format)))
        )
      }),
      flags.journal
    )
})

const resume = make({
  name: "resume",
  summary: "Resume a batch that was stopped.",
  details: [
    "Requests whose answer was lost are repeated first, under their old keys. Then the rest is sent. Nothing is created twice."
  ],
  examples: [
    { line: "qurl jobs resume guests-1a2b3c4d", what: "From where it stopped" },
    { line: "qurl jobs resume guests-1a2b3c4d --concurrency 1", what: "More slowly" }
  ],
  flags: {
    newKey: toggle("new-key", "The API key is another one of the same account."),
    out: target("out", "Another result file than before."),
    force: toggle("force", "Replace a result file that exists. The input is never replaced."),
    concurrency: count("concurrency", "N", "Requests at once. Default: the job's previous value.", [1, 64]),
    retention: duration("retention", "How long the server keeps answers. Default: the job's previous value, else 24h."),
    ...journalFlags,
    ...callFlags
  },
  arguments: { name },
  run: Effect.fnUntraced(function*(flags, { name }) {
    const path = yield* Path.Path
    const known = yield* Option.match(yield* record(name, flags.journal), {
      onSome: Effect.succeed,
      onNone: () =>
        new Problem({
          exitCode: exitCodes.notFound,
          what: "This machine has no record of the job: it began on another one.",
          outcome: "Nothing was sent.",
          next: "Run qurl batch with the same file and --journal: the same content is the same job."
        })
    })
    const { apiUrl = "https://api.layerv.ai" } = yield* Session
    const account = accountOf(yield* apiKey)
    if (apiUrl !== known.apiUrl) {
      return yield* new Problem({
        exitCode: exitCodes.conflict,
        what: `The job belongs to ${known.apiUrl}, but the API is set to ${apiUrl}.`,
        outcome: "Nothing was sent.",
        next: `qurl jobs resume ${shellQuote(name)} --api-url ${known.apiUrl}`
      })
    }
    if (account !== known.account && !flags.newKey) {
      return yield* new Problem({
        exitCode: exitCodes.conflict,
        what: "The job began with another API key.",
        outcome: "Nothing was sent.",
        next: `Set that key. If it was renewed for the same account: qurl jobs resume ${shellQuote(name)} --new-key`
      })
    }
    const job = {
      ...known,
      out: flags.out === undefined ? known.out : path.resolve(flags.out),
      account,
      concurrency: flags.concurrency ?? known.concurrency,
      retention: flags.retention ?? known.retention
    }
    yield* checkOutput(job, Option.some(known), flags.force)
    yield* save(job)
    const { deadline, journal, timeout } = flags
    yield* run(job, { retry: policyOf(flags), timeout, deadline, journal })
  })
})

const reconcile = make({
  name: "reconcile",
  summary: "Decide on rows whose answer was lost too long ago.",
  details: [
    "The server remembers a key for 24 hours. A job with older rows that were sent and not answered does not resume until you "
    + "have checked whether their links exist (qurl list --search) and decided here."
  ],
  examples: [
    { line: "qurl jobs reconcile guests-1a2b3c4d --send-again", what: "They do not exist" },
    { line: "qurl jobs reconcile guests-1a2b3c4d --leave-unknown", what: "They do, or it cannot be found out" }
  ],
  flags: {
    sendAgain: toggle("send-again", "Send these rows again, under new keys."),
    leaveUnknown: toggle("leave-unknown", "Leave them unknown, and continue with the others."),
    ...journalFlags
  },
  arguments: { name },
  run: Effect.fnUntraced(function*({ journal, leaveUnknown, sendAgain }, { name }) {
    if (leaveUnknown === sendAgain) return yield* usage("Give either --send-again or --leave-unknown.")
    const decided = yield* withJournal(Journal.reconcile(name, sendAgain ? "send again" : "leave unknown"), journal)
    yield* Print.note(
      decided === 0
        ? `No answer is missing in ${name}: there is nothing to decide.`
        : `Recorded. Resume with: qurl jobs resume ${shellQuote(name)}`
    )
  })
})

const remove = make({
  name: "remove",
  summary: "Remove the record of a finished batch, links included.",
  examples: [{ line: "qurl jobs remove guests-1a2b3c4d", what: "The result file stays" }],
  flags: journalFlags,
  arguments: { name },
  run: ({ journal }, { name }) =>
    withJournal(
      Effect.gen(function*() {
        yield* record(name, journal)
        yield* Journal.remove(name)
        yield* forget(name)
        yield* Print.note(`Removed the record of job ${name}.`)
      }),
      journal
    )
})

export const jobs: Group = {
  name: "jobs",
  summary: "Show, resume and remove batches.",
  children: [list, show, resume, reconcile, remove]
}
