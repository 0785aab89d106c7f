/**
 * Transactions of `pg`.
 *
 * @example
 * import { makeNodeIdempotency } from "@qurl/idempotency-server/node"
 * import { pgTransactions } from "@qurl/idempotency-server/pg"
 * import pg from "pg"
 *
 * const url = "postgres://localhost/shop"
 * const pool = new pg.Pool({ connectionString: url })
 *
 * const idempotency = await makeNodeIdempotency({
 *   store: { type: "postgres", url, transactions: pgTransactions(pool) },
 *   principal: (request) => request.headers.get("x-account") ?? new Response(null, { status: 401 })
 * })
 *
 * export const placeOrder = idempotency.express(async (request, response, { transaction }) => {
 *   const { rows } = await transaction.query("INSERT INTO orders (item) VALUES ($1) RETURNING id", ["book"])
 *   response.statusCode = 201
 *   response.end(JSON.stringify(rows[0]))
 * })
 *
 * @since 0.1.0
 */
import type { Pool, PoolClient } from "pg"
import type { Transactions } from "../Transactions.js"

/** The error of a connection reaches its user through the statement that it breaks. */
const ignore = () => {}

/**
 * Gives each handler a client of the pool in an open transaction. A connection whose rollback or commit fails is closed,
 * and so is one whose transaction a failed statement has broken unnoticed.
 *
 * @since 0.1.0
 * @category constructors
 */
export const pgTransactions = (pool: Pool): Transactions<PoolClient> => ({
  database: "postgres",
  run: async (work) => {
    const client = await pool.connect()
    client.on("error", ignore)
    let broken = false
    const run = async (statement: string) => {
      try {
        const { command } = await client.query(statement)
        // PostgreSQL answers the COMMIT of a transaction that a failed statement has broken with a ROLLBACK.
        if (command !== statement) throw new Error(`PostgreSQL answered ${statement} with ${command}.`)
      } catch (error) {
        broken = true
        throw error
      }
    }
    try {
      await run("BEGIN")
      const result = await work(client)
      await run("COMMIT")
      return result
    } catch (error) {
      if (!broken) await run("ROLLBACK").catch(ignore)
      throw error
    } finally {
      client.off("error", ignore)
      client.release(broken)
    }
  },
  query: async (client, statement, parameters) => (await client.query(statement, [...parameters])).rows
})
