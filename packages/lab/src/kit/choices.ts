import { make } from "@qurl/testing/Draw"

/** Picks one of so many. Everything that is left to chance goes through it, so that the picks alone repeat a run. */
export interface Choices {
  readonly choose: (options: number) => number
  /** Picks so far, and the number of options of each. */
  readonly taken: ReadonlyArray<number>
  readonly widths: ReadonlyArray<number>
}

const recorded = (pick: (options: number, index: number) => number): Choices => {
  const taken: Array<number> = []
  const widths: Array<number> = []
  return {
    taken,
    widths,
    choose: (options) => {
      const picked = pick(options, taken.length)
      taken.push(picked)
      widths.push(options)
      return picked
    }
  }
}

/** The picks of a seed. */
export const random = (seed: number): Choices => {
  const draw = make(seed)
  return recorded(draw)
}

/** These picks, and then always the first option, which is the one where nothing goes wrong. */
export const replay = (picks: ReadonlyArray<number>): Choices =>
  recorded((options, index) => (picks[index] ?? 0) % options)

/** The picks that follow in the order of all picks; none after the last. */
export const following = ({ taken, widths }: Choices): ReadonlyArray<number> | undefined => {
  for (let index = taken.length - 1; index >= 0; index--) {
    const next = (taken[index] ?? 0) + 1
    if (next < (widths[index] ?? 0)) return [...taken.slice(0, index), next]
  }
  return undefined
}

/** Picks with one stretch left out, or one pick made the first option, the largest changes first. */
function* simpler(picks: ReadonlyArray<number>): Iterable<ReadonlyArray<number>> {
  for (let length = picks.length; length >= 1; length = Math.floor(length / 2)) {
    for (let from = 0; from + length <= picks.length; from += length) {
      yield [...picks.slice(0, from), ...picks.slice(from + length)]
    }
  }
  for (const [index, pick] of picks.entries()) {
    if (pick > 0) yield picks.with(index, 0)
  }
}

/** Picks that still fail and that nothing can be taken from. */
export const shrink = (
  picks: ReadonlyArray<number>,
  fails: (picks: ReadonlyArray<number>) => boolean
): ReadonlyArray<number> => {
  for (const candidate of simpler(picks)) {
    if (fails(candidate)) return shrink(candidate, fails)
  }
  return picks
}
