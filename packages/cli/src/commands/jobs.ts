import * as FileSystem from "@effect/platform/FileSystem"
import * as Journal from "@qurl/sdk/Journal"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { callFlags, policyOf } from "../api/callFlags.js"
import { apiKey } from "../api/connect.js"
import { type Group, make, required } from "../argv/command.js"
import { choice, count, duration, toggle } from "../argv/flag.js"
import { accountOf, directory, forget, load, save } from "../batch/job.js"
import { heading, written } from "../batch/results.js"
import { run, withJournal } from "../batch/run.js"
import { exitCodes } from "../exitCodes.js"
import { Problem, usage } from "../problem.js"
import * as Print from "../terminal/print.js"
import { Session } from "../terminal/session.js"
import * as Stdio from "../terminal/stdio.js"

const name = required("JOB", "The name of the job (qurl jobs list).")

const when = (millis: number): string => new Date(millis).toISOString()

const shown = ({ job, startedAt, updatedAt, ...counts }: Journal.JobInfo) => ({
  job,
  ...counts,
  started_at: when(startedAt),
  updated_at: when(updatedAt)
})

const list = make({
  name: "list",
  summary: "List batches, the latest first.",
  examples: [{ line: "qurl jobs list", what: "Those that are stopped can go on" }],
  flags: {},
  arguments: {},
  run: () =>
    withJournal(Journal.list).pipe(
      Effect.flatMap((jobs) =>
        Print.rows(Stream.fromIterable(jobs.map(shown)), [
          { title: "job", value: (row) => row.job },
          { title: "state", value: (row) => row.state },
          { title: "done", value: (row) => row.done },
          { title: "failed", value: (row) => row.failed },
          { title: "unknown", value: (row) => row.unknown },
          { title: "started", value: (row) => row.started_at }
        ], "There are no jobs.")
      )
    )
})

const show = make({
  name: "show",
  summary: "Show a batch, or what became of its rows so far.",
  examples: [
    { line: "qurl jobs show guests-1a2b3c4d", what: "How far it has got" },
    { line: "(umask 077; qurl jobs show guests-1a2b3c4d --results > links.csv)", what: "Its results, from the journal" }
  ],
  flags: {
    results: toggle("results", "Print the rows so far, links included."),
    format: choice("format", ["csv", "jsonl"], "Of the results. Default: that of the file.")
  },
  arguments: { name },
  run: (flags, { name }) =>
    withJournal(Effect.gen(function*() {
      const info = yield* Journal.show(name)
      const job = yield* load(name)
      if (!flags.results) {
        const { apiUrl, concurrency, file, out, rows } = job
        const more = { file, results: out, rows_of_file: rows, api_url: apiUrl, concurrency }
        return yield* Print.record({ ...shown(info), ...more }, info.state)
      }
      const { json } = yield* Session
      const format = json ? "jsonl" : flags.format ?? job.format
      yield* Stdio.out(heading(format))
      yield* Stream.runForEach(Journal.results(name), (result) =>
        Stdio.out(written({ line: undefined, input: undefined, row: result.index + 1, result }, format)))
    }))
})

const resume = make({
  name: "resume",
  summary: "Go on with a batch that was stopped.",
  details: [
    "Finds out first what became of requests whose answer was lost, under their old keys, and then sends the rest. Nothing is "
    + "created twice."
  ],
  examples: [
    { line: "qurl jobs resume guests-1a2b3c4d", what: "From where it stopped" },
    { line: "qurl jobs resume guests-1a2b3c4d --concurrency 1", what: "More slowly" }
  ],
  flags: {
    newKey: toggle("new-key", "The API key is another one of the same account."),
    concurrency: count("concurrency", "N", "Requests at once. Default: as before.", [1, 64]),
    retention: duration("retention", "How long the server keeps answers. Default: as before, else 24h."),
    ...callFlags
  },
  arguments: { name },
  run: Effect.fnUntraced(function*(flags, { name }) {
    const known = yield* load(name)
    const { apiUrl = "https://api.layerv.ai" } = yield* Session
    const account = accountOf(yield* apiKey)
    if (apiUrl !== known.apiUrl) {
      return yield* new Problem({
        exitCode: exitCodes.conflict,
        what: `The job is one of ${known.apiUrl}, and the API is set to ${apiUrl}.`,
        outcome: "Nothing was sent.",
        next: `qurl jobs resume ${name} --api-url ${known.apiUrl}`
      })
    }
    if (account !== known.account && !flags.newKey) {
      return yield* new Problem({
        exitCode: exitCodes.conflict,
        what: "The job began with another API key.",
        outcome: "Nothing was sent.",
        next: `Set that key. If it was renewed for the same account: qurl jobs resume ${name} --new-key`
      })
    }
    const job = {
      ...known,
      account,
      concurrency: flags.concurrency ?? known.concurrency,
      retention: flags.retention ?? known.retention
    }
    yield* save(job)
    const { deadline, timeout } = flags
    yield* run(job, { retry: policyOf(flags), timeout, deadline })
  })
})

const reconcile = make({
  name: "reconcile",
  summary: "Decide on rows whose answer was lost too long ago.",
  details: [
    "The server forgets what it did under a key, after 24 hours. A job that has rows in between does not go on before you have "
    + "looked whether their links exist: qurl list --search tells."
  ],
  examples: [
    { line: "qurl jobs reconcile guests-1a2b3c4d --send-again", what: "They do not exist" },
    { line: "qurl jobs reconcile guests-1a2b3c4d --leave-unknown", what: "They do, or nobody knows" }
  ],
  flags: {
    sendAgain: toggle("send-again", "Send these rows again, under new keys."),
    leaveUnknown: toggle("leave-unknown", "Leave them unknown, and go on with the others.")
  },
  arguments: { name },
  run: Effect.fnUntraced(function*({ leaveUnknown, sendAgain }, { name }) {
    if (leaveUnknown === sendAgain) return yield* usage("Give either --send-again or --leave-unknown.")
    const decided = yield* withJournal(Journal.reconcile(name, sendAgain ? "send again" : "leave unknown"))
    yield* Print.note(
      decided === 0
        ? `No answer is missing in ${name}: there is nothing to decide.`
        : `Written down. Go on with: qurl jobs resume ${name}`
    )
  })
})

const remove = make({
  name: "remove",
  summary: "Forget a batch that has finished, links included.",
  examples: [{ line: "qurl jobs remove guests-1a2b3c4d", what: "The result file stays" }],
  flags: {},
  arguments: { name },
  run: (_, { name }) =>
    withJournal(Effect.gen(function*() {
      const job = yield* load(name)
      yield* Journal.remove(name)
      yield* forget(name)
      const fs = yield* FileSystem.FileSystem
      if (job.file.startsWith(yield* directory)) yield* fs.remove(job.file, { force: true })
      yield* Print.note(`Job ${name} is forgotten.`)
    }))
})

export const jobs: Group = {
  name: "jobs",
  summary: "Batches: what became of them, and how they go on.",
  children: [list, show, resume, reconcile, remove]
}
