import { HttpClientError } from "@effect/platform"
import { assert } from "@effect/vitest"
import { Effect, Random, Ref, Schedule } from "effect"
import { Fault, FaultPlan } from "../../src/index.js"
import { type Answer, batch, create, send, targets } from "../support/support.js"
import { at, exited, start } from "./process.js"

/** How many storms: `STORMS=20` for more than the share of it in the tests. */
const wanted = Number(process.env.STORMS ?? 1)

/** The seed of the first: `STORM_SEED=7 STORMS=1` repeats one that was printed. */
const firstSeed = Number(process.env.STORM_SEED ?? 1)

/** Every fault there is; together they meet two requests of five. */
const faults = FaultPlan.of(
  { fault: Fault.destroyBeforeHandler, probability: 0.04 },
  { fault: Fault.destroyAfterCommit, probability: 0.08 },
  { fault: Fault.destroyAfterHeaders, probability: 0.03 },
  { fault: Fault.destroyMidBody, probability: 0.05 },
  { fault: Fault.noAnswerBefore, probability: 0.02 },
  { fault: Fault.noAnswer, probability: 0.03 },
  { fault: Fault.stallBody, probability: 0.02 },
  { fault: Fault.delay(100), probability: 0.05 },
  { fault: Fault.rateLimit(), probability: 0.04 },
  { fault: Fault.status(503), probability: 0.03 },
  { fault: Fault.status(500, { when: "after" }), probability: 0.03 },
  { fault: Fault.inFlight, probability: 0.03 },
  { fault: Fault.mismatch, probability: 0.03 }
)

/** Longest wait of a client for an answer. A client that gives up knows nothing. */
const patience = "6 seconds"

/** Calls at once. */
const clients = 6

/** Every third one is a batch. */
const sizeOf = (intent: number): number => intent % 3 === 0 ? 5 : 1

/** Every fourth one is sent once, and what is known of it then must be so. The others are sent until they are answered. */
const isSentOnce = (intent: number): boolean => intent % 4 === 1

const call = (intent: number) => {
  const call = { key: `key-of-${intent}`, headers: { "qurl-emulator-intent": String(intent) } }
  return (intent % 3 === 0
    ? batch(targets(5), call)
    : create({ ...call, body: { target_url: `https://x.test/${intent % 5}` } })).pipe(Effect.timeout(patience))
}

/** Three emulators, and a hand that ends one of them and starts another in its place. */
export const threeWith = (...flags: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const begin = start(...flags)
    const running = yield* Effect.forEach([0, 1, 2], () => Effect.flatMap(begin, Ref.make), { concurrency: 3 })
    const turn = yield* Ref.make(0)
    const next = Effect.flatMap(
      Ref.getAndUpdate(turn, (n) => n + 1),
      (n) => Effect.map(Ref.get(running[n % 3]!), ({ url }) => url)
    )
    const replace = Effect.gen(function*() {
      const place = running[yield* Random.nextIntBetween(0, 3)]!
      const { child } = yield* Ref.get(place)
      child.kill("SIGKILL")
      yield* exited(child)
      yield* Ref.set(place, yield* begin)
    })
    const urls = Effect.forEach(running, (place) => Effect.map(Ref.get(place), ({ url }) => url))
    return { next, replace, urls }
  })

const wasRefused = (error: unknown): boolean =>
  error instanceof HttpClientError.RequestError
    ? wasRefused(error.cause)
    : error instanceof Error && ("code" in error && error.code === "ECONNREFUSED" || wasRefused(error.cause))

type End = "success" | "rejected" | "not sent" | "unknown"

/** Conclusion that its client may draw from the only attempt. */
const endOf = ({ status }: Answer): End => status < 300 ? "success" : status < 500 ? "rejected" : "unknown"

/** Answers that no fault explains. */
const isStrange = ({ status, text }: Answer): boolean =>
  ![201, 409, 422, 429, 500, 503].includes(status) || text.includes("outcome_unknown")

/** Repeats the call until an emulator answers what became of it. */
const settle = (next: Effect.Effect<string>, intent: number) =>
  Effect.flatMap(next, (url) => at(url)(call(intent))).pipe(
    Effect.tap((answer) => isStrange(answer) ? Effect.die(new Error(`${answer.status}: ${answer.text}`)) : Effect.void),
    Effect.filterOrFail(({ status }) => status === 201),
    Effect.retry(Schedule.spaced("20 millis"))
  )

interface Size {
  readonly intents: number
  readonly kills: number
}

/** Storm on three emulators that share what the flags say. */
const run = Effect.fnUntraced(function*(flags: ReadonlyArray<string>, { intents, kills }: Size, seed: number) {
  const all = Array.from({ length: intents }, (_, intent) => intent)
  const { next, replace, urls } = yield* threeWith(...flags, "--faults", JSON.stringify({ ...faults, seed }))
  const ended = yield* Ref.make(0)

  const answers = new Map<number, Answer>()
  const ends = new Map<number, End>()
  const once = (intent: number) =>
    Effect.flatMap(next, (url) => at(url)(call(intent))).pipe(
      Effect.tap((answer) => {
        if (answer.status === 201) answers.set(intent, answer)
      }),
      Effect.map(endOf),
      Effect.catchAll((error) => Effect.succeed<End>(wasRefused(error) ? "not sent" : "unknown")),
      Effect.map((end): void => void ends.set(intent, end))
    )
  const always = (intent: number) =>
    Effect.map(settle(next, intent), (answer): void => void answers.set(intent, answer))

  const killing = Effect.forEach(
    Array.from({ length: kills }, (_, index) => Math.floor(((index + 0.5) * intents) / kills)),
    (count) =>
      Effect.repeat(Ref.get(ended), { schedule: Schedule.spaced("5 millis"), until: (n) => n >= count }).pipe(
        Effect.zipRight(replace)
      )
  )
  const calling = Effect.forEach(
    all,
    (intent) => Effect.ensuring(isSentOnce(intent) ? once(intent) : always(intent), Ref.update(ended, (n) => n + 1)),
    { concurrency: clients, discard: true }
  )
  yield* Effect.all([calling, killing], { concurrency: 2, discard: true })

  const everywhere = yield* urls
  yield* Effect.forEach(everywhere, (url) => at(url)(send("DELETE", "/_emulator/faults")))
  const made = Effect.gen(function*() {
    const { json } = yield* at(yield* next)(send("GET", "/_emulator/inventory"))
    const counts = new Map<number, number>()
    for (const { intent } of json.tokens) counts.set(Number(intent), (counts.get(Number(intent)) ?? 0) + 1)
    return { counts, resources: json.resources.length }
  })

  const before = (yield* made).counts
  for (const [intent, end] of ends) {
    const what = `seed ${seed}: ${intent} was told "${end}"`
    if (end === "success") assert.strictEqual(before.get(intent), sizeOf(intent), what)
    else if (end === "unknown") assert.include([undefined, sizeOf(intent)], before.get(intent), what)
    else assert.isUndefined(before.get(intent), what)
  }
  // Clients that know nothing repeat their call, after which all know.
  const unknown = [...ends].filter(([, end]) => end === "unknown").map(([intent]) => intent)
  yield* Effect.forEach(unknown, always, { concurrency: clients })

  const known = all.filter((intent) => answers.has(intent))
  const after = yield* made
  assert.deepStrictEqual(
    all.map((intent) => [intent, after.counts.get(intent) ?? 0]),
    all.map((intent) => [intent, answers.has(intent) ? sizeOf(intent) : 0]),
    `seed ${seed}`
  )
  assert.strictEqual(after.resources, 5)
  for (const url of everywhere) {
    const replays = yield* Effect.forEach(known, (intent) => at(url)(call(intent)), { concurrency: clients })
    assert.deepStrictEqual(
      replays.map(({ headers, status, text }) => [status, headers["idempotency-replayed"], text]),
      known.map((intent) => [201, "true", answers.get(intent)?.text]),
      `seed ${seed}`
    )
  }
  const told = (end: End) => [...ends.values()].filter((each) => each === end).length
  return {
    answered: all.filter((intent) => !isSentOnce(intent)).length,
    success: told("success"),
    rejected: told("rejected"),
    notSent: told("not sent"),
    unknown: told("unknown"),
    kills
  }
})

/**
 * Storms on three processes that are killed at random, behind every fault: each intent has one effect and one answer,
 * what was answered with success is there, and what was rejected or not sent is not. `flags` gives each storm a place of
 * its own.
 */
export const storms = <E, R>(flags: Effect.Effect<ReadonlyArray<string>, E, R>, size: Size) =>
  Effect.forEach(Array.from({ length: wanted }, (_, index) => firstSeed + index), (seed) =>
    flags.pipe(
      Effect.flatMap((flags) => run(flags, size, seed)),
      Effect.withRandom(Random.make(seed)),
      Effect.scoped,
      Effect.tap((counts) =>
        process.env.STORMS === undefined
          ? Effect.void
          : Effect.sync(() => console.log(`seed ${seed}: ${JSON.stringify(counts)}`))
      )
    ), { discard: true })

/** Room for slow machines, and for as many storms as are wanted. */
export const patienceOfStorms = 180_000 * wanted
