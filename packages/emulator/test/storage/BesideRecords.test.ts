import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { SqlClient } from "@effect/sql"
import { SqliteClient } from "@effect/sql-sqlite-node"
import { assert, it } from "@effect/vitest"
import { qurlDialect } from "@qurl/contract/QurlDialect"
import { Sealed, Store, StoreMemory } from "@qurl/idempotency-server"
import { Deferred, Effect, Exit, Fiber, Layer, Redacted, Scope, TestClock } from "effect"
import * as Database from "../../src/internal/storage/database.js"
import * as BesideRecords from "../../src/internal/storage/separateRecords.js"

const layerDatabase = Layer.provideMerge(Database.layer, SqliteClient.layer({ filename: ":memory:" }))

const secret = (name: string) => Redacted.make(name.repeat(32))

const request = HttpServerRequest.HttpServerRequest.context(HttpServerRequest.fromWeb(
  new Request("http://app/", { method: "POST", body: "{}", headers: { "idempotency-key": "key-of-one" } })
))

const insert = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql`INSERT INTO dns (type, name, value) VALUES ('TXT', 'name', 'value')`
  return HttpServerResponse.unsafeJson({ random: crypto.randomUUID() }, { status: 201 })
}).pipe(Effect.orDie)

const textOf = (response: HttpServerResponse.HttpServerResponse) =>
  Effect.promise(() => HttpServerResponse.toWeb(response).text())

/** Two emulators on one database; the records of the first can be cut off from it. */
const two = Effect.fnUntraced(function*(decorate: (store: Store.Service) => Store.Service) {
  const sql = yield* SqlClient.SqlClient
  const store = yield* StoreMemory.make
  const sealer = yield* Sealed.makeSealer({ lookup: secret("l"), sealing: { id: "a", secret: secret("s") } })
  const guard = (store: Store.Service) =>
    BesideRecords.guard(store, sealer, sql)({
      dialect: qurlDialect,
      grace: 0,
      lease: "5 seconds",
      storeTimeout: "1 minute",
      principal: () => Effect.succeed("owner")
    })
  const effects = Effect.map(sql<{ n: number }>`SELECT count(*) AS n FROM dns`, ([row]) => row?.n)
  const scope = yield* Scope.make()
  const first = yield* Scope.extend(guard(decorate(store)), scope)
  /** The first ends in the middle of what it does. */
  const stop = Scope.close(scope, Exit.void)
  yield* Effect.addFinalizer(() => stop)
  return { first, stop, second: yield* guard(store), effects }
})

it.scoped("a process that dies between the effect and its record leaves the answer to the next", () =>
  Effect.gen(function*() {
    const reached = yield* Deferred.make<Store.Settlement>()
    const { effects, first, second, stop } = yield* two((store) => ({
      ...store,
      settle: (_, settlement) =>
        Effect.zipRight(Deferred.succeed(reached, settlement), new Store.StoreError({ reason: "failed" })),
      renew: () => new Store.StoreError({ reason: "failed" })
    }))
    yield* Effect.fork(Effect.scoped(first(insert)))
    const settlement = yield* Deferred.await(reached)
    yield* stop
    assert.strictEqual((yield* second(insert)).status, qurlDialect.inFlight?.status)
    yield* TestClock.adjust("5 seconds")
    const answer = yield* second(insert)
    assert.deepStrictEqual([answer.status, answer.headers["idempotency-replayed"], yield* effects], [201, "true", 1])
    if (settlement._tag !== "Answer") return assert.fail(settlement._tag)
    assert.strictEqual(yield* textOf(answer), new TextDecoder().decode(settlement.response.body))
  }).pipe(Effect.provide(request), Effect.provide(layerDatabase)))

it.scoped("a process that dies before its effect is committed leaves the key to the next", () =>
  Effect.gen(function*() {
    const { effects, first, second, stop } = yield* two((store) => store)
    const begun = yield* Deferred.make<void>()
    const hanging = Effect.zipRight(insert, Effect.zipRight(Deferred.succeed(begun, undefined), Effect.never))
    yield* Effect.fork(Effect.scoped(first(hanging)))
    yield* Deferred.await(begun)
    yield* stop
    assert.strictEqual((yield* second(insert)).status, qurlDialect.inFlight?.status)
    yield* TestClock.adjust("5 seconds")
    assert.strictEqual((yield* second(insert)).status, 201)
    assert.strictEqual(yield* effects, 1)
  }).pipe(Effect.provide(request), Effect.provide(layerDatabase)))

it.scoped("an owner that slept past its lease commits nothing and answers as its successor did", () =>
  Effect.gen(function*() {
    const { effects, first, second } = yield* two((store) => ({
      ...store,
      renew: () => new Store.StoreError({ reason: "failed" }),
      claim: (request) =>
        Effect.tap(
          store.claim(request),
          () => Effect.zipRight(Deferred.succeed(asleep, undefined), Deferred.await(woken))
        )
    }))
    const [asleep, woken] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
    const sleeper = yield* Effect.fork(Effect.scoped(first(insert)))
    yield* Deferred.await(asleep)
    yield* TestClock.adjust("5 seconds")
    const answer = yield* second(insert)
    yield* Deferred.succeed(woken, undefined)
    const late = yield* Fiber.join(sleeper)
    assert.deepStrictEqual([answer.headers["idempotency-replayed"], yield* textOf(late)], [
      undefined,
      yield* textOf(answer)
    ])
    assert.strictEqual(yield* effects, 1)
  }).pipe(Effect.provide(request), Effect.provide(layerDatabase)))

it.scoped("what was refused or failed is undone, and asked again it runs again", () =>
  Effect.gen(function*() {
    const { effects, first } = yield* two((store) => store)
    for (const status of [403, 500]) {
      const refused = yield* first(Effect.map(insert, HttpServerResponse.setStatus(status)))
      assert.deepStrictEqual([refused.status, yield* effects], [status, 0])
    }
    assert.strictEqual((yield* first(insert)).status, 201)
    assert.strictEqual(yield* effects, 1)
  }).pipe(Effect.provide(request), Effect.provide(layerDatabase)))

it.scoped("an answer is kept as long as its record, and then the key is new", () =>
  Effect.gen(function*() {
    const { effects, first } = yield* two((store) => store)
    const before = yield* textOf(yield* first(insert))
    yield* TestClock.adjust(qurlDialect.retentionMillis - 1)
    assert.strictEqual(yield* textOf(yield* first(insert)), before)
    yield* TestClock.adjust(1)
    assert.notStrictEqual(yield* textOf(yield* first(insert)), before)
    assert.strictEqual(yield* effects, 2)
  }).pipe(Effect.provide(request), Effect.provide(layerDatabase)))
