import { FileSystem } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { create, onSocket, send, tokenOf } from "../support/support.js"
import * as PostgresServer from "./postgres.js"
import { at, patience, start } from "./process.js"
import * as RedisServer from "./redis.js"
import { patienceOfStorms, storms } from "./storm.js"

const { Postgres } = PostgresServer
const { Redis } = RedisServer
const isAbsent = RedisServer.isAbsent || PostgresServer.isAbsent

const newDatabases = Effect.gen(function*() {
  const [postgres, redis] = [yield* Postgres, yield* Redis]
  return { database: yield* postgres.newDatabase, records: yield* redis.newDatabase }
})

const made = Effect.map(send("GET", "/_emulator/inventory"), ({ json }): number => json.tokens.length)

layer(
  isAbsent ? Layer.merge(Postgres.none, Redis.none) : Layer.merge(Postgres.layer, Redis.layer),
  { excludeTestServices: true, timeout: 60_000 }
)("records in Redis", (it) => {
  it.effect.skipIf(isAbsent)(
    "three processes that are killed at random, behind faults: every intent exists once, and has one answer",
    () =>
      storms(
        Effect.map(newDatabases, ({ database, records }) => ["--database", database, "--records", records]),
        { intents: 32, kills: 3 }
      ),
    patienceOfStorms
  )

  it.scoped.skipIf(isAbsent)(
    "what Redis has forgotten is answered from the database, and a reset forgets both",
    () =>
      Effect.gen(function*() {
        const redis = yield* Redis
        const options = yield* newDatabases
        yield* Effect.gen(function*() {
          const first = yield* create({ key: "key-of-one" })
          yield* redis.flush(options.records)
          const second = yield* create({ key: "key-of-one" })
          assert.deepStrictEqual(
            [second.status, second.text, second.headers["idempotency-replayed"], yield* made],
            [201, first.text, "true", 1]
          )
          yield* send("POST", "/_emulator/reset")
          const anew = yield* create({ key: "key-of-one" })
          assert.deepStrictEqual([anew.status, anew.headers["idempotency-replayed"], yield* made], [201, undefined, 1])
        }).pipe(Effect.provide(onSocket(options)))
        // It starts again on what it left.
        yield* Effect.provide(
          Effect.map(create({ key: "key-of-one" }), ({ headers }) =>
            assert.strictEqual(headers["idempotency-replayed"], "true")),
          onSocket(options)
        )
      }),
    patience
  )

  it.scoped.skipIf(isAbsent)(
    "on a file: answers outlive the process, and neither place shows a link",
    () =>
      Effect.gen(function*() {
        const redis = yield* Redis
        const records = yield* redis.newDatabase
        const fs = yield* FileSystem.FileSystem
        const file = `${yield* fs.makeTempDirectoryScoped()}/emulator.sqlite`
        const first = yield* Effect.scoped(Effect.gen(function*() {
          const { url } = yield* start("--database", file, "--records", records)
          return yield* at(url)(create({ key: "key-of-one" }))
        }))
        const { url } = yield* start("--database", file, "--records", records)
        const second = yield* at(url)(create({ key: "key-of-one" }))
        assert.deepStrictEqual([second.text, second.headers["idempotency-replayed"]], [first.text, "true"])
        const secret = tokenOf(first.json.data.qurl_link)
        const bytes = yield* Effect.forEach(["", "-wal"], (end) => fs.readFile(file + end))
        const dumps = [yield* redis.dump(records), ...bytes.map((bytes) => Buffer.from(bytes).toString("latin1"))]
        assert.include(dumps.join(), first.json.data.resource_id)
        assert.notInclude(dumps.join(), secret)
        assert.notInclude(dumps.join(), "key-of-one")
      }).pipe(Effect.provide(NodeContext.layer)),
    patience
  )
})
