import { assert, describe, it } from "@effect/vitest"
import Database from "better-sqlite3"
import { type Dialect, Kysely, SqliteDialect } from "kysely"
import pg from "pg"
import { betterSqlite3Transactions } from "../../src/Transactions/BetterSqlite3.js"
import { kyselyTransactions } from "../../src/Transactions/Kysely.js"
import { pgTransactions } from "../../src/Transactions/Pg.js"
import { makeIdempotency, type Options } from "../../src/Web.js"
import { isAbsent } from "../stores/postgres/server.js"
import { postgres, sqlite } from "./places.js"
import { post, principal, seen } from "./requests.js"

/** The message with which the middleware refuses to start, or none. */
const refusal = async <Transaction>(options: Omit<Options<Transaction>, "principal">): Promise<string> => {
  const [opened] = await Promise.allSettled([makeIdempotency({ ...options, principal })])
  if (opened?.status === "fulfilled") await opened.value.close()
  return opened?.status === "rejected" ? String(opened.reason) : ""
}

describe.skipIf(isAbsent)("a store in PostgreSQL and transactions of the application", () => {
  /** A pool of the same database with settings of its own. */
  const poolWith = ({ url }: { readonly url: string }, options: string) =>
    new pg.Pool({ connectionString: url.replace("-csearch_path", `${encodeURIComponent(options)}%20-csearch_path`) })

  it("do not start in two places", async () => {
    const [one, other] = [await postgres(), await postgres()]
    const message = await refusal({ store: { ...one.store, transactions: pgTransactions(other.pool) } })
    assert.include(message, "in another database or schema")
    await Promise.all([one.close(), other.close()])
  })

  it.each(["off", "on"])("with synchronous_commit %s: `durable` is what its transactions promise", async (setting) => {
    const { close, orders, store } = await postgres()
    const pool = poolWith(store, `-csynchronous_commit=${setting}`)
    const options = { store: { ...store, transactions: pgTransactions(pool) } }
    assert.strictEqual(await refusal(options), "")
    const message = await refusal({ ...options, requires: ["durable"] })
    if (setting === "on") assert.strictEqual(message, "")
    else assert.match(message, /is not durable: set synchronous_commit/)
    assert.deepStrictEqual(await orders(), [])
    await pool.end()
    await close()
  })

  it("do not start if the transactions may not write the records", async () => {
    const { close, store } = await postgres()
    assert.strictEqual(await refusal({ store }), "")
    const admin = new pg.Pool({ connectionString: store.url, max: 1 })
    const role = `role_${crypto.randomUUID().replaceAll("-", "")}`
    await admin.query(`CREATE ROLE ${role} LOGIN`)
    const schema = /search_path%3D(\w+)/.exec(store.url)?.[1] ?? ""
    await admin.query(`GRANT USAGE ON SCHEMA ${schema} TO ${role}`)
    const pool = new pg.Pool({ connectionString: store.url.replace("postgres@", `${role}@`) })
    const options = { store: { ...store, transactions: pgTransactions(pool) } }
    assert.include(await refusal(options), "GRANT SELECT, UPDATE ON")
    await admin.query(`GRANT SELECT, UPDATE ON ${schema}.idempotency_records, ${schema}.idempotency_waits TO ${role}`)
    assert.strictEqual(await refusal(options), "")
    await pool.end()
    await admin.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    await admin.end()
    await close()
  })

  const isolations = [
    ["read committed", true],
    ["repeatable read", false],
    ["serializable", false]
  ] as const

  it.each(isolations)("%s with a statement before the handler: starts %s", async (isolation, starts) => {
    const { close, orders, store } = await postgres()
    const pool = poolWith(store, `-cdefault_transaction_isolation=${isolation.replace(" ", "\\ ")}`)
    const plain = pgTransactions(pool)
    // As an application does that tells row-level security who asks.
    const transactions: typeof plain = {
      ...plain,
      run: (work) =>
        plain.run(async (client) => {
          await client.query("SELECT set_config('shop.tenant', 'ada', true)")
          return work(client)
        })
    }
    const message = await refusal({ store: { ...store, transactions } })
    if (starts) assert.strictEqual(message, "")
    else assert.include(message, "ISOLATION LEVEL READ COMMITTED")
    // Without the statement, every level serves.
    const idempotency = await makeIdempotency({ store: { ...store, transactions: plain }, principal })
    const send = () =>
      idempotency.handle(post("k"), async (_, { transaction }) => {
        await transaction.query("INSERT INTO orders (item) VALUES ('book')")
        return new Response("done", { status: 201 })
      })
    assert.deepStrictEqual([await seen(await send()), await seen(await send())], [
      [201, null, "done"],
      [201, "true", "done"]
    ])
    assert.deepStrictEqual(await orders(), ["book"])
    await idempotency.close()
    await pool.end()
    await close()
  })
})

describe("a store in SQLite and transactions of the application", () => {
  it("do not start in two files", async () => {
    const [one, other] = [await sqlite(), await sqlite()]
    const message = await refusal({ store: { ...one.store, transactions: betterSqlite3Transactions(other.open) } })
    assert.include(message, "in another file")
    await Promise.all([one.close(), other.close()])
  })

  it.each(["NORMAL", "FULL"])("with synchronous %s: `durable` is what its transactions promise", async (level) => {
    const { close, store } = await sqlite()
    const database = new Database(store.filename)
    database.pragma(`synchronous = ${level}`)
    const dialect: Dialect = new SqliteDialect({ database })
    const db = new Kysely<object>({ dialect })
    const options = { store: { ...store, transactions: kyselyTransactions(db, "sqlite") } }
    assert.strictEqual(await refusal(options), "")
    const message = await refusal({ ...options, requires: ["durable"] })
    if (level === "FULL") assert.strictEqual(message, "")
    else assert.match(message, /is not durable: .*PRAGMA synchronous/)
    await db.destroy()
    await close()
  })
})
