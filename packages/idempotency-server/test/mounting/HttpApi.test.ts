import { HttpApi, HttpApiBuilder, HttpApiEndpoint, HttpApiGroup, HttpApiSchema, HttpServer } from "@effect/platform"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { SqlClient } from "@effect/sql"
import { SqliteClient } from "@effect/sql-sqlite-node"
import { assert, describe, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Context, Deferred, Effect, Exit, Fiber, Layer, Queue, Schema, Scope } from "effect"
import { createServer } from "node:http"
import { Middleware } from "../../src/index.js"
import * as Sqlite from "../../src/Store/Sqlite.js"
import { databaseFile, post } from "../support/harness.js"

class SoldOut extends Schema.TaggedError<SoldOut>()("SoldOut", {
  item: Schema.String,
  moment: Schema.String
}, HttpApiSchema.annotations({ status: 410 })) {}

const Api = HttpApi.make("shop").add(
  HttpApiGroup.make("orders").add(
    HttpApiEndpoint.post("order", "/orders")
      .setPayload(Schema.Struct({ item: Schema.NonEmptyString }))
      .addSuccess(Schema.Struct({ id: Schema.Number, random: Schema.String }), { status: 201 })
      .addError(SoldOut)
  )
)

/** Writes one row for every order, and then does what the name of the item says. */
const orders = (before: Effect.Effect<void>) =>
  HttpApiBuilder.group(
    Api,
    "orders",
    (handlers) =>
      handlers.handle("order", ({ payload: { item } }) =>
        Effect.gen(function*() {
          const sql = yield* SqlClient.SqlClient
          const [row] = yield* Effect.orDie(
            sql<{ id: number }>`INSERT INTO orders (item) VALUES (${item}) RETURNING id`
          )
          yield* before
          if (item === "sold out") return yield* new SoldOut({ item, moment: crypto.randomUUID() })
          if (item === "broken") return yield* Effect.dieMessage("broken")
          return { id: row?.id ?? 0, random: crypto.randomUUID() }
        }))
  )

/** The API behind its keys, as a program has it. */
const serve = (before: Effect.Effect<void> = Effect.void, arrived: Effect.Effect<unknown> = Effect.void) =>
  Effect.gen(function*() {
    const database = SqliteClient.layer({ filename: yield* databaseFile })
    const app = Middleware.serve({
      dialect: standard,
      principal: ({ headers }) => Effect.as(arrived, headers["authorization"] ?? "test"),
      maxWait: "1 minute"
    }).pipe(
      Layer.provide(HttpApiBuilder.api(Api)),
      Layer.provide(orders(before)),
      Layer.provide(Sqlite.layer),
      Layer.provideMerge(database),
      Layer.provideMerge(NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1" }))
    )
    const table = Layer.effectDiscard(
      Effect.flatMap(SqlClient.SqlClient, (sql) => sql`CREATE TABLE orders (id INTEGER PRIMARY KEY, item TEXT)`)
    )
    const context = yield* Layer.build(Layer.provideMerge(table, app))
    const sql = Context.get(context, SqlClient.SqlClient)
    return {
      url: `${HttpServer.formatAddress(Context.get(context, HttpServer.HttpServer).address)}/orders`,
      written: Effect.map(sql`SELECT item FROM orders`, (rows) => rows.map(({ item }) => item))
    }
  })

const order = (url: string, item: string) => post(url, { key: item, body: JSON.stringify({ item }) })

describe("an HttpApi behind its keys", () => {
  it.scoped("an order is placed once, and a retry gets the same bytes", () =>
    Effect.gen(function*() {
      const { url, written } = yield* serve()
      const [first, second] = [yield* order(url, "book"), yield* order(url, "book")]
      assert.deepStrictEqual([first.status, first.replayed], [201, false])
      assert.deepStrictEqual([second.status, second.replayed, second.text], [201, true, first.text])
      assert.deepStrictEqual(yield* written, ["book"])
    }))

  it.scoped("a typed error is kept as the client saw it, and so is a payload that does not decode", () =>
    Effect.gen(function*() {
      const { url } = yield* serve()
      for (const [item, status, tag] of [["sold out", 410, "SoldOut"], ["", 400, "HttpApiDecodeError"]] as const) {
        const ask = post(url, { key: `order-${item}`, body: JSON.stringify({ item }) })
        const [first, second] = [yield* ask, yield* ask]
        assert.deepStrictEqual([first.status, first.replayed, JSON.parse(first.text)._tag], [status, false, tag])
        assert.deepStrictEqual([second.status, second.replayed, second.text], [status, true, first.text])
      }
    }))

  it.scoped("a defect is a 500 that is not kept, and what was written before it is undone", () =>
    Effect.gen(function*() {
      const { url, written } = yield* serve()
      assert.strictEqual((yield* order(url, "broken")).status, 500)
      const again = yield* order(url, "broken")
      assert.deepStrictEqual([again.status, again.replayed], [500, false])
      assert.deepStrictEqual(yield* written, [])
    }))

  it.scoped("S17 a server that stops lets the order finish, and answers its waiters at once", () =>
    Effect.gen(function*() {
      const [started, released] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      const arrivals = yield* Queue.unbounded<string>()
      const scope = yield* Scope.make()
      const { url } = yield* serve(
        Deferred.succeed(started, undefined).pipe(Effect.zipRight(Deferred.await(released))),
        Queue.offer(arrivals, "one more")
      ).pipe(Scope.extend(scope))
      const running = yield* Effect.fork(order(url, "book"))
      yield* Deferred.await(started)
      const waiting = yield* Effect.fork(order(url, "book"))
      yield* Queue.takeN(arrivals, 2)
      const stopped = yield* Effect.fork(Scope.close(scope, Exit.void))
      const told = yield* Fiber.join(waiting)
      assert.deepStrictEqual([told.status, told.headers.get("retry-after")], [503, "1"])
      yield* Deferred.succeed(released, undefined)
      assert.strictEqual((yield* Fiber.join(running)).status, 201)
      yield* Fiber.join(stopped)
    }))
})
