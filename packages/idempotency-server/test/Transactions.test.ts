import { assert, describe, it } from "@effect/vitest"
import Database from "better-sqlite3"
import { sql } from "drizzle-orm"
import { drizzle as drizzleSqlite } from "drizzle-orm/better-sqlite3"
import { drizzle } from "drizzle-orm/node-postgres"
import { type Generated, Kysely, PostgresDialect, SqliteDialect } from "kysely"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { betterSqlite3Transactions } from "../src/Transactions/BetterSqlite3.js"
import { drizzleTransactions } from "../src/Transactions/Drizzle.js"
import { kyselyTransactions } from "../src/Transactions/Kysely.js"
import { pgTransactions } from "../src/Transactions/Pg.js"
import { makeIdempotency, type Options } from "../src/Web.js"
import { isAbsent } from "./postgres/server.js"

/** Writes of one client, as handlers make them. */
interface Writes<Transaction> {
  readonly store: Options<Transaction>["store"]
  /** Writes an order and returns its id. An order of an item that does not exist makes the commit fail. */
  readonly place: (transaction: Transaction, item: string) => Promise<number>
  /** Runs a statement that fails, and lets the handler continue. */
  readonly fail: (transaction: Transaction) => Promise<unknown>
}

/** An application with one client, and a look at its table from outside. */
interface Place {
  readonly use: <A>(test: <Transaction>(writes: Writes<Transaction>) => Promise<A>) => Promise<A>
  readonly orders: () => Promise<ReadonlyArray<string>>
  readonly close: () => Promise<unknown>
}

interface Tables {
  readonly orders: { readonly id: Generated<number>; readonly item: string }
}

const url = "postgres://postgres@127.0.0.1:5432/test"

/** A schema with a table whose constraint is checked by the commit. */
const postgres = async () => {
  const schema = `transactions_${crypto.randomUUID().replaceAll("-", "")}`
  const admin = new pg.Pool({ connectionString: url, max: 1 })
  await admin.query(`CREATE SCHEMA ${schema}`)
  await admin.query(`CREATE TABLE ${schema}.items (item text PRIMARY KEY)`)
  await admin.query(`INSERT INTO ${schema}.items VALUES ('book'), ('pen')`)
  await admin.query(`CREATE TABLE ${schema}.orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item text NOT NULL REFERENCES ${schema}.items DEFERRABLE INITIALLY DEFERRED)`)
  const connectionString = `${url}?options=-csearch_path%3D${schema}`
  const pool = new pg.Pool({ connectionString, max: 2 })
  return {
    pool,
    store: { type: "postgres", url: connectionString } as const,
    orders: async () => (await admin.query(`SELECT item FROM ${schema}.orders`)).rows.map(({ item }) => String(item)),
    close: async () => {
      await pool.end()
      await admin.query(`DROP SCHEMA ${schema} CASCADE`)
      await admin.end()
    }
  }
}

const sqlite = async () => {
  const directory = mkdtempSync(join(tmpdir(), "transactions-"))
  const filename = join(directory, "shop.sqlite")
  const admin = new Database(filename)
  admin.pragma("journal_mode = WAL")
  admin.exec(`CREATE TABLE items (item TEXT PRIMARY KEY); INSERT INTO items VALUES ('book'), ('pen');
    CREATE TABLE orders (id INTEGER PRIMARY KEY, item TEXT NOT NULL REFERENCES items DEFERRABLE INITIALLY DEFERRED)`)
  const open = () => {
    const database = new Database(filename)
    database.pragma("foreign_keys = ON")
    return database
  }
  return {
    open,
    store: { type: "sqlite", filename } as const,
    orders: async () => admin.prepare<[], { item: string }>("SELECT item FROM orders").all().map(({ item }) => item),
    close: async () => {
      admin.close()
      rmSync(directory, { recursive: true })
    }
  }
}

const insert = "INSERT INTO orders (item)"

const kysely = (dialect: PostgresDialect | SqliteDialect, database: "postgres" | "sqlite") => {
  const db = new Kysely<Tables>({ dialect })
  const writes = {
    transactions: kyselyTransactions(db, database),
    place: async (transaction: Kysely<Tables>, item: string) =>
      (await transaction.insertInto("orders").values({ item }).returning("id").executeTakeFirstOrThrow()).id,
    fail: (transaction: Kysely<Tables>) => transaction.insertInto("orders").values({ id: -1, item: "" }).execute()
  }
  return { db, writes }
}

const places: { readonly [client: string]: () => Promise<Place> } = {
  "pg": async () => {
    const { close, orders, pool, store } = await postgres()
    return {
      orders,
      close,
      use: (test) =>
        test({
          store: { ...store, transactions: pgTransactions(pool) },
          place: async (client, item) => (await client.query(`${insert} VALUES ($1) RETURNING id`, [item])).rows[0].id,
          fail: (client) => client.query("SELECT nothing")
        })
    }
  },
  "Kysely on PostgreSQL": async () => {
    const { close, orders, pool, store } = await postgres()
    const { writes: { fail, place, transactions } } = kysely(new PostgresDialect({ pool }), "postgres")
    return { orders, close, use: (test) => test({ store: { ...store, transactions }, place, fail }) }
  },
  "Drizzle on PostgreSQL": async () => {
    const { close, orders, pool, store } = await postgres()
    return {
      orders,
      close,
      use: (test) =>
        test({
          store: { ...store, transactions: drizzleTransactions(drizzle(pool)) },
          place: async (transaction, item) =>
            Number(
              (await transaction.execute(sql`INSERT INTO orders (item) VALUES (${item}) RETURNING id`)).rows[0]?.id
            ),
          fail: async (transaction) => transaction.execute(sql`SELECT nothing`)
        })
    }
  },
  "better-sqlite3": async () => {
    const { close, open, orders, store } = await sqlite()
    return {
      orders,
      close,
      use: (test) =>
        test({
          store: { ...store, transactions: betterSqlite3Transactions(open) },
          place: async (database, item) =>
            database.prepare<[string], { id: number }>(`${insert} VALUES (?) RETURNING id`).get(item)?.id ?? 0,
          fail: async (database) => database.prepare("SELECT nothing")
        })
    }
  },
  "Kysely on SQLite": async () => {
    const { close, open, orders, store } = await sqlite()
    const { db, writes: { fail, place, transactions } } = kysely(new SqliteDialect({ database: open() }), "sqlite")
    return {
      orders,
      close: async () => {
        await db.destroy()
        await close()
      },
      use: (test) => test({ store: { ...store, transactions }, place, fail })
    }
  },
  "Drizzle on better-sqlite3": async () => {
    const { close, open, orders, store } = await sqlite()
    return {
      orders,
      close,
      use: (test) =>
        test({
          store: { ...store, transactions: betterSqlite3Transactions(open, (database) => drizzleSqlite(database)) },
          place: async (db, item) =>
            db.get<{ id: number }>(sql`INSERT INTO orders (item) VALUES (${item}) RETURNING id`).id,
          fail: async (db) => db.get(sql`SELECT nothing`)
        })
    }
  }
}

const principal = () => "ada"

const post = (key: string, body = key) =>
  new Request("http://shop/orders", { method: "POST", body, headers: { "idempotency-key": key } })

/** Status, whether it is a replay, and body. */
const seen = async (response: Response) => [
  response.status,
  response.headers.get("idempotency-replayed"),
  await response.text()
]

describe.each(Object.entries(places))("%s", (name, open) => {
  const isSqlite = /lite/i.test(name)
  const within = async <A>(
    test: <Transaction>(writes: Writes<Transaction>, orders: Place["orders"]) => Promise<A>
  ) => {
    const place = await open()
    try {
      await place.use((writes) => test(writes, place.orders))
    } finally {
      await place.close()
    }
  }

  it.skipIf(!isSqlite && isAbsent)(
    "R1 a write and its record are one commit, and a retry gets the first answer",
    () =>
      within(async ({ place, store }, orders) => {
        const idempotency = await makeIdempotency({ store, principal })
        const send = (request: Request) =>
          idempotency.handle(request, async (_, { transaction }) => {
            const id = await place(transaction, "book")
            assert.deepStrictEqual(await orders(), [])
            return Response.json({ id }, { status: 201 })
          })
        const [first, again, other] = [await send(post("k")), await send(post("k")), await send(post("k", "other"))]
        const text = await first.clone().text()
        assert.deepStrictEqual(await seen(first), [201, null, "{\"id\":1}"])
        assert.deepStrictEqual(await seen(again), [201, "true", text])
        assert.strictEqual(other.status, 422)
        assert.deepStrictEqual(await orders(), ["book"])
        await idempotency.close()
      })
  )

  it.skipIf(!isSqlite && isAbsent)(
    "R1 a commit that fails sends no 201 and leaves no row, and the key is free",
    () =>
      within(async ({ place, store }, orders) => {
        const idempotency = await makeIdempotency({ store, principal })
        const items = ["nothing", "pen"]
        const send = () =>
          idempotency.handle(
            post("k"),
            async (_, { transaction }) =>
              Response.json({ id: await place(transaction, items.shift() ?? "") }, { status: 201 })
          )
        assert.strictEqual((await send()).status, 503)
        assert.deepStrictEqual(await orders(), [])
        assert.deepStrictEqual((await seen(await send())).slice(0, 2), [201, null])
        assert.deepStrictEqual(await orders(), ["pen"])
        await idempotency.close()
      })
  )

  it.skipIf(!isSqlite && isAbsent)(
    "a handler that throws, refuses or says that it had no effect writes nothing",
    () =>
      within(async ({ place, store }, orders) => {
        const idempotency = await makeIdempotency({ store, principal })
        const send = (end: (execution: { readonly noEffect: () => void }) => Response) =>
          idempotency.handle(post("k"), async (_, execution) => {
            await place(execution.transaction, "book")
            return end(execution)
          })
        const boom = new Error("boom")
        const thrown = await send(() => {
          throw boom
        }).then(() => undefined, (error: unknown) => error)
        assert.strictEqual(thrown, boom)
        assert.strictEqual((await send(() => new Response(null, { status: 409 }))).status, 409)
        assert.strictEqual((await send(() => new Response(null, { status: 500 }))).status, 500)
        const unsaid = await send((execution) => {
          execution.noEffect()
          return new Response(null, { status: 200 })
        })
        assert.strictEqual(unsaid.status, 200)
        assert.deepStrictEqual(await orders(), [])
        assert.deepStrictEqual(await seen(await send(() => new Response("done", { status: 201 }))), [201, null, "done"])
        assert.deepStrictEqual(await orders(), ["book"])
        await idempotency.close()
      })
  )

  it.skipIf(!isSqlite && isAbsent)(
    "twenty requests at once, two of each key: every key is written once",
    () =>
      within(async ({ place, store }, orders) => {
        const idempotency = await makeIdempotency({ store, principal, maxWaitMillis: 20_000 })
        const keys = Array.from({ length: 10 }, (_, n) => `k${n}`)
        const answers = await Promise.all([...keys, ...keys].map((key) =>
          idempotency.handle(post(key), async (_, { transaction }) => {
            const id = await place(transaction, "book")
            await new Promise((resolve) => setTimeout(resolve, 5))
            return Response.json({ id }, { status: 201 })
          })
        ))
        assert.deepStrictEqual(
          answers.map(({ status }) =>
            status
          ),
          Array.from({ length: 20 }, () => 201)
        )
        const texts = await Promise.all(answers.map((answer) => answer.text()))
        assert.strictEqual(new Set(texts).size, 10)
        assert.strictEqual((await orders()).length, 10)
        await idempotency.close()
      })
  )

  it.skipIf(isSqlite || isAbsent)(
    "a success after a statement that failed is no success, because its writes are undone",
    () =>
      within(async ({ fail, place, store }, orders) => {
        const idempotency = await makeIdempotency({ store, principal })
        const send = (key: string, status: number) =>
          idempotency.handle(post(key), async (_, { transaction }) => {
            await place(transaction, "book")
            await fail(transaction).then(undefined, () => {})
            return new Response("refused", { status })
          })
        assert.strictEqual((await send("success", 201)).status, 500)
        assert.strictEqual((await send("refusal", 422)).status, 422)
        assert.deepStrictEqual((await seen(await send("refusal", 422))).slice(0, 2), [422, "true"])
        assert.deepStrictEqual(await orders(), [])
        await idempotency.close()
      })
  )
})

describe.skipIf(isAbsent)("a store and its transactions in two places", () => {
  it("do not start", async () => {
    const [one, other] = [await postgres(), await postgres()]
    const opened = await Promise.allSettled([
      makeIdempotency({ store: { ...one.store, transactions: pgTransactions(other.pool) }, principal })
    ])
    assert.strictEqual(opened[0].status, "rejected")
    assert.include(String(opened[0].status === "rejected" ? opened[0].reason : ""), "in another database or schema")
    await Promise.all([one.close(), other.close()])
  })

  it("do not start with SQLite files", async () => {
    const [one, other] = [await sqlite(), await sqlite()]
    const opened = await Promise.allSettled([
      makeIdempotency({ store: { ...one.store, transactions: betterSqlite3Transactions(other.open) }, principal })
    ])
    assert.include(String(opened[0].status === "rejected" ? opened[0].reason : ""), "in another file")
    await Promise.all([one.close(), other.close()])
  })
})

describe.skipIf(isAbsent)("a handler that lost its lease", () => {
  it("R5 writes nothing, neither then nor after its transaction", async () => {
    const { close, orders, pool, store } = await postgres()
    const admin = new pg.Pool({ connectionString: store.url, max: 1 })
    const idempotency = await makeIdempotency({
      store: { ...store, transactions: pgTransactions(pool) },
      principal,
      leaseMillis: 300
    })
    let stop = (_: string) => {}
    const stopped = new Promise<string>((resolve) => void (stop = resolve))
    const handled = idempotency.handle(post("k"), async (_, { signal, transaction }) => {
      await transaction.query("INSERT INTO orders (item) VALUES ('book')")
      await admin.query("UPDATE idempotency_records SET gen = gen + 1, owner = 'another'")
      await new Promise((resolve) => signal.addEventListener("abort", resolve))
      try {
        for (;;) await transaction.query("INSERT INTO orders (item) VALUES ('pen')")
      } catch (error) {
        stop(String(error))
        throw error
      }
    })
    // Either the refusal comes first, or the handler's own error.
    const status = await handled.then((answer) => answer.status, () => 500)
    assert.isAtLeast(status, 400)
    assert.match(await stopped, /transaction is aborted/)
    assert.deepStrictEqual(await orders(), [])
    // The connection is of use again.
    assert.strictEqual((await pool.query("SELECT 1 AS one")).rows[0].one, 1)
    await idempotency.close()
    await admin.end()
    await close()
  })
})
