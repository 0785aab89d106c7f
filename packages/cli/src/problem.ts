import * as Data from "effect/Data"
import { exitCodes } from "./exitCodes.js"

/** Failure on this side of the network, with what to do about it. */
export class Problem extends Data.TaggedError("Problem")<{
  readonly exitCode: number
  readonly what: string
  /** Further lines, such as one for each mistake of a file. */
  readonly details?: ReadonlyArray<string>
  readonly next?: string
  /** Effect of the command, if it is more than "nothing was sent". */
  readonly outcome?: string
}> {
  override get message(): string {
    return this.what
  }
}

/** Mistake in the command line. */
export const usage = (what: string, next?: string): Problem =>
  new Problem({ exitCode: exitCodes.usage, what, ...(next === undefined ? {} : { next }) })

/** Mistake in a value that the user gave. */
export const invalid = (what: string, next?: string, details: ReadonlyArray<string> = []): Problem =>
  new Problem({ exitCode: exitCodes.invalid, what, details, ...(next === undefined ? {} : { next }) })

/** Mistake in the configuration. */
export const misconfigured = (what: string, next?: string): Problem =>
  new Problem({ exitCode: exitCodes.configuration, what, ...(next === undefined ? {} : { next }) })
