// A server on a store and nothing else, in a process that can be killed: every POST with a key writes one row and answers
// with its number. Where it is told to pause it says so on its output and goes on when it is told to on its input.
import { PgClient } from "@effect/sql-pg"
import { SqliteClient } from "@effect/sql-sqlite-node"
import { Store } from "@qurl/idempotency-server"
import * as Postgres from "@qurl/idempotency-server/Store/Postgres"
import * as Sqlite from "@qurl/idempotency-server/Store/Sqlite"
import { Effect, Layer, Option, Runtime } from "effect"
import { createServer } from "node:http"

const options = JSON.parse(process.argv[2])
const leaseMillis = 1000
const retentionMillis = 60_000

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

const keep = (body) => ({
  answer: body,
  settlement: {
    _tag: "Answer",
    response: { status: 201, headers: {}, body: new TextEncoder().encode(body) },
    retentionMillis
  }
})

const sent = (status, body) => ({ status, body })
const of = (record, fingerprint) =>
  record.fingerprint !== fingerprint
    ? sent(422, "another body")
    : record._tag === "Done"
    ? sent(200, Buffer.from(record.response.body).toString())
    : sent(409, record._tag)

const answer = (key, fingerprint) =>
  Effect.gen(function*() {
    const store = yield* Store.TransactionalStore
    const sql = options.store === "sqlite" ? yield* SqliteClient.SqliteClient : yield* PgClient.PgClient
    const identity = Store.identity(["owner"], key)
    const kept = yield* store.look(identity)
    if (Option.exists(kept, ({ _tag }) => _tag === "Done")) return of(kept.value, fingerprint)
    yield* pauseAt("before claim")
    const claim = {
      identity,
      fingerprint,
      owner: crypto.randomUUID(),
      leaseMillis,
      retentionMillis,
      orphans: "take"
    }
    const result = yield* store.transact(claim, () =>
      Effect.gen(function*() {
        yield* pauseAt("after claim")
        const [row] = yield* sql`INSERT INTO effects (name) VALUES (${key}) RETURNING id`
        yield* pauseAt("mid-handler")
        yield* sql`UPDATE effects SET name = ${`${key}, done`} WHERE id = ${row.id}`
        yield* pauseAt("after effect")
        return keep(JSON.stringify({ id: row.id, random: crypto.randomUUID() }))
      }).pipe(Effect.orDie))
    yield* pauseAt("after complete")
    if (result._tag === "Executed") return sent(201, result.answer)
    // Whoever was taken over answers with what its successor kept.
    const record = result._tag === "Found" ? result.record : Option.getOrThrow(yield* store.look(identity))
    return of(record, fingerprint)
  }).pipe(Effect.catchAllCause(() => Effect.succeed(sent(503, "trouble"))))

const send = (response, { body, status }) =>
  Effect.gen(function*() {
    response.writeHead(status, { "content-length": Buffer.byteLength(body) })
    response.write(body.slice(0, 5))
    yield* pauseAt("mid-send")
    response.end(body.slice(5))
  })

const main = Effect.gen(function*() {
  const run = Runtime.runFork(yield* Effect.runtime())
  const server = createServer((request, response) => {
    const { "idempotency-key": key, "x-body": body = "f" } = request.headers
    run(Effect.flatMap(answer(key, body), (answered) => send(response, answered)))
  })
  server.listen(0, "127.0.0.1", () => say({ url: `http://127.0.0.1:${server.address().port}` }))
  yield* Effect.never
})

Effect.runFork(Effect.provide(main, layer))
