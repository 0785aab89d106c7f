/**
 * The report on the runs of a scenario.
 *
 * @since 0.1.0
 */
import { describe } from "@qurl/testing/Oracle"
import { table } from "../kit/markdown.js"
import type { Round } from "./Round.js"

/**
 * The runs of a scenario, or why there are none.
 *
 * @since 0.1.0
 * @category models
 */
export interface Summary {
  readonly name: string
  readonly rounds: ReadonlyArray<Round>
  readonly skipped: string | undefined
}

const sum = (rounds: ReadonlyArray<Round>, of: (round: Round) => number): number =>
  rounds.reduce((total, round) => total + of(round), 0)

const counted = (counts: ReadonlyMap<string, number>, matches: (name: string) => boolean): number =>
  [...counts].reduce((total, [name, count]) => matches(name) ? total + count : total, 0)

const found = ({ verdict }: Round, ...kinds: ReadonlyArray<string>): number =>
  verdict.violations.filter(({ kind }) => kinds.includes(kind)).length

/**
 * True if an effect was lost, doubled or reported wrongly, an intent was left unfinished, or a bug ended a client.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isViolated = ({ bugs, unfinished, verdict }: Round): boolean =>
  verdict.violations.length + unfinished.length + bugs.length > 0

const isSignal = (signal: string) => (name: string): boolean => name.startsWith(signal)

const rowOf = ({ name, rounds, skipped }: Summary): ReadonlyArray<string | number> =>
  skipped !== undefined
    ? [`${name}: skipped, ${skipped}`, ...Array.from({ length: 11 }, () => "")]
    : [
      name,
      rounds.length,
      sum(rounds, ({ intents }) => intents),
      sum(rounds, ({ counts }) => counted(counts, isSignal("SIGKILL"))),
      sum(rounds, ({ counts }) => counted(counts, isSignal("SIGSTOP"))),
      sum(rounds, ({ counts }) => counted(counts, (name) => !name.startsWith("SIG"))),
      sum(rounds, ({ intents, unfinished }) => intents - unfinished.length),
      sum(rounds, ({ verdict }) => verdict.changes),
      sum(rounds, (round) => found(round, "missing")),
      sum(rounds, (round) => found(round, "duplicate", "repeated")),
      sum(rounds, (round) => found(round, "unexpected")),
      sum(rounds, ({ bugs, unfinished }) => unfinished.length + bugs.length)
    ]

/**
 * A row for each scenario.
 *
 * @since 0.1.0
 * @category combinators
 */
export const overview = (summaries: ReadonlyArray<Summary>): string =>
  table([
    "scenario",
    "rounds",
    "intents",
    "kills",
    "stops",
    "faults",
    "done",
    "links",
    "lost",
    "doubled",
    "untrue",
    "stuck"
  ], summaries.map(rowOf))

const added = (maps: ReadonlyArray<ReadonlyMap<string, number>>): ReadonlyArray<[string, number]> => {
  const all = new Map<string, number>()
  for (const map of maps) for (const [name, count] of map) all.set(name, (all.get(name) ?? 0) + count)
  return [...all].sort(([a], [b]) => a < b ? -1 : 1)
}

/**
 * Injected troubles and reported outcomes, over all scenarios.
 *
 * @since 0.1.0
 * @category combinators
 */
export const details = (summaries: ReadonlyArray<Summary>): string => {
  const rounds = summaries.flatMap(({ rounds }) => rounds)
  return [
    table(["what went wrong", "times"], added(rounds.map(({ counts }) => counts))),
    table(["reported outcome", "times"], added(rounds.map(({ told }) => told)))
  ].join("\n\n")
}

/**
 * Describes the failure of a run.
 *
 * @since 0.1.0
 * @category combinators
 */
export const explain = (name: string, { bugs, intents, seed, unfinished, verdict }: Round): string =>
  [
    `${name}, seed ${seed}:`,
    ...verdict.violations.length === 0 ? [] : [describe(verdict)],
    ...unfinished.length === 0 ? [] : [`never finished: ${unfinished.join(", ")}`],
    ...bugs.map((said) => `a client ended by a bug: ${said}`),
    // Three clients have as many each.
    `npm run chaos -- --only "${name}" --seed ${seed} --intents ${intents / 3} --rounds 1`
  ].join("\n")
