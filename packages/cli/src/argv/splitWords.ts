import * as Either from "effect/Either"
import { type Problem, usage } from "../problem.js"
import type { Flag } from "./flag.js"
import { didYouMean } from "./suggest.js"

/** Command line in two parts: the values of flags by their names, and other words. */
export interface Split {
  readonly flags: ReadonlyMap<string, ReadonlyArray<string>>
  readonly others: ReadonlyArray<string>
}

export const isFlag = (word: string): boolean => word.startsWith("-") && word !== "-"

export const find = (word: string, flags: ReadonlyArray<Flag<unknown>>): Flag<unknown> | undefined => {
  const name = word.split("=", 1)[0] ?? word
  return flags.find((flag) => name === `--${flag.name}` || (flag.alias !== undefined && name === `-${flag.alias}`))
}

/** Separates flags from other words, wherever they stand before `--`. */
export const split = (
  words: ReadonlyArray<string>,
  known: ReadonlyArray<Flag<unknown>>
): Either.Either<Split, Problem> => {
  const flags = new Map<string, Array<string>>()
  const others: Array<string> = []
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
      return Either.left(usage(`Unknown flag ${name}.${didYouMean(name, known.map(({ name }) => `--${name}`))}`))
    }
    const values = flags.get(flag.name) ?? []
    if (values.length > 0 && !flag.repeats) return Either.left(usage(`--${flag.name} is given twice.`))
    const given = word.includes("=") ? word.slice(word.indexOf("=") + 1) : undefined
    if (flag.value === undefined && given !== undefined && given !== "true" && given !== "false") {
      return Either.left(usage(`--${flag.name} is on or off and takes no value.`))
    }
    const value = given ?? (flag.value === undefined ? "true" : words[++i])
    if (value === undefined) return Either.left(usage(`--${flag.name} needs a value: ${flag.value ?? ""}.`))
    flags.set(flag.name, [...values, value])
  }
  return Either.right({ flags, others })
}
