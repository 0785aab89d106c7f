import type { QurlError } from "@qurl/sdk"
import { Qurl } from "@qurl/sdk/Qurls"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import * as Stream from "effect/Stream"
import { blocksOf } from "../batch/blocks.js"
import type { Counts } from "../batch/progress.js"
import { linesOf, textOf, unreadable } from "../batch/text.js"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"
import * as Report from "../terminal/errorReport.js"
import { type CallGiven, callOptions } from "./callFlags.js"
import { resourceColumns } from "./columns.js"

/** Result for one id: the resource, or the reason why it was not read. */
export type IdRow =
  | {
    readonly id: string
    readonly status: "read"
    readonly resource: Effect.Effect.Success<ReturnType<typeof Qurl.get>>
  }
  | {
    readonly id: string
    readonly status: "failed" | "not sent"
    readonly error: { readonly kind: string; readonly message: string }
  }

/** Columns of results: the id as it was given, then the columns of a list of resources, then the problem. */
export const idRows = {
  name: "results",
  none: "No ids.",
  columns: [
    { title: "id", value: (row: IdRow) => row.id },
    ...resourceColumns.filter(({ title }) => title !== "resource").map(({ title, value }) => ({
      title,
      value: (row: IdRow) => row.status === "read" ? value(row.resource) : title === "status" ? row.status : undefined
    })),
    { title: "problem", value: (row: IdRow) => row.status === "read" ? undefined : row.error.message }
  ]
}

/** Ids of a text, one per line. Empty lines and lines that begin with # are skipped. */
export const idsOf = (file: string, name: string): Effect.Effect<ReadonlyArray<string>, Problem> =>
  Stream.suspend(() => Stream.fromAsyncIterable(linesOf(textOf(blocksOf(file))), (error) => unreadable(name, error)))
    .pipe(
      Stream.map((line) => line.trim()),
      Stream.filter((id) => id !== "" && !id.startsWith("#")),
      Stream.runCollect,
      Effect.map(Chunk.toReadonlyArray)
    )

const concurrency = 4

const rowOf = (id: string, status: "failed" | "not sent", error: QurlError): IdRow => ({
  id,
  status,
  error: { kind: error._tag, message: Report.reportOf(error).what }
})

/**
 * Reads many resources, in the order of the ids. A failure is the row of its id. A refused API key ends the reading: the
 * rows of the ids that are left say that they were not sent.
 */
export const readMany = (
  ids: ReadonlyArray<string>,
  given: CallGiven,
  report: (counts: Counts) => Effect.Effect<void>
) =>
  Effect.gen(function*() {
    const refused = yield* Ref.make<QurlError | undefined>(undefined)
    const counts = { done: 0, failed: 0, unknown: 0, notSent: 0 }
    const readOne = Effect.fnUntraced(function*(id: string) {
      const stopped = yield* Ref.get(refused)
      if (stopped !== undefined) return rowOf(id, "not sent", stopped)
      return yield* Effect.matchEffect(Qurl.get(id, callOptions(given)), {
        onSuccess: (resource) => Effect.succeed<IdRow>({ id, status: "read", resource }),
        onFailure: (error) =>
          Effect.as(
            error._tag === "AuthenticationError" ? Ref.set(refused, error) : Effect.void,
            rowOf(id, "failed", error)
          )
      })
    })
    const rows = Stream.fromIterable(ids).pipe(
      Stream.mapEffect(readOne, { concurrency }),
      Stream.tap((row) =>
        Effect.suspend(() => {
          if (row.status === "read") counts.done++
          else if (row.status === "failed") counts.failed++
          else counts.notSent++
          return report(counts)
        })
      )
    )
    /** Fails if an id was not read, after its row was printed. */
    const verdict = Effect.gen(function*() {
      const stopped = yield* Ref.get(refused)
      const missing = counts.failed + counts.notSent
      if (missing === 0) return
      return yield* new Problem({
        exitCode: stopped === undefined ? exitCodes.general : exitCodes.authentication,
        what: `${missing} of ${ids.length} ids were not read.`,
        next: stopped === undefined
          ? "The rows say why. Run the command again with these ids: reading is safe."
          : "Check the API key, and run the command again."
      })
    })
    return { rows, verdict }
  })
