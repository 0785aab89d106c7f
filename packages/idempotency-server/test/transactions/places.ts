import Database from "better-sqlite3"
import { sql } from "drizzle-orm"
import { drizzle as drizzleSqlite } from "drizzle-orm/better-sqlite3"
import { drizzle } from "drizzle-orm/node-postgres"
import { type Generated, Kysely, PostgresDialect, sql as kyselySql, SqliteDialect } from "kysely"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import type { Transactions } from "../../src/Transactions.js"
import { betterSqlite3Transactions } from "../../src/Transactions/BetterSqlite3.js"
import { drizzleTransactions } from "../../src/Transactions/Drizzle.js"
import { kyselyTransactions } from "../../src/Transactions/Kysely.js"
import { pgTransactions } from "../../src/Transactions/Pg.js"
import type { Options } from "../../src/Web.js"
import { isAbsent } from "../stores/postgres/server.js"

/** Writes of one client, as handlers make them. */
export interface Writes<Transaction> {
  readonly store: Options<Transaction>["store"]
  /** Writes an order and returns its id. An order of an item that does not exist makes the commit fail. */
  readonly place: (transaction: Transaction, item: string) => Promise<number>
  /** Runs a statement that fails, and lets the handler continue. */
  readonly fail: (transaction: Transaction) => Promise<unknown>
}

/** An application with one client, and a look at its table from outside. */
export interface Place {
  readonly use: <A>(test: <Transaction>(writes: Writes<Transaction>) => Promise<A>) => Promise<A>
  readonly orders: () => Promise<ReadonlyArray<string>>
  readonly close: () => Promise<unknown>
}

interface Tables {
  readonly orders: { readonly id: Generated<number>; readonly item: string }
}

const url = "postgres://postgres@127.0.0.1:5432/test"

/** A schema with a table whose constraint is checked by the commit. */
export const postgres = async () => {
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

export const sqlite = async () => {
  const directory = mkdtempSync(join(tmpdir(), "transactions-"))
  const filename = join(directory, "shop.sqlite")
  const admin = new Database(filename)
  admin.pragma("journal_mode = WAL")
  admin.exec(`CREATE TABLE items (item TEXT PRIMARY KEY); INSERT INTO items VALUES ('book'), ('pen');
    CREATE TABLE orders (id INTEGER PRIMARY KEY, item TEXT NOT NULL REFERENCES items DEFERRABLE INITIALLY DEFERRED)`)
  const open = (): Database.Database => {
    const database = new Database(filename)
    database.pragma("foreign_keys = ON")
    database.pragma("synchronous = FULL")
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

/** A statement that fails undoes a transaction of PostgreSQL, and only itself in SQLite. */
interface AfterFailure {
  /** Status of a success that follows the failure. */
  readonly success: number
  /** Orders after a success and a kept refusal, each of which follows a failure. */
  readonly orders: ReadonlyArray<string>
}

type Case = readonly [name: string, isMissing: boolean, afterFailure: AfterFailure, open: () => Promise<Place>]

/** Transactions and writes of one client, and the end of the client itself. */
interface Client<Transaction> extends Omit<Writes<Transaction>, "store"> {
  readonly transactions: Transactions<Transaction>
  readonly end?: () => Promise<unknown>
}

const client = <Transaction>(
  transactions: Transactions<Transaction>,
  writes: Omit<Writes<Transaction>, "store">
): Client<Transaction> => ({ ...writes, transactions })

const placeOf = <Transaction>(
  { close, orders, store }: Awaited<ReturnType<typeof postgres> | ReturnType<typeof sqlite>>,
  { end, transactions, ...writes }: Client<Transaction>
): Place => ({
  orders,
  use: (test) => test({ ...writes, store: { ...store, transactions } }),
  close: async () => {
    await end?.()
    await close()
  }
})

const onPostgres = <Transaction>(name: string, client: (pool: pg.Pool) => Client<Transaction>): Case => [
  name,
  isAbsent,
  { success: 500, orders: [] },
  async () => {
    const database = await postgres()
    return placeOf(database, client(database.pool))
  }
]

const onSqlite = <Transaction>(name: string, client: (open: () => Database.Database) => Client<Transaction>): Case => [
  name,
  false,
  { success: 201, orders: ["book", "book"] },
  async () => {
    const database = await sqlite()
    return placeOf(database, client(database.open))
  }
]

const kysely = (db: Kysely<Tables>, database: "postgres" | "sqlite") =>
  client(kyselyTransactions(db, database), {
    place: async (transaction, item) =>
      (await transaction.insertInto("orders").values({ item }).returning("id").executeTakeFirstOrThrow()).id,
    fail: (transaction) => kyselySql`SELECT nothing`.execute(transaction)
  })

const insert = "INSERT INTO orders (item)"

/** The clients, whether the database of each is missing on this machine, and how it treats a statement that fails. */
export const clients: ReadonlyArray<Case> = [
  onPostgres("pg", (pool) =>
    client(pgTransactions(pool), {
      place: async (client, item) => (await client.query(`${insert} VALUES ($1) RETURNING id`, [item])).rows[0].id,
      fail: (client) => client.query("SELECT nothing")
    })),
  onPostgres(
    "Kysely on PostgreSQL",
    (pool) => kysely(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), "postgres")
  ),
  onPostgres("Drizzle on PostgreSQL", (pool) =>
    client(drizzleTransactions(drizzle(pool)), {
      place: async (transaction, item) =>
        Number((await transaction.execute(sql`INSERT INTO orders (item) VALUES (${item}) RETURNING id`)).rows[0]?.id),
      fail: async (transaction) => transaction.execute(sql`SELECT nothing`)
    })),
  onSqlite("better-sqlite3", (open) =>
    client(betterSqlite3Transactions(open), {
      place: async (database, item) =>
        database.prepare<[string], { id: number }>(`${insert} VALUES (?) RETURNING id`).get(item)?.id ?? 0,
      fail: async (database) => database.prepare("SELECT nothing")
    })),
  onSqlite("Kysely on SQLite", (open) => {
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: open() }) })
    return { ...kysely(db, "sqlite"), end: () => db.destroy() }
  }),
  onSqlite(
    "Drizzle on better-sqlite3",
    (open) =>
      client(betterSqlite3Transactions(open, (database) => drizzleSqlite(database)), {
        place: async (db, item) =>
          db.get<{ id: number }>(sql`INSERT INTO orders (item) VALUES (${item}) RETURNING id`).id,
        fail: async (db) => db.get(sql`SELECT nothing`)
      })
  )
]
