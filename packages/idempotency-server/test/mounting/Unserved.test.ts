import { HttpApi, HttpApiBuilder, HttpApiEndpoint, HttpApiGroup, HttpRouter, HttpServer } from "@effect/platform"
import { HttpServerResponse } from "@effect/platform"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { SqliteClient } from "@effect/sql-sqlite-node"
import { assert, describe, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Deferred, Effect, Exit, Fiber, Layer, Schema, Scope } from "effect"
import { createServer } from "node:http"
import { Middleware } from "../../src/index.js"
import * as Sqlite from "../../src/Store/Sqlite.js"
import { databaseFile, makeGate, post } from "../support/harness.js"

const options = { dialect: standard, principal: () => Effect.succeed("owner") }

const Api = HttpApi.make("shop").add(
  HttpApiGroup.make("orders").add(HttpApiEndpoint.post("place", "/orders").addSuccess(Schema.String, { status: 201 }))
)

/** The documented ways of mounting, around a handler that does this first. */
const mountings = {
  "Middleware.serve of an HttpApi": (work: Effect.Effect<void>) =>
    Middleware.serve(options).pipe(
      Layer.provide(HttpApiBuilder.api(Api)),
      Layer.provide(
        HttpApiBuilder.group(Api, "orders", (handlers) => handlers.handle("place", () => Effect.as(work, "placed")))
      )
    ),
  "HttpServer.serve(once(router))": (work: Effect.Effect<void>) =>
    Layer.unwrapScoped(Effect.map(Middleware.make(options), (once) =>
      HttpServer.serve(once(HttpRouter.empty.pipe(
        HttpRouter.post("/orders", Effect.as(work, HttpServerResponse.text("placed", { status: 201 })))
      ))))),
  "HttpServer.serveEffect(once(router))": (work: Effect.Effect<void>) =>
    Layer.scopedDiscard(
      Effect.flatMap(Middleware.make(options), (once) =>
        HttpServer.serveEffect(once(HttpRouter.empty.pipe(
          HttpRouter.post("/orders", Effect.as(work, HttpServerResponse.text("placed", { status: 201 })))
        ))))
    )
}

/** The server is provided outside of everything, so that it listens before `opening` has let the store open. */
const start = (
  mounting: (typeof mountings)[keyof typeof mountings],
  opening: Effect.Effect<void>,
  work: Effect.Effect<void>
) =>
  Effect.gen(function*() {
    const filename = yield* databaseFile
    const listening = yield* Deferred.make<string>()
    const node = createServer()
    node.once("listening", () => {
      const address = node.address()
      const port = typeof address === "object" ? address?.port : undefined
      Effect.runSync(Deferred.succeed(listening, `http://127.0.0.1:${port}/orders`))
    })
    const scope = yield* Scope.make()
    const started = yield* mounting(work).pipe(
      Layer.provide(Sqlite.layer),
      Layer.provide(SqliteClient.layer({ filename })),
      Layer.provide(Layer.effectDiscard(opening)),
      Layer.provide(NodeHttpServer.layer(() => node, { port: 0, host: "127.0.0.1" })),
      Layer.buildWithScope(scope),
      Effect.fork
    )
    return { started: Fiber.join(started), url: yield* Deferred.await(listening), stop: Scope.close(scope, Exit.void) }
  })

describe.each(Object.entries(mountings))("%s", (_, mounting) => {
  it.scoped(
    "a request before the store is open is refused, and runs when it is repeated",
    () =>
      Effect.gen(function*() {
        const opening = yield* makeGate
        let placed = 0
        const { started, stop, url } = yield* start(mounting, opening.pass, Effect.sync(() => void placed++))
        yield* opening.started
        const early = yield* post(url, { key: "k" })
        assert.deepStrictEqual([early.status, early.headers.get("retry-after"), placed], [503, "1", 0])
        yield* opening.release
        yield* started
        const again = yield* post(url, { key: "k" })
        assert.deepStrictEqual([again.status, again.replayed, placed], [201, false, 1])
        yield* stop
      }),
    10_000
  )

  it.scoped(
    "a request while the server stops is refused, and the running one is answered",
    () =>
      Effect.gen(function*() {
        const working = yield* makeGate
        const { started, stop, url } = yield* start(mounting, Effect.void, working.pass)
        yield* started
        const running = yield* Effect.fork(post(url, { key: "running" }))
        yield* working.started
        const stopped = yield* Effect.fork(stop)
        yield* Effect.yieldNow()
        const late = yield* post(url, { key: "late" })
        assert.deepStrictEqual([late.status, late.headers.get("retry-after")], [503, "1"])
        yield* working.release
        assert.strictEqual((yield* Fiber.join(running)).status, 201)
        yield* Fiber.join(stopped)
      }),
    10_000
  )
})
