import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { Session } from "./session.js"
import * as Stdio from "./stdio.js"
import { style } from "./style.js"
import { properties, table } from "./table.js"
import { escapeHidden, visible, visibleLines } from "./visible.js"

/** A remark for a person: on standard error, and not with --quiet or --json. */
export const note = (text: string): Effect.Effect<void, never, Session> =>
  Effect.flatMap(Session, ({ json, quiet }) => quiet || json ? Effect.void : Stdio.err(`${visibleLines(text)}\n`))

export type OutputFailure = Stdio.Closed | Stdio.OutputError

export const line = (text: string): Effect.Effect<void, OutputFailure> => Stdio.out(`${text}\n`)

/** JSON in which characters that a terminal obeys are escaped, which leaves its value as it is. */
export const json = (value: unknown): string =>
  escapeHidden(JSON.stringify(value, (_, inner: unknown) => Redacted.isRedacted(inner) ? Redacted.value(inner) : inner))

const shown = (value: unknown): string => visible(plainText(value))

const plainText = (value: unknown): string => {
  if (typeof value === "string") return value
  return Array.isArray(value) && value.every((each) => typeof each !== "object") ? value.join(", ") : json(value)
}

/** Properties one below the other; those of an inner object have its name in front. */
const flatten = (value: object, prefix = ""): ReadonlyArray<readonly [string, string]> =>
  Object.entries(value).flatMap(([key, inner]): ReadonlyArray<readonly [string, string]> => {
    if (inner === undefined || inner === null) return []
    return typeof inner === "object" && !Array.isArray(inner)
      ? flatten(inner, `${prefix}${key}.`)
      : [[visible(`${prefix}${key}`), shown(inner)]]
  })

/** Record as CSV with a heading, without the metadata of its call. */
const recordCsv = (value: object): string => {
  const entries = Object.entries(value).filter(([key]) => key !== "meta")
  return `${csvLine(entries.map(([key]) => key))}\n${csvLine(entries.map(([, each]) => each))}`
}

/** Key of the call whose result this is: it gets the result again if it could not be printed. */
const keyOf = (value: object): string | undefined => {
  const meta = "meta" in value ? value.meta : undefined
  const key = typeof meta === "object" && meta !== null && "idempotencyKey" in meta ? meta.idempotencyKey : undefined
  return typeof key === "string" ? key : undefined
}

/** Prints one result; `primary` is the part that --quiet prints. A failure names the key of the call. */
export const record = (value: object, primary: string | undefined): Effect.Effect<void, OutputFailure, Session> =>
  Effect.mapError(
    printed(value, primary),
    (error) =>
      error._tag === "OutputError" ? new Stdio.OutputError({ code: error.code, idempotencyKey: keyOf(value) }) : error
  )

const printed = (value: object, primary: string | undefined): Effect.Effect<void, OutputFailure, Session> =>
  Effect.flatMap(Session, ({ colours, json: asJson, output, quiet }) => {
    if (asJson) return line(json(value))
    if (quiet) return primary === undefined ? Effect.void : line(visible(primary))
    if (output === "csv") return line(visibleOnTerminal(recordCsv(value)))
    const { meta: _, ...shown } = { meta: undefined, ...value }
    const entries = flatten(shown)
    return entries.length === 0 ? Effect.void : line(properties(entries, style(colours.out), Stdio.room()))
  })

export interface Column<A> {
  readonly title: string
  readonly value: (row: A) => unknown
}

const cell = (value: unknown): string => value === undefined || value === null ? "-" : shown(value)

/** A list to print. */
export interface List<A extends object> {
  /** Name of the list in a JSON document, such as `resources`. */
  readonly name: string
  readonly columns: ReadonlyArray<Column<A>>
  /** Remark if there are no rows. */
  readonly none: string
}

/** A page of a list, as far as its end is known. */
export interface Page {
  readonly has_more: boolean
  readonly next_cursor?: string | undefined
}

const csvCell = (value: unknown): string => {
  const text = value === undefined || value === null ? "" : plainText(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text
}

const csvLine = (cells: ReadonlyArray<unknown>): string => cells.map(csvCell).join(",")

/**
 * Prints rows as they arrive: a table in which each hundred decides on the widths, CSV, JSON Lines, or a JSON document with
 * all rows and the end of the page. --quiet prints the first column.
 */
export const rows = <A extends object, E, R>(
  stream: Stream.Stream<A, E, R>,
  { columns, name, none }: List<A>,
  page: Effect.Effect<Page> = Effect.succeed({ has_more: false })
) =>
  Effect.gen(function*() {
    const { colours, output, quiet } = yield* Session
    if (output === "json") {
      const all = Chunk.toReadonlyArray(yield* Stream.runCollect(stream))
      return yield* line(json({ [name]: all, ...(yield* page) }))
    }
    if (output === "lines") return yield* Stream.runForEach(stream, (row) => line(json(row)))
    const values = Stream.map(stream, (row) => columns.map(({ value }) => value(row)))
    if (quiet) return yield* Stream.runForEach(values, ([first]) => line(cell(first)))
    if (output === "csv") {
      yield* line(csvLine(columns.map(({ title }) => title.replaceAll(" ", "_"))))
      return yield* Stream.runForEach(values, (row) => line(visibleOnTerminal(csvLine(row))))
    }
    const draw = table(columns.map(({ title }) => title), style(colours.out), Stdio.room())
    let empty = true
    yield* Stream.runForEach(Stream.grouped(values, 100), (group) => {
      empty = false
      return line(draw(Chunk.toReadonlyArray(group).map((row) => row.map(cell))))
    })
    if (empty) yield* note(none)
  })

/** Text for a file or a program, which a terminal would obey. */
const visibleOnTerminal = (text: string): string => Stdio.isTerminal.out ? visibleLines(text) : text
