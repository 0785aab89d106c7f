import * as InvalidFields from "@qurl/contract/InvalidFields"

/** No input of the API is as deep: what is deeper has no end, or overflows the stack of whatever walks it. */
const deepest = 100

type Path = ReadonlyArray<string | number>

interface Problem {
  readonly path: Path
  readonly text: string
}

const found = (value: unknown, path: Path, parents: ReadonlyArray<unknown>): Problem | undefined => {
  if (typeof value !== "object" || value === null) return undefined
  if (parents.includes(value)) return { path, text: "contains itself, which JSON has no form for" }
  if (parents.length === deepest) return { path: path.slice(0, 1), text: `nests deeper than ${deepest} levels` }
  const inside = [...parents, value]
  for (const key of Object.keys(value)) {
    const at = [...path, Array.isArray(value) ? Number(key) : key]
    const problem = read(() => Reflect.get(value, key), at, inside)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** The thrown error stays unprinted: it may hold anything. */
const read = (get: () => unknown, path: Path, parents: ReadonlyArray<unknown>): Problem | undefined => {
  try {
    return found(get(), path, parents)
  } catch {
    return { path, text: "cannot be read: its getter or its proxy throws" }
  }
}

/**
 * Derives a payload or options from what the caller gave. What cannot be read is returned as it is, for the check that
 * names its field.
 */
export const derived = <A, B>(given: A, derive: (given: A) => B): A | B => {
  try {
    return derive(given)
  } catch (error) {
    if (unreadable(given) === undefined) throw error
    return given
  }
}

/** The field of an input that no check can read to its end, with what is wrong with it; none if all can be read. */
export const unreadable = (input: unknown): Readonly<Record<string, string>> | undefined => {
  const problem = read(() => input, [], [])
  return problem === undefined ? undefined : { [InvalidFields.pathOf(problem.path)]: problem.text }
}
