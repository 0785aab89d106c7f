import * as Either from "effect/Either"
import { type Problem, usage } from "../problem.js"
import type { Flag } from "./flag.js"
import { didYouMean } from "./suggest.js"

/** Command line in two parts: flags as the parser of @effect/cli takes them, and other words. */
export interface Split {
  readonly flags: ReadonlyArray<string>
  readonly others: ReadonlyArray<string>
}

export const isFlag = (word: string): boolean => word.startsWith("-") && word !== "-"

export const find = (word: string, flags: ReadonlyArray<Flag<unknown>>): Flag<unknown> | undefined => {
  const name = word.split("=", 1)[0] ?? word
  return flags.find((flag) => name === `--${flag.name}` || (flag.alias !== undefined && name === `-${flag.alias}`))
}

/**
 * Tells flags from other words, wherever they stand. @effect/cli takes an unknown flag for an argument and blames the
 * word after it, so unknown flags are found here, before it looks.
 */
export const split = (
  words: ReadonlyArray<string>,
  known: ReadonlyArray<Flag<unknown>>
): Either.Either<Split, Problem> => {
  const flags: Array<string> = []
  const others: Array<string> = []
  const seen = new Set<string>()
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ""
    if (word === "--") {
      others.push(...words.slice(i + 1))
      break
    }
    if (!isFlag(word)) {
      others.push(word)
      continue
    }
    const flag = find(word, known)
    const name = word.split("=", 1)[0] ?? word
    if (flag === undefined) {
      return Either.left(
        usage(`Unknown flag ${name}.${didYouMean(name, known.map(({ name }) => `--${name}`))}`)
      )
    }
    if (seen.has(flag.name) && !flag.repeats) return Either.left(usage(`--${flag.name} is given twice.`))
    seen.add(flag.name)
    const given = word.includes("=") ? word.slice(word.indexOf("=") + 1) : undefined
    if (flag.value === undefined) {
      if (given !== undefined && given !== "true" && given !== "false") {
        return Either.left(usage(`--${flag.name} is on or off and takes no value.`))
      }
      flags.push(`--${flag.name}`, given ?? "true")
      continue
    }
    const value = given ?? words[++i]
    if (value === undefined) return Either.left(usage(`--${flag.name} needs a value: ${flag.value}.`))
    flags.push(`--${flag.name}`, value)
  }
  return Either.right({ flags, others })
}
