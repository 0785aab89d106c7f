/**
 * Seeded random numbers, for plans and runs that a seed must repeat.
 *
 * @since 0.1.0
 */
import { PCGRandom } from "effect/Utils"

/**
 * Draws a whole number from 0 up to, but not including, the given one.
 *
 * @since 0.1.0
 * @category models
 */
export type Draw = (below: number) => number

/**
 * Makes the numbers of a seed, the same in every process.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (seed: number): Draw => {
  const random = new PCGRandom(seed)
  return (below) => random.integer(below)
}

/**
 * Draws one of several values.
 *
 * @since 0.1.0
 * @category combinators
 */
export const pick = <A>(draw: Draw, from: readonly [A, ...ReadonlyArray<A>] | ReadonlyArray<A>): A => {
  const chosen = from[draw(from.length)]
  if (chosen === undefined) throw new RangeError("nothing to pick from")
  return chosen
}
