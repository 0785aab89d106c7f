import * as Either from "effect/Either"
import { didYouMean } from "../argv/suggest.js"
import { fields, type Mistake } from "./mistake.js"

/** Columns of a CSV file. */
export interface Heading {
  /** The field of each column; undefined for a column without a name, which has to stay empty. */
  readonly names: ReadonlyArray<string | undefined>
  /** Titles that were read as a field although they are written in another way. */
  readonly renamed: ReadonlyArray<{ readonly title: string; readonly field: string }>
}

/** `Target URL` and `TARGET-URL` are `target_url`. */
const plainName = (title: string): string => title.toLowerCase().replaceAll(/[\s-]+/g, "_")

/** Words that people use for the target. */
const addresses: ReadonlyArray<string> = ["url", "link", "target", "address", "website"]

/** A title that is not a plain word could be anything, such as the first line of a file that was named by mistake. */
const printable = (title: string): string | undefined => /^[\w -]{1,40}$/.test(title) ? title : undefined

const unknown = (line: number, title: string, column: number): Mistake => {
  const meant = addresses.includes(plainName(title))
    ? " Did you mean target_url?"
    : didYouMean(plainName(title), fields)
  return {
    line,
    field: printable(title) ?? `the title of column ${column}`,
    problem: `is not a link field.${meant} The fields are: ${fields.join(", ")}.`
  }
}

/** Columns that a heading names, or its mistakes. */
export const headingOf = (
  line: number,
  cells: ReadonlyArray<string>
): Either.Either<Heading, ReadonlyArray<Mistake>> => {
  const titles = cells.map((cell) => cell.trim())
  const names = titles.map((title) => title === "" ? undefined : fields.includes(title) ? title : plainName(title))
  const mistakes = names.flatMap((field, index): ReadonlyArray<Mistake> => {
    if (field === undefined) return []
    const title = titles[index] ?? ""
    if (!fields.includes(field)) return [unknown(line, title, index + 1)]
    return names.indexOf(field) < index ? [{ line, field, problem: "appears twice in the heading" }] : []
  })
  if (mistakes.length > 0) return Either.left(mistakes)
  return Either.right({
    names,
    renamed: titles.flatMap((title, index) => {
      const field = names[index]
      return field === undefined || field === title ? [] : [{ title, field }]
    })
  })
}
