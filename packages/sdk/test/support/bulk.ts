import { TestKey } from "@qurl/emulator"
import { Duration, Effect, Fiber, Layer, Redacted, Stream, TestClock } from "effect"
import { type BatchAllOptions, type BatchRow, type CreateInput, Qurl, RetryPolicy } from "../../src/index.js"
import type { BatchServer } from "./batchServer.js"

export const targetOf = (index: number) => `https://example.com/guests/${index}`
export const rowsOf = (count: number) => Array.from({ length: count }, (_, index) => ({ target_url: targetOf(index) }))

export const credentials = { apiKey: Redacted.make(TestKey.full), baseUrl: "http://127.0.0.1" }

/** All results, and the error that ended them. */
export const collect = <E = never, R = never>(
  rows: Iterable<CreateInput> | Stream.Stream<CreateInput, E, R>,
  options?: BatchAllOptions
) =>
  Effect.suspend(() => {
    const results: Array<BatchRow> = []
    return Qurl.batchCreateAll(rows, options).pipe(
      Stream.runForEach((row) => Effect.sync(() => results.push(row))),
      Effect.either,
      Effect.map((end) => ({ results, error: end._tag === "Left" ? end.left : undefined }))
    )
  })

/** Lets all waits between attempts and between repeats pass. */
export const hurried = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.gen(function*() {
    const fiber = yield* Effect.fork(effect)
    yield* TestClock.adjust("1 hour")
    return yield* Fiber.join(fiber)
  })

export const qurlOn = ({ layer }: BatchServer) => Layer.provide(Qurl.layer(credentials), layer)

/** Makes a single attempt per request, so that a lost answer ends it. */
export const once = { ...RetryPolicy.keyed, attempts: 1, deadline: Duration.minutes(30) }

/** The same without waits, for a clock that is real. */
export const hasty = { ...once, backoff: { base: Duration.zero, factor: 1, cap: Duration.zero, jitter: 0 } }

/** The results in short: `done` as `+`, `failed` as `-`, `unknown` as `?`, `not sent` as `.`. */
export const signs = (results: ReadonlyArray<BatchRow>): string =>
  results.map(({ status }) => ({ done: "+", failed: "-", unknown: "?", "not sent": "." })[status]).join("")

/** Counts the links created for each target. */
export const countsOf = (created: ReadonlyArray<string>): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const target of created) counts[target] = (counts[target] ?? 0) + 1
  return counts
}
