import * as FileSystem from "@effect/platform/FileSystem"
import type { CreateInput } from "@qurl/sdk"
import type { RowResult } from "@qurl/sdk/RowResult"
import * as Effect from "effect/Effect"
import type { Format } from "./read.js"

/** A row of the result file. */
export interface Result {
  /** The line of the file that it begins on, where the file is at hand. */
  readonly line: number | undefined
  /** Counted from 1, without the heading. */
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

/** A cell that begins like a formula would be run by a spreadsheet that opens the file. */
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

/**
 * The result file. Until it is whole it has another name, so that whoever finds the file finds all of it. Only its owner
 * can read it: it holds links.
 */
export const open = (file: string, format: Format) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const part = `${file}.part`
    yield* fs.remove(part, { force: true })
    const handle = yield* fs.open(part, { flag: "wx", mode: 0o600 })
    const encoder = new TextEncoder()
    let pending = heading(format)
    const flush = Effect.suspend(() => {
      const text = pending
      pending = ""
      return text === "" ? Effect.void : handle.writeAll(encoder.encode(text))
    })
    return {
      part,
      add: (result: Result) => {
        pending += written(result, format)
        return pending.length > 65_536 ? flush : Effect.void
      },
      flush,
      /** On disk, and then under its name. */
      finish: Effect.gen(function*() {
        yield* flush
        yield* handle.sync
        yield* fs.rename(part, file)
      })
    }
  })
