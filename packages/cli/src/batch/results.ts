import type { PlatformError } from "@effect/platform/Error"
import * as FileSystem from "@effect/platform/FileSystem"
import type { CreateInput } from "@qurl/sdk"
import type { RowResult } from "@qurl/sdk/RowResult"
import * as Effect from "effect/Effect"
import { shellQuote } from "../argv/shellQuote.js"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"
import type { Job } from "./job.js"
import { partOf } from "./output.js"
import type { Format } from "./read.js"

/** A row of the result file. */
export interface Result {
  /** Line of the file on which it begins, if the file is at hand. */
  readonly line: number | undefined
  /** Number of the row, from 1 and without the heading. */
  readonly row: number
  readonly result: RowResult
  readonly input: CreateInput | undefined
}

const columns = [
  "row",
  "line",
  "status",
  "qurl_link",
  "resource_id",
  "qurl_site",
  "expires_at",
  "target_url",
  "label",
  "code",
  "problem",
  "idempotency_key"
] as const

const cellsOf = (
  { input, line, result, row }: Result
): Readonly<Partial<Record<typeof columns[number], string | number | null | undefined>>> => ({
  row,
  line,
  status: result.status,
  ...(result.status === "done"
    ? {
      qurl_link: result.qurl_link,
      resource_id: result.resource_id,
      qurl_site: result.qurl_site,
      expires_at: result.expires_at
    }
    : {}),
  target_url: input?.target_url,
  label: input?.label,
  ...(result.status === "failed" ? { code: result.code, problem: result.problem } : {}),
  ...("idempotencyKey" in result ? { idempotency_key: result.idempotencyKey } : {})
})

/** A spreadsheet runs a cell that begins like a formula, so such a cell gets an apostrophe in front. */
const cell = (value: string | number | null | undefined): string => {
  const text = value === undefined || value === null ? "" : String(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll("\"", "\"\"")}"` : safe
}

export const heading = (format: Format): string => format === "csv" ? `${columns.join(",")}\n` : ""

export const written = (result: Result, format: Format): string => {
  const cells = cellsOf(result)
  return format === "csv"
    ? `${columns.map((column) => cell(cells[column])).join(",")}\n`
    : `${JSON.stringify(cells)}\n`
}

/** The reason of a failed file operation, without the name of the operation. */
const reasonOf = (error: PlatformError): string => {
  const cause = error._tag === "SystemError" ? error.cause : undefined
  return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : error.message
}

const unwritable = (job: Job) => (error: PlatformError): Problem =>
  new Problem({
    exitCode: exitCodes.general,
    what: `Results could not be written to ${job.out}: ${reasonOf(error)}.`,
    outcome: "Rows that were sent are in the journal, with their links.",
    next: `Make room or name another file, then: qurl jobs resume ${shellQuote(job.job)} --out FILE`
  })

/**
 * The result file of a job. It has another name until it is complete, so that a file under the final name always has all
 * rows. Only its owner can read it, since it holds links.
 */
export const open = (job: Job) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const part = partOf(job.out)
    yield* fs.remove(part, { force: true })
    const handle = yield* fs.open(part, { flag: "wx", mode: 0o600 })
    const encoder = new TextEncoder()
    let pending = heading(job.format)
    const flush = Effect.suspend(() => {
      const text = pending
      pending = ""
      return text === "" ? Effect.void : Effect.mapError(handle.writeAll(encoder.encode(text)), unwritable(job))
    })
    return {
      part,
      add: (result: Result) => {
        pending += written(result, job.format)
        return pending.length > 65_536 ? flush : Effect.void
      },
      flush,
      /** Syncs the file and gives it its final name. */
      finish: Effect.gen(function*() {
        yield* flush
        yield* handle.sync
        yield* fs.rename(part, job.out)
      }).pipe(Effect.mapError((error) => error._tag === "Problem" ? error : unwritable(job)(error)))
    }
  }).pipe(Effect.mapError(unwritable(job)))
