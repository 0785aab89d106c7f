import { CreateQurlRequest, InvalidFields } from "@qurl/contract"
import type { CreateInput } from "@qurl/sdk"
import * as Either from "effect/Either"
import { isReadonlyRecord } from "effect/Predicate"
import * as Schema from "effect/Schema"
import { asInput } from "../api/asInput.js"
import type { Heading } from "./heading.js"
import type { Mistake } from "./mistake.js"

/** A row that can be sent, and the line of the file on which it begins. */
export interface Row {
  readonly line: number
  readonly input: CreateInput
}

const decode = Schema.decodeUnknownEither(CreateQurlRequest, { errors: "all" })

/** A row, or all mistakes of the object. */
const check = (line: number, value: object): Either.Either<Row, ReadonlyArray<Mistake>> =>
  Either.mapBoth(decode(value), {
    onLeft: ({ issue }) =>
      Object.entries(InvalidFields.fromIssue(issue)).map(([field, problem]) => ({ line, field, problem })),
    onRight: (input) => ({ line, input: asInput(input) })
  })

const flags: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["0", false]
])

/** Schemes are the same in upper case, and a spreadsheet may begin a cell with a capital letter. */
const lowerScheme = (url: string): string => url.replace(/^https?(?=:)/i, (scheme) => scheme.toLowerCase())

const isPolicy = (value: unknown): boolean => isReadonlyRecord(value)

/** Value of a cell in the type of its column, or its mistake. */
const cellOf = (field: string, text: string): Either.Either<unknown, string> => {
  switch (field) {
    case "max_sessions":
      return /^\d{1,9}$/.test(text) ? Either.right(Number(text)) : Either.left("must be a whole number from 0 to 1000")
    case "one_time_use": {
      const flag = flags.get(text.toLowerCase())
      return flag === undefined ? Either.left("must be true or false") : Either.right(flag)
    }
    case "access_policy":
      return Either.try((): unknown => JSON.parse(text)).pipe(
        Either.filterOrLeft(isPolicy, () => undefined),
        Either.mapLeft(() => "must be a JSON object, such as {\"geo_allowlist\":[\"CH\"]}")
      )
    case "target_url":
      return Either.right(lowerScheme(text))
    default:
      return Either.right(text)
  }
}

/** Empty rows are what a spreadsheet leaves behind below its data. */
export const isEmpty = (cells: ReadonlyArray<string>): boolean => cells.every((cell) => cell.trim() === "")

/** A cell without the blanks around it. A label is text, and stays as it is. */
const trimmed = (field: string, cell: string): string => field === "label" ? cell : cell.trim()

/** Mistakes in the shape of a record: cells that no column names. */
const misplaced = (line: number, { names }: Heading, cells: ReadonlyArray<string>): ReadonlyArray<Mistake> => {
  const named = names.findLastIndex((name) => name !== undefined) + 1
  if (cells.length < named) return [{ line, problem: `has ${cells.length} cells where the heading has ${named}` }]
  if (!isEmpty(cells.slice(names.length))) {
    return [{ line, problem: `has ${cells.length} cells where the heading has ${named}` }]
  }
  return cells.flatMap((cell, index) =>
    index < names.length && names[index] === undefined && cell.trim() !== ""
      ? [{ line, problem: `has a value in column ${index + 1}, which has no title` }]
      : []
  )
}

/** A record of a CSV file. An empty cell leaves its field out. */
export const fromCells = (
  line: number,
  heading: Heading,
  cells: ReadonlyArray<string>
): Either.Either<Row, ReadonlyArray<Mistake>> => {
  const wrong = misplaced(line, heading, cells)
  if (wrong.length > 0) return Either.left(wrong)
  const entries: Array<readonly [string, unknown]> = []
  const mistakes: Array<Mistake> = []
  heading.names.forEach((field, index) => {
    if (field === undefined) return
    const text = trimmed(field, cells[index] ?? "")
    if (text === "") return
    Either.match(cellOf(field, text), {
      onLeft: (problem) => mistakes.push({ line, field, problem }),
      onRight: (value) => entries.push([field, value])
    })
  })
  const checked = check(line, Object.fromEntries(entries))
  if (mistakes.length === 0) return checked
  // A cell that cannot be read is reported once, in the words of its column.
  const others = Either.isLeft(checked) ? checked.left : []
  return Either.left([...mistakes, ...others.filter(({ field }) => !mistakes.some((known) => known.field === field))])
}

const parse = (line: number, text: string): Either.Either<unknown, ReadonlyArray<Mistake>> => {
  try {
    return Either.right(JSON.parse(text))
  } catch {
    return Either.left([{ line, problem: "is not valid JSON" }])
  }
}

/** A line of a JSONL file. */
export const fromJson = (line: number, text: string): Either.Either<Row, ReadonlyArray<Mistake>> => {
  const value = parse(line, text)
  if (Either.isLeft(value)) return Either.left(value.left)
  return isReadonlyRecord(value.right)
    ? check(line, value.right)
    : Either.left([{ line, problem: "is not a JSON object" }])
}
