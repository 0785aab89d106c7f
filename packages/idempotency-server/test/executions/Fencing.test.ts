import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Fiber, Layer, Option, Schedule } from "effect"
import { fileURLToPath } from "node:url"
import { connect, isAbsent, newDatabase, Server } from "../stores/postgres/server.js"
import { startProgram } from "./process.js"

const program = fileURLToPath(new URL("charging.mjs", import.meta.url))

describe.skipIf(isAbsent)("an owner that is stopped for longer than its lease", () => {
  it.layer(Layer.merge(Server.layer, Layer.setClock(Clock.make())), { timeout: 120_000 })((it) => {
    it.scoped(
      "R5 S9 charges nothing when it continues, because the database downstream compares fencing tokens",
      () =>
        Effect.gen(function*() {
          const { port } = yield* Server
          const [database, downstream] = [yield* newDatabase, yield* newDatabase]
          const sql = yield* connect({ database: downstream, maxConnections: 1 })
          yield* sql`CREATE TABLE charges (account text PRIMARY KEY, fence bigint NOT NULL, times integer NOT NULL)`
          const first = yield* startProgram(program, { database, downstream, port, pauses: true })
          const second = yield* startProgram(program, { database, downstream, port, pauses: false })
          const slow = yield* Effect.fork(first.post("k"))
          assert.strictEqual(yield* first.line, "before the charge")
          yield* first.signal("SIGSTOP")
          const answered = yield* second.post("k").pipe(
            Effect.map(Option.filter(({ status }) => status === 201)),
            Effect.flatten,
            Effect.retry(Schedule.spaced("100 millis")),
            Effect.timeout("60 seconds")
          )
          yield* first.signal("SIGCONT")
          yield* first.resume
          assert.strictEqual(yield* first.line, "refused")
          const late = Option.getOrThrow(yield* Fiber.join(slow))
          assert.deepStrictEqual(late, { status: 201, text: answered.text, replayed: true })
          const charges = yield* sql<{ times: number; fence: string }>`SELECT times, fence::text FROM charges`
          const { fence } = JSON.parse(answered.text)
          assert.deepStrictEqual(charges, [{ times: 1, fence: String(fence) }])
        }),
      120_000
    )
  })
})
