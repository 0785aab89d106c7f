// Three processes of one API on one store, behind a load balancer. One is killed while it works; the clients repeat
// their requests with their keys, and what was done is counted.
//
// node servers.mjs redis://127.0.0.1:6379
// node servers.mjs postgres://postgres@127.0.0.1:5432/test
import { HttpServer, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { Middleware, Operations } from "@qurl/idempotency-server"
import * as Postgres from "@qurl/idempotency-server/Store/Postgres"
import * as Redis from "@qurl/idempotency-server/Store/Redis"
import { standard } from "@qurl/idempotency/Dialect"
import { Effect, Layer, Logger, Redacted } from "effect"
import { fork } from "node:child_process"
import { once } from "node:events"
import { createServer, request } from "node:http"
import { fileURLToPath } from "node:url"

const [url = "redis://127.0.0.1:6379", run] = process.argv.slice(2)
const isPostgres = url.startsWith("postgres")
const orders = 60

/**
 * Does the work of a request: reports it to the parent, and in PostgreSQL writes a row that is committed with the
 * answer.
 */
const apply = (key) =>
  Effect.gen(function*() {
    if (isPostgres) {
      const sql = yield* SqlClient.SqlClient
      yield* sql`INSERT INTO ${sql(`orders_${run}`)} VALUES (${key})`
    }
    process.send({ applied: key })
  })

const handler = Effect.gen(function*() {
  const { headers } = yield* HttpServerRequest.HttpServerRequest
  yield* apply(headers["idempotency-key"])
  yield* Effect.sleep("100 millis")
  return HttpServerResponse.unsafeJson({ order: headers["idempotency-key"] }, { status: 201 })
})

const serve = () => {
  const { hostname, password, port } = new URL(url)
  const layerStore = isPostgres
    ? Layer.provideMerge(Postgres.layer({ schema: `keys_${run}` }), PgClient.layer({ url: Redacted.make(url) }))
    : Redis.layer({
      connection: { host: hostname, port: Number(port || 6379), ...(password === "" ? {} : { password }) },
      prefix: `servers-${run}:`
    })
  const layerServer = Layer.scopedDiscard(Effect.gen(function*() {
    const idempotent = yield* Middleware.make({
      dialect: standard,
      mode: isPostgres ? "transactional" : "lease",
      lease: "1 second",
      retention: "1 minute",
      principal: () => Effect.succeed("shop")
    })
    yield* HttpServer.serveEffect(idempotent(handler))
    yield* HttpServer.addressWith((address) => Effect.sync(() => process.send({ port: address.port })))
  }))
  const layerHttp = NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1" })
  const layer = Layer.merge(layerServer, Operations.layer()).pipe(
    Layer.provide(layerStore),
    Layer.provide(layerHttp),
    Layer.provide(Logger.remove(Logger.defaultLogger))
  )
  NodeRuntime.runMain(Layer.launch(layer))
}

const main = async () => {
  const id = Date.now().toString(36)
  const applied = []
  const sql = (f) =>
    Effect.runPromise(
      Effect.provide(Effect.flatMap(SqlClient.SqlClient, f), PgClient.layer({ url: Redacted.make(url) }))
    )
  if (isPostgres) await sql((sql) => sql`CREATE TABLE ${sql(`orders_${id}`)} (key text)`)

  const servers = await Promise.all(Array.from({ length: 3 }, async () => {
    const child = fork(fileURLToPath(import.meta.url), [url, id])
    const [{ port }] = await once(child, "message")
    child.on("message", (message) => applied.push(message.applied))
    return { child, port }
  }))

  let next = 0
  const balancer = createServer((incoming, outgoing) => {
    const alive = servers.filter(({ child }) => child.signalCode === null)
    const { port } = alive[next++ % alive.length]
    const forwarded = request({ port, host: "127.0.0.1", method: "POST", headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers)
      answer.on("error", () => outgoing.destroy()).pipe(outgoing)
    })
    incoming.pipe(forwarded.on("error", () => outgoing.writeHead(502).end()))
  }).listen(0, "127.0.0.1")
  await once(balancer, "listening")
  const address = `http://127.0.0.1:${balancer.address().port}`

  /** Repeats with one key until the outcome is known. */
  const order = async (key) => {
    for (let attempt = 1; attempt <= 50; attempt++) {
      const response = await fetch(address, { method: "POST", headers: { "idempotency-key": key }, body: "{}" })
      const text = await response.text()
      if (response.status === 201) return { attempt, end: "answered" }
      if (text.includes("outcome")) return { attempt, end: "unknown" }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return { attempt: 50, end: "given up" }
  }

  // Two clients for each order. The first server is killed when it has done something and not yet answered.
  const keys = Array.from({ length: orders }, (_, index) => `order-${index}`)
  const all = Promise.all([...keys, ...keys].map(order))
  await once(servers[0].child, "message")
  servers[0].child.kill("SIGKILL")
  const ends = await all

  const done = isPostgres
    ? (await sql((sql) => sql`SELECT key FROM ${sql(`orders_${id}`)}`)).map(({ key }) => key)
    : applied
  const count = (end) => ends.filter((each) => each.end === end).length
  console.log(`${orders} orders, two clients each, three servers on ${isPostgres ? "PostgreSQL" : "Redis"}, one killed`)
  console.log(`answered ${count("answered")}, unknown ${count("unknown")}, given up ${count("given up")}`)
  console.log(`attempts ${ends.reduce((sum, { attempt }) => sum + attempt, 0)}`)
  console.log(`done ${done.length}, done twice ${done.length - new Set(done).size}`)

  balancer.close()
  balancer.closeAllConnections()
  for (const { child } of servers) child.kill()
  for (const { child } of servers) if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
  if (isPostgres) {
    await sql((sql) => sql`DROP TABLE ${sql(`orders_${id}`)}`)
    await sql((sql) => sql`DROP SCHEMA ${sql(`keys_${id}`)} CASCADE`)
  }
}

if (run === undefined) await main()
else serve()
