/**
 * Transactions of Drizzle on PostgreSQL. For Drizzle on SQLite see `@qurl/idempotency-server/better-sqlite3`.
 *
 * @example
 * import { drizzleTransactions } from "@qurl/idempotency-server/drizzle"
 * import { makeIdempotency } from "@qurl/idempotency-server/web"
 * import { sql } from "drizzle-orm"
 * import { drizzle } from "drizzle-orm/node-postgres"
 *
 * const url = "postgres://localhost/shop"
 * const db = drizzle(url)
 *
 * const idempotency = await makeIdempotency({
 *   store: { type: "postgres", url, transactions: drizzleTransactions(db) },
 *   principal: (request) => request.headers.get("x-account") ?? new Response(null, { status: 401 })
 * })
 *
 * export const POST = idempotency.wrap(async (request, { transaction }) => {
 *   const { item } = Object(await request.json())
 *   const { rows } = await transaction.execute(sql`INSERT INTO orders (item) VALUES (${item}) RETURNING id`)
 *   return Response.json(rows[0], { status: 201 })
 * })
 *
 * @since 0.1.0
 */
import { type SQL, sql } from "drizzle-orm"
import type { Transactions } from "../Transactions.js"

/**
 * The parts of a Drizzle database on PostgreSQL that are used.
 *
 * @since 0.1.0
 * @category models
 */
export interface DrizzleDatabase<Transaction> {
  readonly transaction: <A>(work: (transaction: Transaction) => Promise<A>) => Promise<A>
}

/**
 * The part of a Drizzle transaction that is used. It takes queries of Drizzle; their type is not named here, because
 * Drizzle's declarations compile with `skipLibCheck` only.
 *
 * @since 0.1.0
 * @category models
 */
export interface DrizzleTransaction {
  readonly execute: (query: never) => PromiseLike<unknown>
}

/** The statement with each `$n` replaced by a parameter of Drizzle's own. */
const toSql = (statement: string, parameters: ReadonlyArray<unknown>): SQL =>
  sql.join(
    statement.split(/\$(\d+)/).map((part, index) =>
      index % 2 === 0 ? sql.raw(part) : sql`${sql.param(parameters[Number(part) - 1])}`
    )
  )

const rowsOf = (result: unknown): ReadonlyArray<unknown> => {
  const rows = typeof result === "object" && result !== null && "rows" in result ? result.rows : result
  return Array.isArray(rows) ? rows : []
}

/**
 * Gives each handler a transaction of `db`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const drizzleTransactions = <Transaction extends DrizzleTransaction>(
  db: DrizzleDatabase<Transaction>
): Transactions<Transaction> => ({
  database: "postgres",
  run: (work) => db.transaction(work),
  query: async (transaction, statement, parameters) =>
    // Proof: the `execute` of every transaction of Drizzle takes its `SQL`.
    rowsOf(await transaction.execute(toSql(statement, parameters) as never))
})
