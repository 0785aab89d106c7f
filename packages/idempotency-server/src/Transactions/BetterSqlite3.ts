/**
 * Transactions of better-sqlite3.
 *
 * @example
 * import { betterSqlite3Transactions } from "@qurl/idempotency-server/better-sqlite3"
 * import { makeIdempotency } from "@qurl/idempotency-server/web"
 * import Database from "better-sqlite3"
 *
 * const idempotency = await makeIdempotency({
 *   store: {
 *     type: "sqlite",
 *     filename: "shop.sqlite",
 *     transactions: betterSqlite3Transactions(() => new Database("shop.sqlite"))
 *   },
 *   principal: (request) => request.headers.get("x-account") ?? new Response(null, { status: 401 })
 * })
 *
 * export const POST = idempotency.wrap(async (request, { transaction }) => {
 *   const { item } = Object(await request.json())
 *   const order = transaction.prepare("INSERT INTO orders (item) VALUES (?) RETURNING id").get(item)
 *   return Response.json(order, { status: 201 })
 * })
 *
 * @since 0.1.0
 */
import type { Database } from "better-sqlite3"
import { setTimeout } from "node:timers/promises"
import type { Transactions } from "../Transactions.js"

/** Attempts to get the write lock, 25 ms apart: about two seconds. */
const attempts = 80

const isBusy = (error: unknown): boolean =>
  error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY")

/** Waits here and not in SQLite, whose own wait blocks the event loop. */
const begin = async (database: Database): Promise<void> => {
  for (let left = attempts; left > 0; left--) {
    try {
      database.exec("BEGIN IMMEDIATE")
      return
    } catch (error) {
      if (!isBusy(error) || left === 1) throw error
      await setTimeout(25)
    }
  }
}

/** A connection, and the client of it that handlers get. */
interface Opened<Client> {
  readonly database: Database
  readonly client: Client
}

/**
 * Gives handlers a connection of their own, one after the other: SQLite has one writer. `open` is called once, at the
 * first transaction, and must open a connection that nothing else uses, because everything that is written on it while a
 * handler waits belongs to the handler's transaction. Sets its `synchronous` to FULL, so that a commit survives a loss of
 * power, and its `busy_timeout` to 25 ms.
 *
 * `toClient` makes the client that handlers get, for example `drizzle` of `drizzle-orm/better-sqlite3`.
 *
 * @since 0.1.0
 * @category constructors
 */
export function betterSqlite3Transactions(open: () => Database): Transactions<Database>
export function betterSqlite3Transactions<Client>(
  open: () => Database,
  toClient: (database: Database) => Client
): Transactions<Client>
export function betterSqlite3Transactions<Client>(
  open: () => Database,
  toClient?: (database: Database) => Client
): Transactions<Client | Database> {
  let opened: Opened<Client | Database> | undefined
  let last: Promise<unknown> = Promise.resolve()

  const connect = (): Opened<Client | Database> => {
    if (opened !== undefined) return opened
    const database = open()
    database.pragma("synchronous = FULL")
    database.pragma("busy_timeout = 25")
    opened = { database, client: toClient === undefined ? database : toClient(database) }
    return opened
  }

  const run = async <A>(work: (client: Client | Database) => Promise<A>): Promise<A> => {
    const { client, database } = connect()
    await begin(database)
    try {
      const result = await work(client)
      database.exec("COMMIT")
      return result
    } finally {
      // A commit that failed can leave its transaction open.
      if (database.inTransaction) database.exec("ROLLBACK")
    }
  }

  return {
    database: "sqlite",
    run: (work) => {
      const turn = last.then(() => run(work))
      last = turn.catch(() => {})
      return turn
    },
    query: async (_, text, parameters) => {
      const statement = connect().database.prepare(text)
      if (statement.reader) return statement.all(...parameters)
      statement.run(...parameters)
      return []
    }
  }
}
