/** The interface of a suite. To add one, write a file in `suites/` and name it in `main.ts`. */
import type * as Effect from "effect/Effect"
import type { Table } from "./row.js"

export interface Options {
  /** Fewer and shorter rounds, to see that everything works. */
  readonly quick: boolean
  /** A number in [0, 1) at each call: the order of the contenders in a round. */
  readonly random: () => number
  /** A folder for CPU profiles of the clients, where they are wanted. */
  readonly profiles: string | undefined
}

export interface Suite {
  readonly id: string
  readonly run: (options: Options) => Effect.Effect<ReadonlyArray<Table>>
}

/** Fisher and Yates. */
export const shuffled = <A>(values: ReadonlyArray<A>, random: () => number): ReadonlyArray<A> => {
  const result = [...values]
  for (let index = result.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1))
    const [a, b] = [result[index], result[other]]
    if (a !== undefined && b !== undefined) {
      result[index] = b
      result[other] = a
    }
  }
  return result
}
