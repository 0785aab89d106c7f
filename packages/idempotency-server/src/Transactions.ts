/**
 * Transactions of the database client that an application already uses. The record of a request is written in the
 * transaction of its handler, so that both are committed or neither is.
 *
 * Adapters exist for `pg`, Kysely, Drizzle and better-sqlite3: `@qurl/idempotency-server/pg`, `/kysely`, `/drizzle` and
 * `/better-sqlite3`.
 *
 * @since 0.1.0
 */

/**
 * Adapter of a database client. `Transaction` is what handlers get.
 *
 * @since 0.1.0
 * @category models
 */
export interface Transactions<Transaction> {
  /** Database of the client. The store is in the same one. */
  readonly database: "postgres" | "sqlite"
  /**
   * Begins a transaction and runs `work` in it. Commits if `work` resolves and resolves after the commit; rolls back and
   * rejects if `work` rejects or the commit fails. Transactions that run at once must not share a connection.
   */
  readonly run: <A>(work: (transaction: Transaction) => Promise<A>) => Promise<A>
  /**
   * Runs one statement in the transaction and resolves with its rows. Parameters are written `$1` for PostgreSQL and `?`
   * for SQLite. Rejects with the driver's error, whose `code` tells the failures apart.
   */
  readonly query: (
    transaction: Transaction,
    statement: string,
    parameters: ReadonlyArray<unknown>
  ) => Promise<ReadonlyArray<unknown>>
}
