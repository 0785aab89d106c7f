import { CreateQurlRequest, InvalidFields } from "@qurl/contract"
import type { CreateInput } from "@qurl/sdk"
import * as Either from "effect/Either"
import { isReadonlyRecord } from "effect/Predicate"
import * as Schema from "effect/Schema"
import { asInput } from "../api/asInput.js"
import { didYouMean } from "../argv/suggest.js"

/** A row that can be sent, and the line of the file that it begins on. */
export interface Row {
  readonly line: number
  readonly input: CreateInput
}

/** What is wrong with a line. */
export interface Mistake {
  readonly line: number
  /** The column or property, where it is one. */
  readonly field?: string | undefined
  readonly problem: string
}

export const describeMistake = ({ field, line, problem }: Mistake): string =>
  `line ${line}: ${field === undefined ? "" : `${field} `}${problem}`

/** What a row can say, as the API names it. */
const fields: ReadonlyArray<string> = Object.keys(CreateQurlRequest.from.fields)

const decode = Schema.decodeUnknownEither(CreateQurlRequest, { errors: "all" })

/** Everything that is wrong with an object, or the row. */
const check = (line: number, value: object): Either.Either<Row, ReadonlyArray<Mistake>> =>
  Either.mapBoth(decode(value), {
    onLeft: ({ issue }) =>
      Object.entries(InvalidFields.fromIssue(issue)).map(([field, problem]) => ({ line, field, problem })),
    onRight: (input) => ({ line, input: asInput(input) })
  })

const words: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  "1": true,
  false: false,
  no: false,
  "0": false
}

const isPolicy = (value: unknown): boolean => isReadonlyRecord(value)

/** What a cell says, in the type that its column has. Left is what is wrong with it. */
const cellOf = (field: string, text: string): Either.Either<unknown, string> => {
  switch (field) {
    case "max_sessions":
      return /^\d{1,9}$/.test(text) ? Either.right(Number(text)) : Either.left("must be a whole number from 0 to 1000")
    case "one_time_use": {
      const flag = words[text.toLowerCase()]
      return flag === undefined ? Either.left("must be true or false") : Either.right(flag)
    }
    case "access_policy":
      return Either.try((): unknown => JSON.parse(text)).pipe(
        Either.filterOrLeft(isPolicy, () => undefined),
        Either.mapLeft(() => "must be a JSON object, such as {\"geo_allowlist\":[\"CH\"]}")
      )
    default:
      return Either.right(text)
  }
}

/** The names of the columns, or what is wrong with them. */
export const header = (
  line: number,
  cells: ReadonlyArray<string>
): Either.Either<ReadonlyArray<string>, ReadonlyArray<Mistake>> => {
  const names = cells.map((cell) => cell.trim())
  const mistakes = names.flatMap((field, index): ReadonlyArray<Mistake> => {
    if (field === "") return [{ line, problem: `column ${index + 1} has no name` }]
    if (names.indexOf(field) < index) return [{ line, field, problem: "is a column twice" }]
    return fields.includes(field) ? [] : [{
      line,
      field,
      problem: `is no field of a link.${didYouMean(field, fields)} The fields are: ${fields.join(", ")}.`
    }]
  })
  return mistakes.length === 0 ? Either.right(names) : Either.left(mistakes)
}

/** A record of a CSV file. Empty cells say nothing. */
export const fromCells = (
  line: number,
  names: ReadonlyArray<string>,
  cells: ReadonlyArray<string>
): Either.Either<Row, ReadonlyArray<Mistake>> => {
  if (cells.length !== names.length) {
    return Either.left([{ line, problem: `has ${cells.length} cells where the heading has ${names.length}` }])
  }
  const entries: Array<readonly [string, unknown]> = []
  const mistakes: Array<Mistake> = []
  names.forEach((field, index) => {
    const text = cells[index] ?? ""
    if (text === "") return
    Either.match(cellOf(field, text), {
      onLeft: (problem) => mistakes.push({ line, field, problem }),
      onRight: (value) => entries.push([field, value])
    })
  })
  const checked = check(line, Object.fromEntries(entries))
  if (mistakes.length === 0) return checked
  // A cell that cannot be read is told once, in the words of its column.
  const others = Either.isLeft(checked) ? checked.left : []
  return Either.left([...mistakes, ...others.filter(({ field }) => !mistakes.some((known) => known.field === field))])
}

/** A line of a JSONL file. */
export const fromJson = (line: number, text: string): Either.Either<Row, ReadonlyArray<Mistake>> =>
  Either.try((): unknown => JSON.parse(text)).pipe(
    Either.mapLeft((): ReadonlyArray<Mistake> => [{ line, problem: "is no JSON" }]),
    Either.flatMap((value) =>
      isReadonlyRecord(value) ? check(line, value) : Either.left([{ line, problem: "is no JSON object" }])
    )
  )
