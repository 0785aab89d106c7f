/**
 * Transactions of Kysely, on PostgreSQL or SQLite.
 *
 * @example
 * import { makeNodeIdempotency } from "@qurl/idempotency-server/node"
 * import { kyselyTransactions } from "@qurl/idempotency-server/kysely"
 * import { type Generated, Kysely, PostgresDialect } from "kysely"
 * import pg from "pg"
 *
 * interface Database {
 *   readonly orders: { readonly id: Generated<number>; readonly item: string }
 * }
 *
 * const url = "postgres://localhost/shop"
 * const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) })
 *
 * const idempotency = await makeNodeIdempotency({
 *   store: { type: "postgres", url, transactions: kyselyTransactions(db, "postgres") },
 *   principal: (request) => request.headers.get("x-account") ?? new Response(null, { status: 401 })
 * })
 *
 * export const placeOrder = idempotency.fastify(async (_, reply, { transaction }) => {
 *   reply.code(201)
 *   return transaction.insertInto("orders").values({ item: "book" }).returning("id").executeTakeFirstOrThrow()
 * })
 *
 * @since 0.1.0
 */
import { CompiledQuery, type Kysely, type Transaction } from "kysely"
import type { Transactions } from "../Transactions.js"

/**
 * Gives each handler a transaction of `db`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const kyselyTransactions = <Database>(
  db: Kysely<Database>,
  database: "postgres" | "sqlite"
): Transactions<Transaction<Database>> => ({
  database,
  run: (work) => db.transaction().execute(work),
  query: async (transaction, statement, parameters) =>
    (await transaction.executeQuery(CompiledQuery.raw(statement, [...parameters]))).rows
})
