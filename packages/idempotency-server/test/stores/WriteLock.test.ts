import { SqliteClient } from "@effect/sql-sqlite-node"
import { assert, it } from "@effect/vitest"
import { Context, Effect, Layer, Option } from "effect"
import * as Processes from "../executions/process.js"
import { databaseFile } from "../support/harness.js"

it.scopedLive(
  "a server on SQLite replays over HTTP while another process holds the write lock, and executes nothing",
  () =>
    Effect.gen(function*() {
      const filename = yield* databaseFile
      const here = Context.get(yield* Layer.build(SqliteClient.layer({ filename })), SqliteClient.SqliteClient)
      yield* here`CREATE TABLE effects (id INTEGER PRIMARY KEY, name TEXT NOT NULL)`
      const server = yield* Processes.start({ store: "sqlite", filename })
      const first = Option.getOrThrow(yield* server.post("a"))
      assert.deepInclude(first, { status: 201, replayed: false })

      yield* here`BEGIN IMMEDIATE`
      const replays = yield* Effect.all(Array.from({ length: 8 }, () => server.post("a")), { concurrency: "unbounded" })
      assert.deepStrictEqual(replays, Array.from({ length: 8 }, () => Option.some({ ...first, replayed: true })))
      // What does need the lock does not get it.
      assert.strictEqual(Option.getOrThrow(yield* server.post("b")).status, 503)
      yield* here`ROLLBACK`
      assert.strictEqual(Option.getOrThrow(yield* server.post("b")).status, 201)
    }),
  60_000
)
