// A server behind the middleware, in a process that can be killed: every POST with a key writes one row and answers with
// its number. If it was asked to pause, it reports so on its output and resumes after a line on its input.
import { HttpServer, HttpServerResponse } from "@effect/platform"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { SqliteClient } from "@effect/sql-sqlite-node"
import { Middleware, Store } from "@qurl/idempotency-server"
import * as Postgres from "@qurl/idempotency-server/Store/Postgres"
import * as Sqlite from "@qurl/idempotency-server/Store/Sqlite"
import { standard } from "@qurl/idempotency/Dialect"
import { Effect, Layer, Stream } from "effect"
import { createServer } from "node:http"

const options = JSON.parse(process.argv[2])

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)

const pauseAt = (point) =>
  point !== options.pauseAt ? Effect.void : Effect.async((resume) => {
    process.stdin.once("data", () => resume(Effect.void))
    say({ at: point })
  })

const layer = options.store === "sqlite"
  ? Layer.provideMerge(Sqlite.layer, SqliteClient.layer({ filename: options.filename }))
  : Layer.provideMerge(
    Postgres.layer(),
    PgClient.layer({ host: "127.0.0.1", port: options.port, username: "postgres", database: options.database })
  )

/** Writes in two steps, so that a half of it can be seen. */
const handler = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* pauseAt("after claim")
  const [row] = yield* sql`INSERT INTO effects (name) VALUES ('begun') RETURNING id`
  yield* pauseAt("mid-handler")
  yield* sql`UPDATE effects SET name = 'done' WHERE id = ${row.id}`
  yield* pauseAt("after effect")
  return HttpServerResponse.unsafeJson({ id: row.id, random: crypto.randomUUID() }, { status: 201 })
})

/** The answer in two pieces. */
const inPieces = (response) => {
  if (response.body._tag !== "Uint8Array") return response
  const { body, contentLength, contentType } = response.body
  const rest = Stream.fromEffect(Effect.as(pauseAt("mid-send"), body.slice(5)))
  return HttpServerResponse.stream(Stream.concat(Stream.make(body.slice(0, 5)), rest), {
    status: response.status,
    headers: response.headers,
    contentType,
    contentLength
  })
}

const main = Effect.gen(function*() {
  const store = yield* Store.TransactionalStore
  const once = yield* Middleware.make({
    dialect: standard,
    key: "required",
    lease: options.lease ?? "1 second",
    maxWait: options.maxWait,
    principal: () => Effect.succeed("owner")
  }).pipe(
    Effect.provideService(Store.TransactionalStore, {
      ...store,
      transact: (claim, execute) =>
        pauseAt("before claim").pipe(
          Effect.zipRight(store.transact(claim, execute)),
          Effect.zipLeft(pauseAt("after complete"))
        )
    })
  )
  yield* HttpServer.serveEffect(Effect.map(once(handler), inPieces))
  yield* HttpServer.addressWith((address) => Effect.sync(() => say({ url: HttpServer.formatAddress(address) })))
  yield* Effect.never
})

// A connection is not closed under a request because the machine is slow.
const server = NodeHttpServer.layer(() => createServer({ keepAliveTimeout: 60_000 }), { port: 0, host: "127.0.0.1" })

Effect.runFork(main.pipe(Effect.scoped, Effect.provide(layer), Effect.provide(server)))
