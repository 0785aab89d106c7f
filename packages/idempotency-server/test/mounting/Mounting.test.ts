import {
  HttpApi,
  HttpApiBuilder,
  HttpApiEndpoint,
  HttpApiGroup,
  HttpApp,
  HttpRouter,
  HttpServer,
  HttpServerRequest
} from "@effect/platform"
import { HttpServerResponse } from "@effect/platform"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { SqlClient } from "@effect/sql"
import { assert, describe, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Cause, Effect, Exit, Fiber, Layer, Option, Schema, Stream } from "effect"
import { createServer } from "node:http"
import { Middleware, Store } from "../../src/index.js"
import { databaseFile, makeGate, openStore, post } from "../support/harness.js"

const options = { dialect: standard, grace: 0, principal: () => Effect.succeed("owner") }

const Order = Schema.Struct({ customer: Schema.Int })
const Api = HttpApi.make("shop").add(
  HttpApiGroup.make("orders").add(
    HttpApiEndpoint.post("place", "/orders").setPayload(Order).addSuccess(Order, { status: 201 })
  ).add(HttpApiEndpoint.post("list", "/list").addSuccess(Schema.String))
)

/** Refers to a customer whose existence the database checks when it commits. */
const place = (customer: number) =>
  Effect.flatMap(SqlClient.SqlClient, (sql) => Effect.orDie(sql`INSERT INTO orders (customer) VALUES (${customer})`))

const listed = HttpServerResponse.stream(Stream.encodeText(Stream.make("a", "b")), { contentType: "text/plain" })

const layerOrders = HttpApiBuilder.group(Api, "orders", (handlers) =>
  handlers
    .handle("place", ({ payload }) => Effect.as(place(payload.customer), payload))
    .handleRaw("list", () => Effect.as(place(1), listed)))

const router = HttpRouter.empty.pipe(
  HttpRouter.post(
    "/orders",
    Effect.gen(function*() {
      const { customer } = yield* HttpServerRequest.schemaBodyJson(Order)
      yield* place(customer)
      return HttpServerResponse.unsafeJson({ customer }, { status: 201 })
    })
  ),
  HttpRouter.post("/list", Effect.as(place(1), listed))
)

const layerNode = NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1" })

/** The documented ways of mounting, each on a server of its own. */
const mountings = {
  "Middleware.serve of an HttpApi": Middleware.serve(options).pipe(
    Layer.provide(HttpApiBuilder.api(Api)),
    Layer.provide(layerOrders)
  ),
  "HttpServer.serve(once(router))": Layer.unwrapScoped(
    Effect.map(Middleware.make(options), (once) => HttpServer.serve(once(router)))
  )
}

const makeShop = Effect.gen(function*() {
  const { sql, store } = yield* openStore(yield* databaseFile)
  yield* sql`CREATE TABLE customers (id INTEGER PRIMARY KEY)`
  yield* sql`INSERT INTO customers VALUES (1)`
  yield* sql`CREATE TABLE orders (
    customer INTEGER NOT NULL REFERENCES customers (id) DEFERRABLE INITIALLY DEFERRED
  )`
  return { sql, store }
})

const start = (
  mounting: (typeof mountings)[keyof typeof mountings],
  decorate: (store: Store.TransactionalService) => Store.TransactionalService = (store) => store
) =>
  Effect.gen(function*() {
    const { sql, store } = yield* makeShop
    const context = yield* Layer.build(
      Layer.provideMerge(mounting, layerNode).pipe(
        Layer.provide(Layer.succeed(SqlClient.SqlClient, sql)),
        Layer.provide(Layer.succeed(Store.TransactionalStore, decorate(store)))
      )
    )
    const url = yield* Effect.provide(HttpServer.addressFormattedWith(Effect.succeed), context)
    return { url, orders: Effect.map(sql`SELECT customer FROM orders`, (rows) => rows.length) }
  })

const isMounting = (exit: Exit.Exit<unknown, unknown>): boolean =>
  Exit.isFailure(exit) && Cause.squash(exit.cause) instanceof Error
  && /HttpServer\.serve\(once\(app\)\).*Middleware\.serve\(options\)/.test(String(Cause.squash(exit.cause)))

describe("R1 the first byte of an answer leaves after its record is committed", () => {
  for (const [name, mounting] of Object.entries(mountings)) {
    it.scoped(`R1 ${name}: a commit that fails is not a success for the client`, () =>
      Effect.gen(function*() {
        const { orders, url } = yield* start(mounting)
        const failed = yield* post(`${url}/orders`, { key: "a", body: "{\"customer\":2}" })
        assert.strictEqual(failed.status, 503)
        const placed = yield* post(`${url}/orders`, { key: "b", body: "{\"customer\":1}" })
        assert.strictEqual(placed.status, 201)
        assert.strictEqual(yield* orders, 1)
      }))

    it.scoped(`R1 ${name}: while the record is being written nothing reaches the client`, () =>
      Effect.gen(function*() {
        for (const path of ["/orders", "/list"]) {
          const gate = yield* makeGate
          const { url } = yield* start(mounting, (store) => ({
            ...store,
            transact: (request, handler) => Effect.zipLeft(store.transact(request, handler), gate.pass)
          }))
          // Ends with the first byte, unlike a request that reads the whole body.
          const first = yield* Effect.fork(Effect.promise(() =>
            fetch(url + path, { method: "POST", headers: { "idempotency-key": "k" }, body: "{\"customer\":1}" })
          ))
          yield* gate.started
          yield* Effect.promise(() =>
            new Promise((resolve) => setTimeout(resolve, 50))
          )
          assert.isTrue(Option.isNone(yield* Fiber.poll(first)), path)
          yield* gate.release
          const response = yield* Fiber.join(first)
          const text = yield* Effect.promise(() => response.text())
          const again = yield* post(url + path, { key: "k", body: "{\"customer\":1}" })
          assert.deepStrictEqual([again.replayed, again.text], [true, text])
        }
      }))
  }

  it.scoped("R1 Middleware.httpApp behind a web handler: a commit that fails is not a success for the client", () =>
    Effect.gen(function*() {
      const { sql, store } = yield* makeShop
      const services = Layer.mergeAll(HttpApiBuilder.api(Api), HttpApiBuilder.Middleware.layer).pipe(
        Layer.provide(layerOrders),
        Layer.provideMerge(HttpApiBuilder.Router.Live),
        Layer.provideMerge(Layer.succeed(SqlClient.SqlClient, sql)),
        Layer.provideMerge(Layer.succeed(Store.TransactionalStore, store)),
        Layer.provideMerge(NodeHttpServer.layerContext)
      )
      const runtime = yield* Layer.toRuntime(services)
      const app = yield* Effect.provide(Middleware.httpApp(options), runtime)
      const handle = HttpApp.toWebHandlerRuntime(runtime)(app)
      const order = (key: string, customer: number) =>
        Effect.promise(() =>
          handle(
            new Request("http://shop/orders", {
              method: "POST",
              headers: { "content-type": "application/json", "idempotency-key": key },
              body: JSON.stringify({ customer })
            })
          )
        )
      assert.strictEqual((yield* order("a", 2)).status, 503)
      const [first, again] = [yield* order("b", 1), yield* order("b", 1)]
      assert.deepStrictEqual([first.status, again.headers.get("idempotency-replayed")], [201, "true"])
      assert.lengthOf(yield* sql`SELECT customer FROM orders`, 1)
    }))

  it.scoped("R1 a mounting after the sending is refused at the start, with the line to write", () =>
    Effect.gen(function*() {
      const { sql, store } = yield* openStore(yield* databaseFile)
      const once = yield* Effect.provideService(Middleware.make(options), Store.TransactionalStore, store)
      const app = HttpServerResponse.empty()
      const wrong = {
        "HttpServer.serve(app, once)": HttpServer.serve(app, once),
        "HttpServer.serve(app, composed)": HttpServer.serve(app, (app) => once(Effect.orDie(app))),
        "HttpApiBuilder.serve(once)": HttpApiBuilder.serve(once).pipe(
          Layer.provide(HttpApiBuilder.api(Api)),
          Layer.provide(layerOrders)
        )
      }
      for (const [name, layer] of Object.entries(wrong)) {
        const exit = yield* Effect.exit(Layer.build(
          Layer.provide(layer, layerNode).pipe(Layer.provide(Layer.succeed(SqlClient.SqlClient, sql)))
        ))
        assert.isTrue(isMounting(exit), name)
      }
      assert.throws(() => HttpApp.toWebHandler(app, once), "Wrap the app")
    }))

  it.scoped("R1 a mounting that hides until the first request sends nothing but an error", () =>
    Effect.gen(function*() {
      const { sql, store } = yield* openStore(yield* databaseFile)
      yield* sql`CREATE TABLE orders (customer INTEGER)`
      const once = yield* Effect.provideService(Middleware.make(options), Store.TransactionalStore, store)
      const handler = HttpApp.toWebHandler(
        Effect.provideService(Effect.as(place(1), HttpServerResponse.text("sent")), SqlClient.SqlClient, sql),
        (app) => Effect.suspend(() => once(app))
      )
      const response = yield* Effect.promise(() =>
        handler(new Request("http://app/", { method: "POST", headers: { "idempotency-key": "k" } }))
      )
      assert.strictEqual(response.status, 500)
      assert.deepStrictEqual(yield* sql`SELECT customer FROM orders`, [])
    }))
})
