import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Clock, Effect, Fiber, Layer, Option, Schedule } from "effect"
import { Middleware, Store } from "../../../src/index.js"
import * as Postgres from "../../../src/Store/Postgres.js"
import { call, claimOf, counting } from "../../support/leasing.js"
import { makeProxy } from "./proxy.js"
import { connect, isAbsent, newDatabase, Server } from "./server.js"

const options = {
  dialect: standard,
  grace: 0,
  storeTimeout: "300 millis",
  principal: () => Effect.succeed("owner")
} as const

/** A store whose database stops answering on a signal. */
const setup = Effect.gen(function*() {
  const database = yield* newDatabase
  const proxy = yield* makeProxy
  const sql = yield* connect({ database, port: proxy.port })
  const store = yield* Postgres.make().pipe(Effect.provideService(PgClient.PgClient, sql))
  const outside = yield* Postgres.make().pipe(
    Effect.provideService(PgClient.PgClient, yield* connect({ database, maxConnections: 2 }))
  )
  return { proxy, store, outside }
})

describe.skipIf(isAbsent)("S21 a PostgreSQL that does not answer", () => {
  it.layer(Layer.merge(Server.layer, Layer.setClock(Clock.make())), { timeout: 60_000 })((it) => {
    for (const [operation, text] of [["look", "idempotency_look"], ["claim", "idempotency_claim"]] as const) {
      it.scoped(`to a ${operation} is a 503, or an execution that says that nothing protects it; then it is as before`, () =>
        Effect.gen(function*() {
          const { outside, proxy, store } = yield* setup
          for (const unavailable of ["refuse", "execute"] as const) {
            const once = yield* Middleware.make({ ...options, mode: "lease", unavailable }).pipe(
              Effect.provideService(Store.Store, store)
            )
            const { app, runs } = counting()
            yield* proxy.stall(text)
            const answer = yield* call(once(app), { key: unavailable })
            assert.deepStrictEqual(
              [answer.status, runs.n, answer.headers["idempotency-status"]],
              unavailable === "refuse" ? [503, 0, undefined] : [201, 1, "unprotected"]
            )
            yield* proxy.flow
            // A claim that came late is given back.
            const again = yield* call(once(app), { key: unavailable }).pipe(
              Effect.filterOrFail(({ status }) => status === 201),
              Effect.retry(Schedule.spaced("50 millis"))
            )
            assert.deepStrictEqual([again.status, runs.n], [201, unavailable === "refuse" ? 1 : 2])
            const kept = yield* outside.look(Store.identity(["owner"], unavailable))
            assert.strictEqual(Option.getOrThrow(kept)._tag, "Done")
          }
        }))
    }

    it.scoped("to the end of an execution: its answer is given and marked, and kept when that works", () =>
      Effect.gen(function*() {
        const { outside, proxy, store } = yield* setup
        const once = yield* Middleware.make({ ...options, mode: "lease" }).pipe(
          Effect.provideService(Store.Store, store)
        )
        const { app, runs } = counting()
        yield* proxy.stall("idempotency_settle")
        const answer = yield* call(once(app))
        assert.deepStrictEqual([answer.status, answer.headers["idempotency-status"]], [201, "not yet replayable"])
        yield* proxy.flow
        yield* Effect.repeat(claimOf(outside), { until: Option.exists(({ _tag }) => _tag === "Done") })
        const again = yield* call(once(app))
        assert.deepStrictEqual([again.text, again.replayed, runs.n], [answer.text, true, 1])
      }))

    for (const first of ["look", "claim"] as const) {
      it.scoped(`to a ${first}, where handler and record are one transaction, is a 503 and nothing runs`, () =>
        Effect.gen(function*() {
          const { outside, proxy, store } = yield* setup
          const takesUnseen = () => first === "claim" && store.takesUnseen?.() === true
          const once = yield* Middleware.make(options).pipe(
            Effect.provideService(Store.TransactionalStore, { ...store, takesUnseen })
          )
          const { app, runs } = counting()
          yield* proxy.stall("idempotency_records")
          assert.deepStrictEqual([(yield* call(once(app))).status, runs.n], [503, 0])
          yield* proxy.flow
          // A claim that came late is given back.
          const again = yield* call(once(app)).pipe(
            Effect.filterOrFail(({ status }) => status === 201),
            Effect.retry(Schedule.spaced("50 millis"))
          )
          assert.deepStrictEqual([again.replayed, runs.n], [false, 1])
          assert.deepStrictEqual(Option.map(yield* claimOf(outside), ({ _tag }) => _tag), Option.some("Done"))
        }))
    }

    it.scoped(
      "to a claim without a look before it: the look comes first until a connection answers",
      () =>
        Effect.gen(function*() {
          const { proxy, store } = yield* setup
          const owned = { fingerprint: "f", leaseMillis: 30_000, retentionMillis: 60_000, orphans: "take" } as const
          const identity = Store.identity(["owner"], "k")
          const transact = store.transact(
            { ...owned, identity, owner: "own", isUnseen: true },
            () =>
              Effect.succeed({ answer: "done", settlement: { _tag: "Release", reason: "nothing to keep" } as const })
          )
          yield* proxy.stall("idempotency_records")
          const stalled = yield* Effect.fork(transact)
          assert.isTrue(store.takesUnseen?.())
          yield* Effect.repeat(Effect.sleep("50 millis"), { while: () => store.takesUnseen?.() === true })
          yield* proxy.flow
          assert.strictEqual((yield* Fiber.join(stalled))._tag, "Executed")
          assert.isTrue(store.takesUnseen?.())
        }),
      20_000
    )
  })
})
