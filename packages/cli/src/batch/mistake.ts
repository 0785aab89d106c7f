import { CreateQurlRequest } from "@qurl/contract"

/** A mistake in a line. */
export interface Mistake {
  readonly line: number
  /** The column or property, if the mistake is in one. */
  readonly field?: string | undefined
  readonly problem: string
}

export const describeMistake = ({ field, line, problem }: Mistake): string =>
  `line ${line}: ${field === undefined ? "" : `${field} `}${problem}`

/** Names of the fields of a link. */
export const fields: ReadonlyArray<string> = Object.keys(CreateQurlRequest.from.fields)
