import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Effect, Exit, Layer, Metric, MetricState, Option, Ref, TestClock } from "effect"
import { Middleware, Operations, Store, StoreMemory } from "../../src/index.js"

const request = (key: string): Store.ClaimRequest => ({
  identity: Store.identity(["owner"], key),
  fingerprint: "a".repeat(64),
  owner: crypto.randomUUID(),
  leaseMillis: 1000,
  retentionMillis: 60_000,
  orphans: "park"
})

const response = { status: 201, headers: {}, body: new TextEncoder().encode("by hand") }

const claim = (store: Store.Service, key: string) =>
  Effect.flatMap(
    store.claim(request(key)),
    (result) =>
      result._tag === "Claimed" ? Effect.succeed(result.ticket) : Effect.dieMessage(`it is ${result.record._tag}`)
  )

const settled = (store: Store.Service, key: string, settlement: Store.Settlement) =>
  Effect.flatMap(claim(store, key), (ticket) => store.settle(ticket, settlement))

/** Values of the gauges. */
const gauges = Effect.map(Metric.snapshot, (pairs) =>
  Object.fromEntries(
    pairs.flatMap(({ metricKey, metricState }) =>
      metricKey.name.startsWith("idempotency_") && MetricState.isGaugeState(metricState)
        ? [[[metricKey.name, ...metricKey.tags.map(({ value }) => value)].join(" "), metricState.value]]
        : []
    )
  ))

describe("operations", () => {
  it.effect("gauges tell how many records are in each state, and how old the oldest orphan is", () =>
    Effect.gen(function*() {
      const store = yield* Store.Store
      yield* claim(store, "orphan")
      yield* TestClock.adjust(4000)
      yield* claim(store, "running")
      yield* settled(store, "done", { _tag: "Answer", response, retentionMillis: 60_000 })
      yield* settled(store, "parked", { _tag: "Park", reason: "unknown" })
      yield* Effect.scoped(Effect.zipRight(Layer.build(Operations.layer()), TestClock.adjust("1 second")))
      assert.deepStrictEqual(yield* gauges, {
        "idempotency_records running": 2,
        "idempotency_records done": 1,
        "idempotency_records tombstone": 0,
        "idempotency_records released": 0,
        "idempotency_records parked": 1,
        idempotency_orphans: 1,
        idempotency_oldest_orphan_seconds: 3
      })
    }).pipe(Effect.provide(StoreMemory.layer)))

  it.effect("what expired goes in batches, round after round, also after the store was in trouble", () =>
    Effect.gen(function*() {
      const memory = yield* StoreMemory.make
      const limits = yield* Ref.make<ReadonlyArray<number>>([])
      const broken = yield* Ref.make(true)
      const store: Store.Service = {
        ...memory,
        purge: (limit) =>
          Effect.zipRight(
            Ref.update(limits, (limits) => [...limits, limit]),
            Effect.flatMap(Ref.getAndSet(broken, false), (broken) =>
              broken ? new Store.StoreError({ reason: "failed" }) : memory.purge(limit))
          )
      }
      const release = { _tag: "Release", reason: "test" } as const
      for (let index = 0; index < 25; index++) yield* settled(memory, `k${index}`, release)
      yield* TestClock.adjust("2 minutes")
      yield* Effect.scoped(Effect.gen(function*() {
        yield* Layer.build(Operations.layer({ batch: 10 })).pipe(Effect.provideService(Store.Store, store))
        yield* TestClock.adjust("3 minutes")
      }))
      assert.deepStrictEqual((yield* Ref.get(limits)).slice(0, 5), [10, 10, 10, 10, 10])
      assert.strictEqual(yield* memory.purge(100), 0)
    }))

  it.effect("a status executes nothing, claims nothing and shows no answer", () =>
    Effect.gen(function*() {
      const store = yield* Store.Store
      const status = (key: string) => Operations.status(request(key).identity)
      assert.deepStrictEqual(yield* status("new"), Option.none())
      yield* settled(store, "done", { _tag: "Answer", response, retentionMillis: 60_000 })
      yield* settled(store, "parked", { _tag: "Park", reason: "timed out" })
      yield* claim(store, "running")
      const seen = yield* Effect.forEach(["done", "parked", "running"], status)
      assert.deepStrictEqual(
        seen.map(Option.map(({ answered, reason, state }) => [state, reason, answered])),
        [["Done", undefined, 201], ["Parked", "timed out", undefined], ["Running", undefined, undefined]].map(
          Option.some
        )
      )
      assert.notInclude(JSON.stringify(seen), "by hand")
      yield* TestClock.adjust(1000)
      assert.deepStrictEqual(Option.map(yield* status("running"), ({ state }) => state), Option.some("Orphan"))
      assert.strictEqual((yield* store.claim(request("new")))._tag, "Claimed")
    }).pipe(Effect.provide(StoreMemory.layer)))

  it.effect("a parked key gets its answer by hand, the next request receives it, and its author is recorded", () =>
    Effect.gen(function*() {
      const runs = yield* Ref.make(0)
      const middleware = yield* Middleware.make({
        dialect: standard,
        mode: "lease",
        principal: () => Effect.succeed("owner")
      })
      const app = middleware(Effect.zipRight(
        Ref.update(runs, (n) => n + 1),
        Effect.die("nobody knows what was done")
      ))
      const post = Effect.suspend(() =>
        app.pipe(
          Effect.scoped,
          Effect.provideService(
            HttpServerRequest.HttpServerRequest,
            HttpServerRequest.fromWeb(
              new Request("http://app/", { method: "POST", body: "{}", headers: { "idempotency-key": "k" } })
            )
          )
        )
      )
      assert.isTrue(Exit.isFailure(yield* Effect.exit(post)))
      const { identity } = request("k")
      const parked = Option.getOrThrow(yield* Operations.status(identity))
      assert.deepStrictEqual([parked.state, parked.expiresAt], ["Parked", undefined])
      assert.strictEqual((yield* post).status >= 400, true)
      const finish = { _tag: "Finish", response, retentionMillis: 60_000 } as const
      assert.strictEqual(yield* Operations.resolve(identity, parked.gen, finish, "ada"), "ok")
      assert.strictEqual(yield* Operations.resolve(identity, parked.gen, { _tag: "Forget" }, "eve"), "lost")
      const answer = HttpServerResponse.toWeb(yield* post)
      assert.deepStrictEqual([answer.status, yield* Effect.promise(() => answer.text())], [201, "by hand"])
      assert.strictEqual(yield* Ref.get(runs), 1)
      const { resolutions, state } = Option.getOrThrow(yield* Operations.status(identity))
      assert.deepStrictEqual([state, resolutions.map(({ actor, decision }) => `${actor}: ${decision}`)], ["Done", [
        "ada: Finish"
      ]])
    }).pipe(Effect.scoped, Effect.provide(StoreMemory.layer)))
})
