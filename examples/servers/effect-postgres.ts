// An API on Effect that writes to PostgreSQL: one of several processes behind a balancer. The database has the tables of
// `tables.sql`.
import { HttpMiddleware, HttpRouter, HttpServer, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { NodeHttpServer, NodeRuntime } from "@effect/platform-node"
import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { Middleware, Operations } from "@qurl/idempotency-server"
import * as Postgres from "@qurl/idempotency-server/Store/Postgres"
import { standard } from "@qurl/idempotency/Dialect"
import { Config, Effect, Layer, Schema, Stream } from "effect"
import { createServer } from "node:http"

const item = Effect.map(HttpServerRequest.schemaBodyJson(Schema.Struct({ item: Schema.String })), ({ item }) => item)

const placeOrder = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const [order] = yield* sql`INSERT INTO orders (item) VALUES (${yield* item}) RETURNING id, item`
  return HttpServerResponse.unsafeJson(order, { status: 201 })
})

const refund = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql`INSERT INTO refunds (item) VALUES (${yield* item})`
  return HttpServerResponse.empty({ status: 204 })
})

// The rows are read in the transaction of the handler while they are sent.
const report = Effect.map(SqlClient.SqlClient, (sql) =>
  HttpServerResponse.stream(
    sql`SELECT item FROM orders ORDER BY id`.stream.pipe(
      Stream.map((row) => `${JSON.stringify(row)}\n`),
      Stream.encodeText
    ),
    { contentType: "application/x-ndjson" }
  ))

const shop = HttpRouter.empty.pipe(
  HttpRouter.post("/orders", placeOrder),
  HttpRouter.post("/refunds", refund),
  HttpRouter.post("/reports", report)
)

// Verify the token here, and name its subject: that stays the same when the token is refreshed.
const subjects = new Map([["Bearer token-1", "ada"], ["Bearer token-2", "ada"], ["Bearer token-3", "bob"]])

const layerServer = Layer.unwrapScoped(Effect.gen(function*() {
  const once = yield* Middleware.make({
    dialect: standard,
    key: "required",
    requires: ["durable", "serverClock"],
    principal: ({ headers }) =>
      Effect.mapError(
        Effect.fromNullable(subjects.get(headers["authorization"] ?? "")),
        () => HttpServerResponse.empty({ status: 401 })
      )
  })
  const app = once(HttpRouter.empty.pipe(HttpRouter.mount("/v1", shop)))
  return HttpServer.serve(HttpMiddleware.cors()(app), HttpMiddleware.logger)
}))

const layer = Layer.merge(layerServer, Operations.layer()).pipe(
  Layer.provide(Postgres.layer()),
  Layer.provide(PgClient.layerConfig({ url: Config.redacted("DATABASE_URL") })),
  Layer.provide(NodeHttpServer.layerConfig(createServer, { port: Config.withDefault(Config.integer("PORT"), 3000) }))
)

NodeRuntime.runMain(Layer.launch(layer))
