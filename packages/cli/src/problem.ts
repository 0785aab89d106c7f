import * as Data from "effect/Data"
import { exitCodes } from "./exitCodes.js"

/** What went wrong on this side of the network, and what to do about it. Nothing was sent. */
export class Problem extends Data.TaggedError("Problem")<{
  readonly exitCode: number
  readonly what: string
  /** Further lines, such as one for each mistake of a file. */
  readonly details?: ReadonlyArray<string>
  readonly next?: string
  /** What is known of the effect, where it is not "nothing was sent". */
  readonly outcome?: string
}> {
  override get message(): string {
    return this.what
  }
}

/** The command line cannot be understood. */
export const usage = (what: string, next?: string): Problem =>
  new Problem({ exitCode: exitCodes.usage, what, ...(next === undefined ? {} : { next }) })

/** Something that the user gave is wrong. */
export const invalid = (what: string, next?: string, details: ReadonlyArray<string> = []): Problem =>
  new Problem({ exitCode: exitCodes.invalid, what, details, ...(next === undefined ? {} : { next }) })
