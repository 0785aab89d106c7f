import {
  HttpApi,
  HttpApiBuilder,
  HttpApiEndpoint,
  HttpApiGroup,
  HttpRouter,
  HttpServer,
  HttpServerRequest,
  HttpServerResponse
} from "@effect/platform"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { assert, describe, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Effect, Layer, Schema } from "effect"
import { createServer } from "node:http"
import { Middleware, Policy, Store, StoreMemory } from "../../src/index.js"

/** Tokens of two callers; ada's was refreshed. */
const callers: Readonly<Record<string, string>> = {
  "Bearer ada-1": "ada",
  "Bearer ada-2": "ada",
  "Bearer bob": "bob"
}

const options = {
  dialect: { ...standard, keyedMethods: ["POST", "PUT", "PATCH"] },
  mode: "lease",
  grace: 0,
  principal: ({ headers }: HttpServerRequest.HttpServerRequest) => {
    const { authorization } = headers
    if (authorization === undefined) return Effect.succeed(Middleware.anonymous)
    const caller = callers[authorization]
    return caller === undefined ? Effect.fail(HttpServerResponse.empty({ status: 401 })) : Effect.succeed(caller)
  }
} as const

const Item = Schema.Struct({ name: Schema.String })

/** Counts what ran. */
const counted = (name: string, runs: Array<string>) =>
  Effect.sync(() => {
    runs.push(name)
    return HttpServerResponse.unsafeJson({ name, n: runs.length }, { status: 201 })
  })

const mounted = (runs: Array<string>) =>
  HttpRouter.empty.pipe(
    HttpRouter.post("/refund", counted("refund", runs)),
    HttpRouter.post("/ship", counted("ship", runs)),
    HttpRouter.get("/orders", counted("list", runs)),
    HttpRouter.del("/orders", counted("delete", runs)),
    HttpRouter.put("/orders", counted("put", runs)),
    HttpRouter.post("/decode", Effect.as(HttpServerRequest.schemaBodyJson(Item), HttpServerResponse.empty())),
    HttpRouter.post("/broken", Effect.fail(HttpServerResponse.empty({ status: 403 }))),
    HttpRouter.mount("/v1", HttpRouter.post(HttpRouter.empty, "/items", counted("v1", runs))),
    HttpRouter.mount("/v2", HttpRouter.post(HttpRouter.empty, "/items", counted("v2", runs)))
  )

const start = Effect.gen(function*() {
  const runs: Array<string> = []
  const store = yield* StoreMemory.make
  const once = yield* Effect.provideService(Middleware.make(options), Store.Store, store)
  const perRoute = HttpRouter.empty.pipe(
    HttpRouter.mount("/v1", HttpRouter.post(HttpRouter.empty, "/items", once(counted("v1", runs)))),
    HttpRouter.mount("/v2", HttpRouter.post(HttpRouter.empty, "/items", once(counted("v2", runs))))
  )
  const context = yield* Layer.build(NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1" }))
  const app = HttpRouter.empty.pipe(
    HttpRouter.mountApp("/each", perRoute),
    HttpRouter.mountApp("/all", once(mounted(runs)))
  )
  yield* Effect.provide(HttpServer.serveEffect(app), context)
  const url = yield* Effect.provide(HttpServer.addressFormattedWith(Effect.succeed), context)
  return { runs, store, url }
})

interface Asked {
  readonly token?: string
  readonly method?: string
  readonly body?: string
  readonly key?: string
}

const ask = (url: string, { body, key = "k", method = "POST", token = "Bearer ada-1" }: Asked = {}) =>
  Effect.promise(async () => {
    const headers = { "idempotency-key": key, ...(token === "" ? {} : { authorization: token }) }
    const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) })
    const text = await response.text()
    return { status: response.status, text, replayed: response.headers.has("idempotency-replayed"), response }
  })

describe("one key", () => {
  it.scoped("R2 on another route is refused and never answered with the first route's result", () =>
    Effect.gen(function*() {
      const { runs, url } = yield* start
      for (const [one, other] of [["/refund", "/ship"], ["/v1/items", "/v2/items"]] as const) {
        assert.strictEqual((yield* ask(`${url}/all${one}`, { key: one })).status, 201)
        const refused = yield* ask(`${url}/all${other}`, { key: one })
        assert.deepStrictEqual([refused.status, refused.replayed], [422, false])
      }
      assert.deepStrictEqual(runs, ["refund", "v1"])
    }))

  it.scoped("R2 on routers that are mounted around their own middleware, too", () =>
    Effect.gen(function*() {
      const { runs, url } = yield* start
      assert.strictEqual((yield* ask(`${url}/each/v1/items`)).status, 201)
      assert.strictEqual((yield* ask(`${url}/each/v2/items`)).status, 422)
      assert.deepStrictEqual(runs, ["v1"])
    }))

  it.scoped("R2 of another caller is another key, and of a stranger it is refused", () =>
    Effect.gen(function*() {
      const { runs, url } = yield* start
      const first = yield* ask(`${url}/all/refund`)
      const other = yield* ask(`${url}/all/refund`, { token: "Bearer bob" })
      assert.deepStrictEqual([first.status, other.status, other.replayed], [201, 201, false])
      assert.strictEqual((yield* ask(`${url}/all/refund`, { token: "Bearer nobody" })).status, 401)
      assert.strictEqual((yield* ask(`${url}/all/refund`, { token: "" })).status, 401)
      assert.strictEqual(runs.length, 2)
    }))

  it.scoped("R3 under a refreshed token of the same caller is the same key", () =>
    Effect.gen(function*() {
      const { runs, url } = yield* start
      const first = yield* ask(`${url}/all/refund`)
      const again = yield* ask(`${url}/all/refund`, { token: "Bearer ada-2" })
      assert.deepStrictEqual([again.replayed, again.text], [true, first.text])
      assert.strictEqual(runs.length, 1)
    }))

  it.scoped("R7 on an unknown path, with a body that does not decode or without permission parks nothing", () =>
    Effect.gen(function*() {
      const { store, url } = yield* start
      const cases = [["/nope", "{}", 404], ["/decode", "{}", 400], ["/decode", "{", 400], [
        "/broken",
        "{}",
        403
      ]] as const
      for (const [path, body, status] of cases) {
        const request = { body, key: `${path} ${body}` }
        const answers = [yield* ask(`${url}/all${path}`, request), yield* ask(`${url}/all${path}`, request)]
        assert.deepStrictEqual(answers.map(({ status }) => status), [status, status], path)
      }
      const { orphans, parked } = yield* store.stats
      assert.deepStrictEqual([orphans, parked], [0, 0])
    }))

  it.scoped("counts on POST, PATCH and the dialect's PUT, and passes GET, HEAD, OPTIONS and DELETE", () =>
    Effect.gen(function*() {
      const { url } = yield* start
      for (const [method, isKeyed] of [["PUT", true], ["GET", false], ["DELETE", false]] as const) {
        yield* ask(`${url}/all/orders`, { method })
        assert.strictEqual((yield* ask(`${url}/all/orders`, { method })).replayed, isKeyed, method)
      }
    }))
})

describe("an HttpApi", () => {
  const Api = HttpApi.make("shop").add(
    HttpApiGroup.make("orders")
      .add(HttpApiEndpoint.post("place", "/orders").addSuccess(Item))
      .add(
        HttpApiEndpoint.post("charge", "/charges/:id").setPath(Schema.Struct({ id: Schema.String })).addSuccess(Item)
          .annotate(Policy.RoutePolicy, { key: "required" })
      )
      .add(
        HttpApiEndpoint.post("visit", "/visits").addSuccess(Item).annotate(Policy.RoutePolicy, { anonymous: "allow" })
      )
  )
  const answer = Effect.succeed({ name: "done" })

  const startApi = Effect.gen(function*() {
    const layer = Middleware.serve(options).pipe(
      Layer.provide(HttpApiBuilder.middlewareCors({ allowedOrigins: ["https://shop.test"] })),
      Layer.provide(HttpApiBuilder.api(Api)),
      Layer.provide(
        HttpApiBuilder.group(
          Api,
          "orders",
          (handlers) =>
            handlers.handle("place", () => answer).handle("charge", () => answer).handle("visit", () => answer)
        )
      ),
      Layer.provide(StoreMemory.layer),
      Layer.provideMerge(NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1" }))
    )
    const context = yield* Layer.build(layer)
    return yield* Effect.provide(HttpServer.addressFormattedWith(Effect.succeed), context)
  })

  it.scoped("R6 has its CORS headers on first answers, replays and refusals, and answers a preflight", () =>
    Effect.gen(function*() {
      const url = yield* startApi
      const preflight = yield* ask(`${url}/orders`, { method: "OPTIONS" })
      assert.deepStrictEqual([preflight.status, preflight.replayed], [204, false])
      const answers = [
        yield* ask(`${url}/orders`),
        yield* ask(`${url}/orders`),
        yield* ask(`${url}/orders`, { body: "other" }),
        yield* ask(`${url}/orders`, { token: "Bearer nobody" })
      ]
      assert.deepStrictEqual(answers.map(({ status }) => status), [200, 200, 422, 401])
      assert.isTrue(answers[1]?.replayed)
      for (const { response } of [preflight, ...answers]) {
        assert.strictEqual(response.headers.get("access-control-allow-origin"), "https://shop.test")
      }
    }))

  it.scoped("has a policy for each endpoint", () =>
    Effect.gen(function*() {
      const url = yield* startApi
      const unkeyed = (path: string) =>
        Effect.promise(() => fetch(url + path, { method: "POST", headers: { authorization: "Bearer ada-1" } }))
      assert.strictEqual((yield* unkeyed("/orders")).status, 200)
      assert.strictEqual((yield* unkeyed("/charges/1")).status, 400)
      assert.strictEqual((yield* ask(`${url}/charges/1`)).status, 200)
      assert.strictEqual((yield* ask(`${url}/visits`, { token: "" })).status, 200)
      assert.isTrue((yield* ask(`${url}/visits`, { token: "" })).replayed)
      assert.strictEqual((yield* ask(`${url}/orders`, { token: "" })).status, 401)
    }))
})
