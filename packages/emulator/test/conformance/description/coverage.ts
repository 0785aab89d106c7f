import { type Operation, operations } from "./description.js"

/** Parts of the description that were seen. */
export interface Coverage {
  readonly answers: Set<string>
  readonly headers: Set<string>
  /** Exceptions that were made use of. */
  readonly exceptions: Set<string>
  /** Codes that are not listed, by where. */
  readonly furtherCodes: Set<string>
}

export const make = (): Coverage => ({
  answers: new Set(),
  headers: new Set(),
  exceptions: new Set(),
  furtherCodes: new Set()
})

export const pair = (operation: string, status: number): string => `${operation} ${status}`

/** All pairs of operation and status that the description declares. */
export const declared: ReadonlyArray<string> = operations.flatMap(({ id, responses }) =>
  [...responses.keys()].map((status) => pair(id, status))
)

/** All headers that the description declares, by where. */
export const declaredHeaders: ReadonlyArray<string> = operations.flatMap(({ id, responses }) =>
  [...responses.values()].flatMap(({ headers, status }) =>
    [...headers.keys()].map((header) => `${pair(id, status)} ${header}`)
  )
)

const row = (operation: Operation, { answers }: Coverage): string => {
  const statuses = [...operation.responses.keys()].map((status) =>
    answers.has(pair(operation.id, status)) ? String(status) : `(${status})`
  )
  return `${operation.id.padEnd(30)}${statuses.join(" ")}`
}

/** Table with a line per operation. Statuses in parentheses are declared and were not seen. */
export const table = (coverage: Coverage): string => operations.map((operation) => row(operation, coverage)).join("\n")
