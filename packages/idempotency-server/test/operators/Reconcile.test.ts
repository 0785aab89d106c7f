import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { assert, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Deferred, Effect, Exit, Option, Ref, Scope, TestClock } from "effect"
import { Execution, Middleware, type Policy, Store, StoreMemory } from "../../src/index.js"

const request = HttpServerRequest.HttpServerRequest.context(HttpServerRequest.fromWeb(
  new Request("http://app/", { method: "POST", body: "{}", headers: { "idempotency-key": "k" } })
))

const found = { status: 200, headers: {}, body: new TextEncoder().encode("found") }

const guard = (store: Store.Service, reconcile: Effect.Effect<Policy.Findings>) =>
  Middleware.make({
    dialect: standard,
    mode: "lease",
    grace: 0,
    lease: "3 seconds",
    crash: { reconcile: () => reconcile },
    principal: () => Effect.succeed("owner")
  }).pipe(Effect.provideService(Store.Store, store))

const stateOf = (store: Store.Service) =>
  Effect.map(store.look(Store.identity(["owner"], "k")), Option.map(({ _tag }) => _tag))

it.scoped("the world is asked under the child keys that the handler had", () =>
  Effect.gen(function*() {
    const store = yield* StoreMemory.make
    const keys = yield* Ref.make<ReadonlyArray<string>>([])
    const note = Effect.flatMap(Execution.childKey("charge"), (key) => Ref.update(keys, (keys) => [...keys, key]))
    const once = yield* guard(store, Effect.as(note, { _tag: "Done", response: found }))
    const answer = yield* once(Effect.zipRight(note, Effect.succeed(HttpServerResponse.empty({ status: 500 }))))
    assert.deepStrictEqual([answer.status, answer.headers["idempotency-replayed"]], [200, "true"])
    const [handler, world] = yield* Ref.get(keys)
    assert.isString(handler)
    assert.strictEqual(world, handler)
  }).pipe(Effect.provide(request)))

it.scoped("S25 of a handler that failed the world is asked: its answer is kept, or the key is free, or parked", () =>
  Effect.gen(function*() {
    const cases = [
      [{ _tag: "Done", response: found }, 200, "Done"],
      [{ _tag: "NotDone" }, 500, "Released"],
      [{ _tag: "Unknown" }, 500, "Parked"]
    ] as const
    for (const [findings, status, state] of cases) {
      const store = yield* StoreMemory.make
      const once = yield* guard(store, Effect.succeed(findings))
      const answer = yield* once(Effect.succeed(HttpServerResponse.empty({ status: 500 })))
      assert.deepStrictEqual([answer.status, yield* stateOf(store)], [status, Option.some(state)])
    }
  }).pipe(Effect.provide(request)))

it.scoped("a handler that the end of its server cut off is left to the next who asks", () =>
  Effect.gen(function*() {
    const store = yield* StoreMemory.make
    const findings = Effect.succeed({ _tag: "Done", response: found } as const)
    const scope = yield* Scope.make()
    const first = yield* Scope.extend(guard(store, findings), scope)
    const begun = yield* Deferred.make<void>()
    yield* Effect.fork(first(Effect.zipRight(Deferred.succeed(begun, undefined), Effect.never)))
    yield* Deferred.await(begun)
    yield* Scope.close(scope, Exit.void)
    assert.deepStrictEqual(yield* stateOf(store), Option.some("Running" as const))
    yield* TestClock.adjust("3 seconds")
    const second = yield* guard(store, findings)
    assert.strictEqual((yield* second(Effect.dieMessage("it must not run"))).status, 200)
  }).pipe(Effect.provide(request)))
