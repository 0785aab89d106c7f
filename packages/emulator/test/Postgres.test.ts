import { assert, layer } from "@effect/vitest"
import { Effect, Random, Ref, Schedule } from "effect"
import { Fault, FaultPlan } from "../src/index.js"
import { isAbsent, Postgres } from "./postgres.js"
import { at, exited, patience, start } from "./process.js"
import { type Answer, batch, create, send, targets, tokenOf } from "./support.js"

const plan = JSON.stringify(FaultPlan.of(
  { fault: Fault.destroyAfterCommit, probability: 0.2 },
  { fault: Fault.destroyMidBody, probability: 0.1 },
  { fault: Fault.destroyBeforeHandler, probability: 0.1 }
))

const intents = 40

/** Every third one is a batch. */
const sizeOf = (intent: number): number => intent % 3 === 0 ? 5 : 1

const call = (intent: number) => {
  const call = { key: `key-of-${intent}`, headers: { "qurl-emulator-intent": String(intent) } }
  return intent % 3 === 0
    ? batch(targets(5), call)
    : create({ ...call, body: { target_url: `https://x.test/${intent % 4}` } })
}

/** Three emulators, and a hand that ends one of them and starts another in its place. */
const threeOn = (database: string, ...flags: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const begin = start("--database", database, ...flags)
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

layer(isAbsent ? Postgres.none : Postgres.layer, { excludeTestServices: true, timeout: 60_000 })(
  "on PostgreSQL",
  (it) => {
    it.scoped.skipIf(isAbsent)(
      "three processes that are killed at random, behind faults: every intent exists once, and has one answer",
      () =>
        Effect.gen(function*() {
          const { newDatabase } = yield* Postgres
          const { next, replace, urls } = yield* threeOn(yield* newDatabase, "--faults", plan)
          const attempts = yield* Ref.make(0)
          const answered = yield* Ref.make(0)

          /** Round and round, until somebody says what has become of it. */
          const settle = (intent: number) =>
            Effect.flatMap(next, (url) => at(url)(call(intent))).pipe(
              Effect.ensuring(Ref.update(attempts, (n) => n + 1)),
              Effect.filterOrFail(({ status }) => status === 201, ({ status, text }) => ({ status, text })),
              Effect.tapError((error) =>
                "status" in error && error.status !== 409
                  ? Effect.die(new Error(`${error.status}: ${error.text}`))
                  : Effect.void
              ),
              Effect.retry(Schedule.spaced("20 millis")),
              Effect.tap(Ref.update(answered, (n) => n + 1))
            )
          const kills = Effect.forEach([5, 15, 25, 35], (count) =>
            Effect.repeat(Ref.get(answered), {
              schedule: Schedule.spaced("5 millis"),
              until: (n) => n >= count
            }).pipe(
              Effect.zipRight(replace)
            ))
          const [answers] = yield* Effect.all([
            Effect.forEach(Array.from({ length: intents }, (_, intent) => intent), settle, { concurrency: 6 }),
            kills
          ], { concurrency: 2 })
          assert.isAbove(yield* Ref.get(attempts), intents)

          for (const url of yield* urls) {
            yield* at(url)(Effect.gen(function*() {
              yield* send("DELETE", "/_emulator/faults")
              const inventory = (yield* send("GET", "/_emulator/inventory")).json
              const made = new Map<string, number>()
              for (const { intent } of inventory.tokens) made.set(intent, (made.get(intent) ?? 0) + 1)
              assert.deepStrictEqual(
                Array.from({ length: intents }, (_, intent) => made.get(String(intent))),
                Array.from({ length: intents }, (_, intent) => sizeOf(intent))
              )
              assert.strictEqual(inventory.resources.length, 5)
              const replays: ReadonlyArray<Answer> = yield* Effect.forEach(answers, (_, intent) => call(intent))
              assert.deepStrictEqual(replays.map(({ text }) => text), answers.map(({ text }) => text))
            }))
          }
        }).pipe(Effect.withRandom(Random.make("kills"))),
      patience
    )

    it.scoped.skipIf(isAbsent)(
      "a link that opens once, tried at once everywhere, opens once",
      () =>
        Effect.gen(function*() {
          const { newDatabase } = yield* Postgres
          const { next, urls } = yield* threeOn(yield* newDatabase)
          const link = yield* at(yield* next)(create({ body: { target_url: "https://x.test/", one_time_use: true } }))
          const body = { access_token: tokenOf(link.json.data.qurl_link) }
          const visits = (yield* urls).flatMap((url) =>
            Array.from({ length: 4 }, () => at(url)(send("POST", "/v1/resolve", { body })))
          )
          const statuses = (yield* Effect.all(visits, { concurrency: "unbounded" })).map(({ status }) => status)
          assert.deepStrictEqual(statuses.toSorted((a, b) => a - b), [200, ...Array.from({ length: 11 }, () => 410)])
        }),
      patience
    )
  }
)
