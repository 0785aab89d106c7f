import * as Path from "@effect/platform/Path"
import { Portal } from "@qurl/sdk/Portal"
import { Qurl } from "@qurl/sdk/Qurls"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { callFlags, type CallGiven, callOptions } from "../api/callFlags.js"
import { linkColumns } from "../api/columns.js"
import { connected } from "../api/connect.js"
import { checkTarget, download, type DownloadGiven } from "../api/download.js"
import { idRows, idsOf, readMany } from "../api/readMany.js"
import { make, optional } from "../argv/command.js"
import { text, toggle } from "../argv/flag.js"
import { directory } from "../batch/job.js"
import { grouped, make as makeProgress } from "../batch/progress.js"
import { source } from "../batch/source.js"
import { usage } from "../problem.js"
import * as Print from "../terminal/print.js"
import { Session } from "../terminal/session.js"
import * as Stdio from "../terminal/stdio.js"

/** Shows one resource with its links. */
const show = (id: string, flags: CallGiven) =>
  Effect.gen(function*() {
    const found = yield* connected(Qurl, Qurl.get(id, callOptions(flags)))
    const { json, quiet } = yield* Session
    if (json || quiet) return yield* Print.record(found, found.resource_id)
    const { access_tokens: links = [], ...resource } = found
    yield* Print.record(resource, found.resource_id)
    if (links.length === 0) return
    yield* Print.line("")
    yield* Print.rows(Stream.fromIterable(links), { name: "links", columns: linkColumns, none: "" })
  })

/** Saves the content of one resource. */
const save = (id: string, file: string, force: boolean, flags: DownloadGiven) =>
  Effect.gen(function*() {
    yield* checkTarget(file, force)
    const done = yield* connected(Qurl, connected(Portal, download(id, file, flags)))
    if (file === "-") return
    const { json, quiet } = yield* Session
    if (json || quiet) return yield* Print.record(done, done.path)
    yield* Print.note(`Saved ${grouped(done.bytes)} bytes to ${done.path}.`)
  })

/** Shows the resources whose ids are in a file. */
const showMany = (file: string, flags: CallGiven) =>
  Effect.scoped(Effect.gen(function*() {
    const path = yield* Path.Path
    const input = yield* source(file, path.resolve(file), yield* directory)
    const ids = yield* idsOf(input.file, input.name)
    const progress = yield* makeProgress(ids.length, 0)
    // On a terminal the rows themselves are the progress.
    const report = Stdio.isTerminal.out ? () => Effect.void : progress.report
    yield* connected(
      Qurl,
      Effect.gen(function*() {
        const { rows, verdict } = yield* readMany(ids, flags, report)
        yield* Effect.ensuring(Print.rows(rows, idRows), progress.end)
        yield* verdict
      })
    )
  }))

export const get = make({
  name: "get",
  summary: "Show a resource and its links, or download its content.",
  details: [
    "With --file, creates a link for one visit, opens it for the address of this machine and saves what the target answers. "
    + "A file that exists is replaced with --force only, and a download that breaks off leaves it as it was.",
    "With --ids, reads one id per line and prints one row per id, in order. A failure is the row of its id, and the exit "
    + "code is 1."
  ],
  examples: [
    { line: "qurl get r_abc123", what: "By the id of the resource, or of one of its links" },
    { line: "qurl get r_abc123 --json | jq .status", what: "For a program" },
    { line: "qurl get \"$CRID\" --file report.pdf", what: "The content behind it" },
    { line: "qurl list -q | qurl get --ids - -o csv > all.csv", what: "Many resources" }
  ],
  flags: {
    file: text("file", "PATH", "Save the content to this file, or to standard output with -."),
    force: toggle("force", "Replace a file that exists."),
    sessionDuration: text("session-duration", "DURATION", "Duration of the access of --file, such as 1h."),
    ids: text("ids", "FILE", "Show the resources whose ids are in this file, or in standard input with -."),
    yes: toggle("yes", "Accepted for scripts of the official command; this one does not ask.", "y"),
    ...callFlags
  },
  arguments: { id: optional("ID", "A resource_id or a CRID, or the qurl_id of one of its links.") },
  run: (flags, { id }) => {
    const { file, force, ids } = flags
    if (ids !== undefined) {
      return id === undefined && file === undefined
        ? showMany(ids, flags)
        : usage("--ids cannot be combined with ID and --file.")
    }
    if (id === undefined) return usage("ID is missing.")
    return file === undefined ? show(id, flags) : save(id, file, force, flags)
  }
})
