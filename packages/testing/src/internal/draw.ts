import { PCGRandom } from "effect/Utils"

/** A whole number from 0 up to, but not including, the given one. */
export type Draw = (below: number) => number

export const make = (seed: number): Draw => {
  const random = new PCGRandom(seed)
  return (below) => random.integer(below)
}

export const pick = <A>(draw: Draw, from: readonly [A, ...ReadonlyArray<A>] | ReadonlyArray<A>): A => {
  const chosen = from[draw(from.length)]
  if (chosen === undefined) throw new RangeError("nothing to pick from")
  return chosen
}
