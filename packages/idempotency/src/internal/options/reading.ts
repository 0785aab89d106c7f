import * as Predicate from "effect/Predicate"
import { unknownOption } from "../../Support/Suggestion.js"
import type { Kind, Kinds, WrongOption } from "./kinds.js"

type Given = Readonly<Record<string, unknown>>

/** The thrown error stays unprinted: it may hold anything. */
export const unreadable = (option: string): WrongOption => ({
  option,
  problem: "cannot be read: its getter or its proxy throws"
})

/** Finds what is wrong with one option. */
const findIn = ({ expected, find, isRequired }: Kind, given: Given, option: string): WrongOption | undefined => {
  try {
    const value = given[option]
    if (value !== undefined) return find(value, option)
  } catch {
    return unreadable(option)
  }
  return isRequired ? { option, problem: `is missing: give ${expected}` } : undefined
}

/** Finds what is wrong with options, an unknown one first. Throws what their proxy throws. */
export const findEach = (
  given: unknown,
  kinds: Readonly<Record<string, Kind>>,
  renamed: Readonly<Record<string, string>> | undefined
): ReadonlyArray<WrongOption> => {
  const names = Object.keys(kinds)
  if (!Predicate.isRecord(given)) {
    return [{ option: "options", problem: `are not an object: give { ${names.join(", ")} }` }]
  }
  const wrong = Object.entries(kinds).map(([name, kind]) => findIn(kind, given, name))
  return [unknownOption(given, names, renamed), ...wrong].filter(Predicate.isNotUndefined)
}

/** Checks options without an allocation, since every call has some. */
export const areRight = <Options extends object>(given: unknown, kinds: Kinds<Options>): boolean => {
  try {
    if (!Predicate.isRecord(given)) return false
    for (const name in given) if (!Object.hasOwn(kinds, name)) return false
    for (const name in kinds) if (findIn(kinds[name], given, name) !== undefined) return false
    return true
  } catch {
    return false
  }
}

/** Finds the option whose getter throws, or names the options as a whole if their proxy does. */
export const findUnreadable = (options: unknown): WrongOption | undefined => {
  let reading = "options"
  try {
    if (!Predicate.isRecord(options)) return undefined
    for (const name of Object.keys(options)) {
      reading = name
      Reflect.get(options, name)
    }
    return undefined
  } catch {
    return unreadable(reading)
  }
}
