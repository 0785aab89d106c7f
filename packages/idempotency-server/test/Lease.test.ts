import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { qurl } from "@qurl/idempotency/Dialect"
import { Deferred, Duration, Effect, Exit, Fiber, Option, Scope, Stream, TestClock } from "effect"
import { Execution, Middleware, Store, StoreMemory } from "../src/index.js"

const options = {
  dialect: qurl,
  mode: "lease" as const,
  grace: 0,
  scope: () => Effect.succeed(["owner"])
}

/** A request to an app in this process, as the server calls it. */
const call = <E>(
  app: Effect.Effect<HttpServerResponse.HttpServerResponse, E, HttpServerRequest.HttpServerRequest | Scope.Scope>,
  init: { readonly key?: string; readonly body?: string } = {}
) => {
  const request = HttpServerRequest.fromWeb(
    new Request("http://app/things", {
      method: "POST",
      body: init.body ?? "{}",
      headers: { "idempotency-key": init.key ?? "k" }
    })
  )
  return app.pipe(
    Effect.scoped,
    Effect.provideService(HttpServerRequest.HttpServerRequest, request),
    Effect.flatMap((response) =>
      Effect.promise(async () => ({
        status: response.status,
        headers: response.headers,
        replayed: response.headers["idempotency-replayed"] === "true",
        text: await HttpServerResponse.toWeb(response).text()
      }))
    )
  )
}

/** A handler that counts its runs, after it has passed `before`. */
const counting = (before: Effect.Effect<void> = Effect.void, status = 201) => {
  const runs = { n: 0 }
  const app = Effect.suspend(() => {
    runs.n++
    const n = runs.n
    return Effect.as(before, HttpServerResponse.unsafeJson({ n }, { status }))
  })
  return { app, runs }
}

const makeGate = Effect.gen(function*() {
  const started = yield* Deferred.make<void>()
  const released = yield* Deferred.make<void>()
  return {
    pass: Effect.zipRight(Deferred.succeed(started, undefined), Deferred.await(released)),
    started: Deferred.await(started),
    release: Deferred.succeed(released, undefined)
  }
})

/** Two servers on one store, as far as they know. */
const servers = Effect.fnUntraced(function*(
  more: Partial<Middleware.Options<never, "lease">> = {},
  decorate: (store: Store.Service) => Store.Service = (store) => store
) {
  const store = yield* StoreMemory.make
  const make = Middleware.make({ ...options, ...more, mode: "lease" }).pipe(
    Effect.provideService(Store.Store, decorate(store))
  )
  return { store, one: yield* make, two: yield* make }
})

const claimOf = (store: Store.Service) => store.look(Store.identity(["owner"], "k"))

describe("a lease", () => {
  it.scoped("S1 of many requests on two servers one runs, and the others wait for its answer or are told to come back", () =>
    Effect.gen(function*() {
      const { one, two } = yield* servers()
      const gate = yield* makeGate
      const { app, runs } = counting(gate.pass)
      const first = yield* Effect.fork(call(one(app)))
      yield* gate.started
      const refused = yield* Effect.all(Array.from({ length: 20 }, (_, i) => call((i % 2 === 0 ? one : two)(app))))
      assert.isTrue(refused.every(({ status }) => status === qurl.inFlight?.status))
      assert.strictEqual(refused[1]?.headers["retry-after"], "30")
      yield* gate.release
      assert.strictEqual((yield* Fiber.join(first)).status, 201)
      assert.isTrue((yield* call(two(app))).replayed)
      assert.strictEqual(runs.n, 1)
    }))

  it.scoped("S2 another body is a mismatch while the first runs, on whichever server", () =>
    Effect.gen(function*() {
      const { one, two } = yield* servers()
      const gate = yield* makeGate
      const { app } = counting(gate.pass)
      yield* Effect.fork(call(one(app)))
      yield* gate.started
      for (const server of [one, two]) {
        assert.strictEqual((yield* call(server(app), { body: "[]" })).status, qurl.mismatch.status)
      }
      yield* gate.release
    }))

  it.scoped("S14 a handler longer than the lease keeps it by its heartbeat", () =>
    Effect.gen(function*() {
      const { one, two } = yield* servers({ lease: "3 seconds" })
      const gate = yield* makeGate
      const { app, runs } = counting(gate.pass)
      const first = yield* Effect.fork(call(one(app)))
      yield* gate.started
      for (let second = 0; second < 20; second++) {
        yield* TestClock.adjust("1 second")
        assert.strictEqual((yield* call(two(app))).status, qurl.inFlight?.status)
      }
      yield* gate.release
      assert.strictEqual((yield* Fiber.join(first)).status, 201)
      assert.strictEqual(runs.n, 1)
    }))

  it.scoped("S14 a heartbeat that fails leaves an orphan to the policy, and what its owner says later is not given", () =>
    Effect.gen(function*() {
      for (const crash of ["park", "resume"] as const) {
        const { one, store, two } = yield* servers({ crash, lease: "3 seconds" }, (store) => ({
          ...store,
          renew: () => Effect.fail(new Store.StoreError({ reason: "failed" }))
        }))
        const gate = yield* makeGate
        const first = counting(gate.pass)
        const second = counting()
        const zombie = yield* Effect.fork(call(one(first.app)))
        yield* gate.started
        yield* TestClock.adjust("3 seconds")
        const successor = yield* call(two(second.app))
        yield* gate.release
        const late = yield* Fiber.join(zombie)
        if (crash === "park") {
          assert.deepStrictEqual([successor.status, second.runs.n], [409, 0])
          assert.include(successor.text, "idempotency_outcome_unknown")
          assert.strictEqual(late.status, 503)
          assert.strictEqual(Option.getOrThrow(yield* claimOf(store))._tag, "Parked")
        } else {
          assert.deepStrictEqual([successor.status, second.runs.n], [201, 1])
          assert.deepStrictEqual([late.text, late.replayed], [successor.text, true])
        }
      }
    }))

  it.scoped("an orphan is reconciled with the world: done, not done, or parked", () =>
    Effect.gen(function*() {
      const response = { status: 200, headers: {}, body: new TextEncoder().encode("found") }
      for (const findings of [{ _tag: "Done", response }, { _tag: "NotDone" }, { _tag: "Unknown" }] as const) {
        const { store, two } = yield* servers({ crash: { reconcile: () => Effect.succeed(findings) } })
        // A server that is gone.
        const lost = yield* Effect.fork(Effect.scoped(Effect.gen(function*() {
          const gone = yield* Middleware.make({ ...options, lease: "3 seconds" }).pipe(
            Effect.provideService(Store.Store, {
              ...store,
              settle: () => new Store.StoreError({ reason: "failed" }),
              renew: () => new Store.StoreError({ reason: "failed" })
            })
          )
          return yield* call(gone(counting(Effect.never).app))
        })))
        yield* TestClock.adjust("4 seconds")
        const { app, runs } = counting()
        const answer = yield* call(two(app))
        const expected = { Done: [200, 0], NotDone: [201, 1], Unknown: [409, 0] }[findings._tag]
        assert.deepStrictEqual([answer.status, runs.n], expected, findings._tag)
        yield* Fiber.interruptFork(lost)
      }
    }))

  it.scoped("S25 a failure is parked, resumed or released as the policy and the handler say", () =>
    Effect.gen(function*() {
      const broken = HttpServerResponse.unsafeJson({}, { status: 500 })
      const cases = [
        ["park", Effect.succeed(broken), "Parked"],
        ["park", Effect.dieMessage("broken"), "Parked"],
        ["park", Effect.as(Execution.noEffect, broken), "Released"],
        ["park", Effect.as(Execution.keep, broken), "Done"],
        ["resume", Effect.succeed(broken), "Released"],
        ["park", Effect.succeed(HttpServerResponse.empty({ status: 429 })), "Released"],
        ["park", Effect.succeed(HttpServerResponse.empty({ status: 404 })), "Done"]
      ] as const
      for (const [crash, app, state] of cases) {
        const { one, store } = yield* servers({ crash })
        yield* Effect.exit(call(one(app)))
        assert.strictEqual(Option.getOrThrow(yield* claimOf(store))._tag, state)
      }
    }))
})

describe("waiting", () => {
  const patient = { dialect: { ...qurl, inFlight: undefined }, maxWait: "10 seconds" } as const

  it.scoped("S38 a duplicate on another server gets the first answer when it is there", () =>
    Effect.gen(function*() {
      const { one, two } = yield* servers(patient)
      const gate = yield* makeGate
      const { app, runs } = counting(gate.pass)
      const first = yield* Effect.fork(call(one(app)))
      yield* gate.started
      const duplicates = yield* Effect.fork(Effect.all([call(one(app)), call(two(app))], { concurrency: "unbounded" }))
      yield* gate.release
      const { text } = yield* Fiber.join(first)
      assert.deepStrictEqual((yield* Fiber.join(duplicates)).map((duplicate) => duplicate.text), [text, text])
      assert.strictEqual(runs.n, 1)
    }))

  it.scoped("is bounded in all, however often what it waits for fails and begins anew", () =>
    Effect.gen(function*() {
      const { one, store } = yield* servers({ ...patient, crash: "resume" })
      const { app } = counting(Effect.sleep("4 seconds"), 500)
      // Each of them fails after 4 s, and the next that waited begins.
      const request = Effect.timed(call(one(app)))
      const many = yield* Effect.forEach(Array.from({ length: 8 }), () => Effect.fork(request))
      for (let second = 0; second < 60; second++) yield* TestClock.adjust("1 second")
      const ended = yield* Effect.forEach(many, Fiber.join)
      const refused = ended.filter(([, { status }]) => status === 503)
      assert.isAbove(refused.length, 0)
      for (const [waited] of refused) assert.isAtMost(Duration.toMillis(waited), 10_001)
      assert.strictEqual(Option.isSome(yield* claimOf(store)), true)
    }))

  it.scoped("S17 whoever waits when the server stops is told at once, and whoever runs comes to an end", () =>
    Effect.gen(function*() {
      const store = yield* StoreMemory.make
      const scope = yield* Scope.make()
      const one = yield* Middleware.make({ ...options, ...patient, grace: "1 minute" }).pipe(
        Effect.provideService(Store.Store, store),
        Scope.extend(scope)
      )
      const gate = yield* makeGate
      const { app } = counting(gate.pass)
      const owner = yield* Effect.fork(call(one(app)))
      yield* gate.started
      const waiter = yield* Effect.fork(call(one(app)))
      yield* Effect.repeat(Effect.yieldNow(), { times: 20 })
      const stopped = yield* Effect.fork(Scope.close(scope, Exit.void))
      const told = yield* Fiber.join(waiter)
      assert.deepStrictEqual([told.status, told.headers["retry-after"]], [503, "1"])
      yield* gate.release
      assert.strictEqual((yield* Fiber.join(owner)).status, 201)
      yield* Fiber.join(stopped)
      assert.strictEqual(Option.getOrThrow(yield* claimOf(store))._tag, "Done")
    }))
})

describe("a store in trouble", () => {
  const failing = (times: number) => {
    let left = times
    return <A>(effect: Effect.Effect<A, Store.StoreError>): Effect.Effect<A, Store.StoreError> =>
      Effect.suspend(() => left-- > 0 ? new Store.StoreError({ reason: "failed" }) : effect)
  }

  it.scoped("S18 an answer that cannot be kept is given and marked, and kept as soon as that works", () =>
    Effect.gen(function*() {
      const trouble = failing(10)
      const { one, store } = yield* servers({}, (store) => ({
        ...store,
        settle: (ticket, settlement) => trouble(store.settle(ticket, settlement))
      }))
      const { app, runs } = counting()
      const first = yield* call(one(app))
      assert.deepStrictEqual([first.status, first.headers["idempotency-status"]], [201, "not yet replayable"])
      assert.strictEqual((yield* call(one(app))).status, qurl.inFlight?.status)
      for (let i = 0; i < 60; i++) yield* TestClock.adjust("1 second")
      assert.strictEqual(Option.getOrThrow(yield* claimOf(store))._tag, "Done")
      const again = yield* call(one(app))
      assert.deepStrictEqual([again.text, again.replayed, runs.n], [first.text, true, 1])
    }))

  it.scoped("S18 an answer that can never be kept leaves a parked key, and not a free one", () =>
    Effect.gen(function*() {
      const { one, store } = yield* servers({}, (store) => ({
        ...store,
        settle: (ticket, settlement) =>
          settlement._tag === "Answer"
            ? new Store.StoreError({ reason: "failed" })
            : store.settle(ticket, settlement)
      }))
      const { app, runs } = counting()
      yield* call(one(app))
      for (let i = 0; i < 200; i++) yield* TestClock.adjust("1 second")
      assert.strictEqual(Option.getOrThrow(yield* claimOf(store))._tag, "Parked")
      assert.deepStrictEqual([(yield* call(one(app))).status, runs.n], [409, 1])
    }))

  it.scoped("S20 a claim whose confirmation is lost does not wedge the key", () =>
    Effect.gen(function*() {
      let lost = true
      const { one } = yield* servers({}, (store) => ({
        ...store,
        claim: (request) =>
          Effect.flatMap(store.claim(request), (claimed) => {
            const fails = lost
            lost = false
            return fails ? new Store.StoreError({ reason: "failed" }) : Effect.succeed(claimed)
          })
      }))
      const { app, runs } = counting()
      assert.strictEqual((yield* call(one(app))).status, 503)
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual([(yield* call(one(app))).status, runs.n], [201, 1])
    }))

  it.scoped("S21 a store that does not answer in time is a 503, or an execution that says that nothing protects it", () =>
    Effect.gen(function*() {
      for (const unavailable of ["refuse", "execute"] as const) {
        for (const operation of ["look", "claim"] as const) {
          const { one } = yield* servers({ unavailable }, (store) => ({ ...store, [operation]: () => Effect.never }))
          const { app, runs } = counting()
          const fiber = yield* Effect.fork(call(one(app)))
          yield* TestClock.adjust("5 seconds")
          const answer = yield* Fiber.join(fiber)
          assert.deepStrictEqual(
            [answer.status, runs.n, answer.headers["idempotency-status"]],
            unavailable === "refuse" ? [503, 0, undefined] : [201, 1, "unprotected"]
          )
        }
      }
    }))

  it.scoped("S15 a lease of nothing, or one that outlives the record, and a capability that is missing are refused at once", () =>
    Effect.gen(function*() {
      const wrong = [{ lease: 0 }, { lease: "2 days" }, { requires: ["durable"] }] as const
      for (const policy of wrong) {
        const error = yield* Middleware.make({ ...options, ...policy }).pipe(
          Effect.provide(StoreMemory.layer),
          Effect.flip
        )
        assert.strictEqual(error._tag, "UnfitStoreError")
      }
      // @ts-expect-error A store in memory commits nothing together with a handler's writes.
      const unfit: Effect.Effect<unknown, unknown, Scope.Scope> = Middleware.make({
        dialect: qurl,
        scope: options.scope
      })
        .pipe(Effect.provide(StoreMemory.layer))
      assert.isTrue(Exit.isFailure(yield* Effect.exit(Effect.sandbox(unfit))))
    }))
})

describe("what is kept", () => {
  it.scoped("S31 an answer that is too long, endless or secret reaches the client, and is not run again", () =>
    Effect.gen(function*() {
      const long = "x".repeat(2000)
      const cases = [
        [Effect.succeed(HttpServerResponse.text(long)), long, "too large"],
        [
          Effect.succeed(
            HttpServerResponse.stream(Stream.encodeText(Stream.make(long.slice(0, 1000), long.slice(1000))))
          ),
          long,
          "too large"
        ],
        [
          Effect.succeed(HttpServerResponse.stream(Stream.encodeText(Stream.make("data: 1\n\n")), {
            contentType: "text/event-stream"
          })),
          "data: 1\n\n",
          "stream"
        ],
        [Effect.as(Execution.withhold, HttpServerResponse.text("secret")), "secret", "withheld"]
      ] as const
      for (const [app, text, reason] of cases) {
        const { one } = yield* servers({ maxKeptBytes: 1500 })
        let runs = 0
        const counted = Effect.zipRight(Effect.sync(() => void runs++), app)
        assert.strictEqual((yield* call(one(counted))).text, text)
        const again = yield* call(one(counted))
        assert.deepStrictEqual([again.status, runs], [409, 1])
        assert.include(again.text, reason)
      }
    }))

  it.scoped("S35 with sameness of JSON the order of members and the spaces do not count, and values do", () =>
    Effect.gen(function*() {
      const { one } = yield* servers({ sameBody: "json" })
      const { app } = counting()
      yield* call(one(app), { body: "{\"a\":1,\"b\":[2.0]}" })
      assert.isTrue((yield* call(one(app), { body: "{ \"b\": [2],\"a\": 1e0 }" })).replayed)
      assert.strictEqual((yield* call(one(app), { body: "{\"a\":1,\"b\":[\"2\"]}" })).status, qurl.mismatch.status)
    }))

  it.scoped("a handler makes the same child keys in every execution of a request, and sets its retention", () =>
    Effect.gen(function*() {
      const { one } = yield* servers({ crash: "resume" })
      const seen: Array<string> = []
      const app = Effect.gen(function*() {
        seen.push(yield* Execution.childKey("charge"), yield* Execution.childKey("mail"))
        yield* Execution.keepFor("1 minute")
        return HttpServerResponse.empty({ status: seen.length === 2 ? 500 : 200 })
      })
      yield* call(one(app))
      yield* call(one(app))
      assert.deepStrictEqual(seen.slice(0, 2), seen.slice(2))
      assert.strictEqual(new Set(seen).size, 2)
      assert.isTrue((yield* call(one(app))).replayed)
      yield* TestClock.adjust("1 minute")
      assert.isFalse((yield* call(one(app))).replayed)
    }))

  it.scoped("a route that requires a key says so", () =>
    Effect.gen(function*() {
      const once = yield* Middleware.make({ ...options, key: "required" }).pipe(Effect.provide(StoreMemory.layer))
      const request = HttpServerRequest.fromWeb(new Request("http://app/things", { method: "POST" }))
      const response = yield* once(counting().app).pipe(
        Effect.scoped,
        Effect.provideService(HttpServerRequest.HttpServerRequest, request)
      )
      assert.strictEqual(response.status, 400)
    }))
})

it.scoped("S30 a record that another version made is neither replayed nor run", () =>
  Effect.gen(function*() {
    const { one, store } = yield* servers()
    const { app, runs } = counting()
    yield* store.claim({
      identity: Store.identity(["owner"], "k"),
      fingerprint: "v9:what",
      owner: "o",
      leaseMillis: 1000,
      retentionMillis: 60_000,
      orphans: "take"
    })
    assert.deepStrictEqual([(yield* call(one(app))).status, runs.n], [503, 0])
  }))
