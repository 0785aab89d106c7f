/**
 * Generations of a store with those of the model. A store begins them at its clock, and the model at its own, so that
 * they are compared by their order alone: the later one is the greater one in both.
 */
export type Pairs = ReadonlyArray<readonly [real: number, model: number]>

/** None if the two cannot be the same generation. */
const paired = (pairs: Pairs, real: number, model: number): Pairs | undefined => {
  if (pairs.some(([r, m]) => r === real && m === model)) return pairs
  return pairs.every(([r, m]) => r !== real && m !== model && (r < real) === (m < model))
    ? [...pairs, [real, model]]
    : undefined
}

const unknown = -1

/**
 * The model's generations that an operation may name with `real`. One that was never reported, because its client died,
 * may be that of the record.
 */
export const modelled = (
  pairs: Pairs,
  real: number | undefined,
  current: number | undefined
): ReadonlyArray<{ readonly gen: number; readonly pairs: Pairs }> => {
  if (real === undefined) return [{ gen: unknown, pairs }]
  const known = pairs.find(([r]) => r === real)
  if (known !== undefined) return [{ gen: known[1], pairs }]
  const guessed = current === undefined ? undefined : paired(pairs, real, current)
  const other = { gen: unknown, pairs }
  return current === undefined || guessed === undefined ? [other] : [{ gen: current, pairs: guessed }, other]
}

const pattern = / gen (\d+)/

/** The pairs after a store said `said` where the model says `expected`; none if that does not fit. */
export const explained = (pairs: Pairs, said: string | undefined, expected: string): Pairs | undefined => {
  if (said === undefined) return pairs
  if (!expected.replace(pattern, " gen").startsWith(said.replace(pattern, " gen"))) return undefined
  const [real, model] = [pattern.exec(said)?.[1], pattern.exec(expected)?.[1]]
  return real === undefined || model === undefined ? pairs : paired(pairs, Number(real), Number(model))
}
