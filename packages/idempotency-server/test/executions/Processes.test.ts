import { SqliteClient } from "@effect/sql-sqlite-node"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Context, Effect, Fiber, Layer, Option, Schedule } from "effect"
import { connect, isAbsent, newDatabase, Server } from "../stores/postgres/server.js"
import { databaseFile } from "../support/harness.js"
import { type Answer, type Options, points, start } from "./process.js"

interface Place {
  readonly options: Options
  readonly effects: Effect.Effect<ReadonlyArray<unknown>>
}

const sqlite = Effect.gen(function*() {
  const filename = yield* databaseFile
  const sql = Context.get(yield* Layer.build(SqliteClient.layer({ filename })), SqliteClient.SqliteClient)
  yield* sql`CREATE TABLE effects (id INTEGER PRIMARY KEY, name TEXT NOT NULL)`
  const place: Place = { options: { store: "sqlite", filename }, effects: Effect.orDie(sql`SELECT name FROM effects`) }
  return place
})

const postgres = Effect.gen(function*() {
  const database = yield* newDatabase
  const { port } = yield* Server
  const sql = yield* connect({ database, maxConnections: 1 })
  yield* sql`CREATE TABLE effects (id integer GENERATED ALWAYS AS IDENTITY, name text NOT NULL)`
  const place: Place = {
    options: { store: "postgres", port, database },
    effects: Effect.orDie(sql`SELECT name FROM effects`)
  }
  return place
})

/** Retries as a client does, until one of the processes answers. */
const untilAnswered = (post: Effect.Effect<Option.Option<Answer>>) =>
  post.pipe(
    Effect.map(Option.filter(({ status }) => status < 300)),
    Effect.flatten,
    Effect.retry(Schedule.spaced("50 millis")),
    Effect.timeout("20 seconds")
  )

/** The first server dies at each point, and the same request goes to a second one until it has an answer. */
const killed = ({ effects, options }: Place) =>
  Effect.gen(function*() {
    const second = yield* start(options)
    yield* Effect.forEach(points, (point) =>
      Effect.scoped(Effect.gen(function*() {
        const before = (yield* effects).length
        const first = yield* start({ ...options, pauseAt: point })
        const lost = yield* Effect.fork(first.post(point))
        yield* first.paused
        yield* first.signal("SIGKILL")
        assert.isTrue(Option.isNone(yield* Fiber.join(lost)), point)
        const wasKept = point === "after complete" || point === "mid-send"
        assert.strictEqual((yield* effects).length, before + (wasKept ? 1 : 0), `effects at ${point}`)
        const answered = yield* untilAnswered(second.post(point))
        assert.deepStrictEqual([answered.status, answered.replayed], [201, wasKept], point)
        const again = Option.getOrThrow(yield* second.post(point))
        assert.deepStrictEqual(again, { status: 201, text: answered.text, replayed: true })
        assert.deepStrictEqual((yield* effects).slice(before), [{ name: "done" }])
      })))
  })

describe("SQLite", () => {
  it.scopedLive(
    "S7 a server killed at any point leaves one effect, and one answer for all who ask",
    () => Effect.flatMap(sqlite, killed),
    60_000
  )
})

describe("SQLite, where a transaction holds the file", () => {
  it.scopedLive(
    "S9 a server that sleeps past its lease is not an orphan: a retry gets a Retry-After, and then its answer",
    () =>
      Effect.gen(function*() {
        const { effects, options } = yield* sqlite
        const [first, second] = [yield* start({ ...options, pauseAt: "after effect" }), yield* start(options)]
        const slow = yield* Effect.fork(first.post("k"))
        yield* first.paused
        yield* first.signal("SIGSTOP")
        // It waits for the file as long as SQLite's own waiting takes, which is longer than the lease.
        const refused = Option.getOrThrow(yield* second.post("k"))
        assert.strictEqual(refused.status, 503)
        assert.include(refused.text, "idempotency_unavailable")
        yield* first.signal("SIGCONT")
        yield* first.resume
        const answered = Option.getOrThrow(yield* Fiber.join(slow))
        assert.deepStrictEqual([answered.status, answered.replayed], [201, false])
        assert.deepStrictEqual(yield* untilAnswered(second.post("k")), { ...answered, replayed: true })
        assert.deepStrictEqual(yield* effects, [{ name: "done" }])
      }),
    60_000
  )
})

describe.skipIf(isAbsent)("PostgreSQL", () => {
  it.layer(Layer.merge(Server.layer, Layer.setClock(Clock.make())), { timeout: 60_000 })((it) => {
    it.scoped(
      "S7 a server killed at any point leaves one effect, and one answer for all who ask",
      () => Effect.flatMap(postgres, killed),
      60_000
    )

    it.scoped(
      "S1 S2 500 first requests at once, on three servers: one runs, with one body or two",
      () =>
        Effect.gen(function*() {
          const { effects, options } = yield* postgres
          const once = { ...options, lease: 60_000 }
          const servers = yield* Effect.all([start(once), start(once), start({ ...once, maxWait: 60_000 })])
          const storm = (key: string, bodies: ReadonlyArray<string>) =>
            Effect.forEach(
              Array.from({ length: 500 }, (_, n) => n),
              (n) => {
                const [body = "", server] = [bodies[n % bodies.length], servers[n % 3] ?? servers[0]]
                const waits = server === servers[2]
                return Effect.map(server.post(key, body), (answer) => ({ body, waits, ...Option.getOrThrow(answer) }))
              },
              { concurrency: "unbounded" }
            )
          for (const bodies of [["a"], ["a", "b"]]) {
            const answers = yield* storm(bodies.join(), bodies)
            const created = answers.filter(({ status }) => status === 201)
            const [winner, ...others] = created.filter(({ replayed }) => !replayed)
            assert.deepStrictEqual(others, [])
            assert.isTrue(created.every(({ text }) => text === winner?.text))
            for (const { body, status, waits } of answers) {
              assert.include(body !== winner?.body ? [422] : waits ? [201] : [201, 409], status)
            }
          }
          assert.strictEqual((yield* effects).length, 2)
        }),
      180_000
    )

    it.scoped(
      "S9 a server that slept past its lease writes nothing and answers with its successor's bytes",
      () =>
        Effect.gen(function*() {
          const { effects, options } = yield* postgres
          const [first, second] = [yield* start({ ...options, pauseAt: "after effect" }), yield* start(options)]
          const slow = yield* Effect.fork(first.post("k"))
          yield* first.paused
          yield* first.signal("SIGSTOP")
          const answered = yield* untilAnswered(second.post("k"))
          yield* first.signal("SIGCONT")
          yield* first.resume
          const late = Option.getOrThrow(yield* Fiber.join(slow))
          assert.deepStrictEqual([answered.status, answered.replayed], [201, false])
          assert.deepStrictEqual(late, { status: 201, text: answered.text, replayed: true })
          assert.deepStrictEqual(yield* effects, [{ name: "done" }])
        }),
      60_000
    )
  })
})
