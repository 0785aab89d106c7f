/** Rounds in which every subject has one turn, in an order that changes. */
import * as Effect from "effect/Effect"
import { type Options, shuffled } from "./suite.js"

/** Runs the subjects in turns and returns the results of each, round by round. */
export const interleaved = <Subject, A>(
  subjects: ReadonlyArray<Subject>,
  rounds: number,
  { random }: Options,
  turn: (subject: Subject) => Effect.Effect<A>
): Effect.Effect<ReadonlyMap<Subject, ReadonlyArray<A>>> =>
  Effect.gen(function*() {
    const results = new Map<Subject, Array<A>>(subjects.map((subject) => [subject, []]))
    for (let round = 0; round < rounds; round++) {
      for (const subject of shuffled(subjects, random)) {
        results.get(subject)?.push(yield* turn(subject))
      }
    }
    return results
  })
