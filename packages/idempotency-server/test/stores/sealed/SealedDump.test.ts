import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option, Redacted } from "effect"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import * as Sealed from "../../../src/Sealed.js"
import { type ClaimRequest, identity, type Service, type Settlement } from "../../../src/Store.js"
import * as Postgres from "../../../src/Store/Postgres.js"
import { databaseFile, openStore as openSqlite } from "../../support/harness.js"
import * as PostgresServer from "../postgres/server.js"
import * as RedisServer from "../redis/server.js"

const options: Sealed.Options = {
  lookup: Redacted.make("lookup-secret-".repeat(3)),
  sealing: { id: "a", secret: Redacted.make("sealing-secret-".repeat(3)) }
}

const body = "{\"api_key\":\"sk_live_0123456789\"}"
const scope = ["principal-7"]
const digest = (text: string) => createHash("sha256").update(text).digest("hex")
const fingerprint = digest("the body of the request")

const keys = ["key-answer", "key-tombstone", "key-by-hand", "key-running", "key-released"]

/** Texts that must not be readable: keys, their digests, scope, body, digests of the body, headers, and secrets. */
const hidden = [
  ...keys.flatMap((key) => [key, digest(key)]),
  "principal-7",
  digest(JSON.stringify(scope)),
  fingerprint,
  "sk_live",
  "api_key",
  "/secrets/42",
  "location",
  "lookup-secret",
  "sealing-secret"
]

const request = (key: string): ClaimRequest => ({
  identity: identity(scope, key),
  fingerprint,
  owner: crypto.randomUUID(),
  leaseMillis: 60_000,
  retentionMillis: 600_000,
  orphans: "take"
})

const response = { status: 201, headers: { location: "/secrets/42" }, body: new TextEncoder().encode(body) }
const retentionMillis = 600_000
const ends: ReadonlyArray<Settlement> = [
  { _tag: "Answer", response, retentionMillis },
  { _tag: "Tombstone", reason: "withheld", response: { ...response, body: new Uint8Array() }, retentionMillis },
  { _tag: "Park", reason: "unknown" }
]

/** A record in every state, and that they can be read through the seal. */
const fill = Effect.fnUntraced(function*(plain: Service) {
  const store = yield* Sealed.make(plain, options)
  for (const [index, key] of keys.entries()) {
    const result = yield* store.claim(request(key))
    if (result._tag !== "Claimed") return assert.fail("the key is taken")
    const end = key === "key-released" ? { _tag: "Release", reason: "503" } as const : ends[index]
    if (end !== undefined) yield* store.settle(result.ticket, end)
  }
  const { gen } = Option.getOrThrow(yield* store.look(identity(scope, "key-by-hand")))
  yield* store.resolve(identity(scope, "key-by-hand"), gen, { _tag: "Finish", response, retentionMillis }, "ada")
  for (const key of ["key-answer", "key-by-hand"]) {
    const record = Option.getOrThrow(yield* store.look(identity(scope, key)))
    assert.deepStrictEqual(record._tag === "Done" ? [record.fingerprint, record.response] : [], [fingerprint, response])
  }
  assert.strictEqual((yield* store.stats).running, 1)
})

const tellsNothing = (dump: string) => {
  for (const text of hidden) {
    for (
      const form of [text, Buffer.from(text).toString("hex"), Buffer.from(text).toString("base64").replace(/=+$/, "")]
    ) {
      assert.isFalse(dump.includes(form), `the dump shows ${text}`)
    }
  }
}

describe("a dump of sealed records shows no key, no body and no secret", () => {
  it.effect("what is looked for would be found in records that are not sealed", () =>
    Effect.sync(() => {
      for (const dump of [body, digest("key-answer"), fingerprint, Buffer.from(body).toString("hex")]) {
        assert.throws(() => tellsNothing(dump))
      }
    }))

  it.scoped("in SQLite, files and all", () =>
    Effect.gen(function*() {
      const file = yield* databaseFile
      const { sql, store } = yield* openSqlite(file)
      yield* fill(store)
      yield* sql`PRAGMA wal_checkpoint(TRUNCATE)`
      const dump = readFileSync(file).toString("latin1")
      assert.include(dump, "withheld")
      tellsNothing(dump)
    }))

  describe.skipIf(PostgresServer.isAbsent)("in PostgreSQL", () => {
    it.layer(PostgresServer.Server.layer, { timeout: 60_000 })((it) => {
      it.scoped("every table", () =>
        Effect.gen(function*() {
          const sql = yield* PostgresServer.connect({ database: yield* PostgresServer.newDatabase })
          yield* fill(yield* Postgres.make({ schema: "keys" }).pipe(Effect.provideService(PgClient.PgClient, sql)))
          const [row] = yield* sql<{ dump: string }>`SELECT database_to_xml(true, false, '')::text AS dump`
          const dump = row?.dump ?? ""
          assert.include(dump, "withheld")
          tellsNothing(dump)
        }))
    })
  })

  it.scoped.skipIf(RedisServer.isAbsent)("in Redis, every record", () =>
    Effect.gen(function*() {
      const server = yield* RedisServer.makeServer()
      yield* fill(yield* RedisServer.openStore(server))
      const redis = yield* RedisServer.connect(server)
      const dump = yield* Effect.promise(async () => {
        const names = await redis.keys("*")
        const values = await Promise.all(
          names.map((name) => name.endsWith(":resolutions") ? redis.lrange(name, 0, -1) : redis.hgetallBuffer(name))
        )
        return JSON.stringify([
          names,
          values.map((value) =>
            Array.isArray(value) ? value : Object.entries(value).map(([name, part]) => [name, part.toString("latin1")])
          )
        ]).replaceAll("\\\"", "\"")
      })
      assert.include(dump, "withheld")
      tellsNothing(dump)
    }))
})
