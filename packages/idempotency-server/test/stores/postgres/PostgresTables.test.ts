import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Layer, Option } from "effect"
import { claimStatements } from "../../../src/internal/postgres/claim.js"
import { makeTables } from "../../../src/internal/postgres/schema.js"
import { settleStatement } from "../../../src/internal/postgres/settle.js"
import { type ClaimRequest, identity, type Service } from "../../../src/Store.js"
import * as Postgres from "../../../src/Store/Postgres.js"
import { connect, isAbsent, newDatabase, Server } from "./server.js"

const request = (key: string, retentionMillis = 60_000): ClaimRequest => ({
  identity: identity(["owner"], key),
  fingerprint: "f",
  owner: crypto.randomUUID(),
  leaseMillis: 1,
  retentionMillis,
  orphans: "take"
})

const answered = Effect.fnUntraced(function*(store: Service, key: string, retentionMillis?: number) {
  const claimed = yield* store.claim(request(key, retentionMillis))
  if (claimed._tag !== "Claimed") return assert.fail("the key is taken")
  const response = { status: 201, headers: {}, body: new Uint8Array() }
  yield* store.settle(claimed.ticket, { _tag: "Answer", response, retentionMillis: retentionMillis ?? 60_000 })
})

const open = (sql: PgClient.PgClient, schema?: string) =>
  Effect.provideService(Postgres.make({ schema }), PgClient.PgClient, sql)

/** The tables of the second version, and statements of processes that run with it. */
const second = {
  tables: `CREATE TABLE idempotency_migrations (migration_id integer PRIMARY KEY,
      created_at timestamptz NOT NULL DEFAULT now(), name text NOT NULL);
    INSERT INTO idempotency_migrations (migration_id, name) VALUES (1, 'records'), (2, 'awaited');
    CREATE TABLE idempotency_records (scope_hash text COLLATE "C" NOT NULL, key_hash text COLLATE "C" NOT NULL,
      fingerprint text NOT NULL, state text NOT NULL, owner text NOT NULL, gen integer NOT NULL, origin text NOT NULL,
      created_at timestamptz NOT NULL, lease_until timestamptz NOT NULL, expires_at timestamptz NOT NULL,
      reason text, status integer, headers text, body bytea, awaited boolean NOT NULL DEFAULT false,
      PRIMARY KEY (scope_hash, key_hash));
    CREATE INDEX idempotency_records_expiry ON idempotency_records (expires_at);
    CREATE TABLE idempotency_resolutions (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      scope_hash text COLLATE "C" NOT NULL, key_hash text COLLATE "C" NOT NULL, decision text NOT NULL,
      actor text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp())`,
  claim: ({ identity: { keyHash, scopeHash }, owner }: ClaimRequest) =>
    `INSERT INTO idempotency_records AS r
      (scope_hash, key_hash, fingerprint, state, owner, gen, origin, created_at, lease_until, expires_at)
    VALUES ('${scopeHash}', '${keyHash}', 'f', 'running', '${owner}', 1, 'nothing', clock_timestamp(),
      clock_timestamp(), clock_timestamp() + interval '1 minute') RETURNING gen`,
  settle: ({ identity: { keyHash, scopeHash }, owner }: ClaimRequest) =>
    `UPDATE idempotency_records SET state = 'done', status = 201, headers = '{}', body = '',
      expires_at = clock_timestamp() + interval '1 minute'
    WHERE scope_hash = '${scopeHash}' AND key_hash = '${keyHash}' AND owner = '${owner}' AND gen = 1
      AND state = 'running' RETURNING awaited`
}

describe.skipIf(isAbsent)("the tables in PostgreSQL", () => {
  it.layer(Layer.merge(Server.layer, Layer.setClock(Clock.make())), { timeout: 60_000 })((it) => {
    it.scoped("of an old version are upgraded by processes that start at once, while an older process keeps serving", () =>
      Effect.gen(function*() {
        const sql = yield* connect({ database: yield* newDatabase })
        yield* sql.unsafe(second.tables)
        const [before, after] = [request("before"), request("after")]
        yield* sql.unsafe(second.claim(before))
        const [store] = yield* Effect.all([open(sql), open(sql), open(sql)], { concurrency: 3 })
        assert.strictEqual((yield* sql`SELECT * FROM idempotency_migrations`).length, 3)
        assert.lengthOf(yield* sql.unsafe(second.settle(before)), 1)
        assert.lengthOf(yield* sql.unsafe(second.claim(after)), 1)
        assert.strictEqual(Option.getOrThrow(yield* store.look(before.identity))._tag, "Done")
        const taken = yield* store.claim({ ...after, owner: "successor" })
        assert.strictEqual(taken._tag === "Claimed" ? taken.from : taken.record._tag, "orphan")
        assert.lengthOf(yield* sql.unsafe(second.settle(after)), 0)
      }))

    it.scoped("of a newer version are refused, with what to do", () =>
      Effect.gen(function*() {
        const sql = yield* connect({ database: yield* newDatabase })
        yield* open(sql)
        yield* sql`INSERT INTO idempotency_migrations (migration_id, name) VALUES (4, 'of tomorrow')`
        const error = yield* Effect.flip(open(sql))
        assert.strictEqual(error._tag, "UnfitStoreError")
        assert.include(error.message, "version 4")
        assert.include(error.message, "deploy")
      }))

    it.scoped("may be partitioned: a purge removes what expired in every partition, and nothing else", () =>
      Effect.gen(function*() {
        const sql = yield* connect({ database: yield* newDatabase })
        yield* Effect.scoped(open(sql))
        yield* sql.unsafe(`ALTER TABLE idempotency_records RENAME TO plain;
          CREATE TABLE idempotency_records (LIKE plain INCLUDING DEFAULTS) PARTITION BY HASH (key_hash);
          ALTER TABLE idempotency_records ADD PRIMARY KEY (scope_hash, key_hash);
          DROP TABLE plain`)
        for (let part = 0; part < 4; part++) {
          yield* sql.unsafe(`CREATE TABLE part_${part} PARTITION OF idempotency_records
            FOR VALUES WITH (MODULUS 4, REMAINDER ${part})`)
        }
        const store = yield* open(sql)
        for (let index = 0; index < 20; index++) {
          yield* answered(store, `old ${index}`, 1)
          yield* answered(store, `live ${index}`)
        }
        yield* sql`SELECT pg_sleep(0.02)`
        assert.strictEqual(yield* store.purge(1000), 20)
        const { done } = yield* store.stats
        assert.strictEqual(done, 20)
      }))

    it.scoped("are durable if the database is set up so", () =>
      Effect.gen(function*() {
        const database = yield* newDatabase
        const sql = yield* connect({ database })
        assert.isTrue((yield* Effect.scoped(open(sql))).capabilities.durable)
        yield* sql.unsafe(`ALTER DATABASE ${database} SET synchronous_commit = off`)
        const other = yield* connect({ database })
        assert.isFalse((yield* Effect.scoped(open(other))).capabilities.durable)
      }))

    it.scoped("are updated without a change of an index when an execution ends", () =>
      Effect.gen(function*() {
        const sql = yield* connect({ database: yield* newDatabase })
        const store = yield* open(sql)
        for (let index = 0; index < 50; index++) yield* answered(store, `k ${index}`)
        yield* sql`SELECT pg_stat_force_next_flush()`.pipe(Effect.ignore)
        const counted = sql<{ updates: number; hot: number }>`SELECT n_tup_upd::int4 AS updates,
          n_tup_hot_upd::int4 AS hot FROM pg_stat_user_tables WHERE relname = 'idempotency_records'`
        const [counts] = yield* Effect.repeat(counted, { until: ([row]) => (row?.updates ?? 0) >= 50 })
        assert.isAbove(counts?.hot ?? 0, 40)
      }))

    it.effect("of two schemas never share the name of a prepared statement", () =>
      Effect.sync(() => {
        const names = ["one", "other"].map((schema) => {
          const { park, take } = claimStatements(makeTables(schema))
          return [park.name, take.name, settleStatement(makeTables(schema)).name]
        })
        assert.lengthOf([...new Set(names.flat())], 6)
      }))
  })
})
