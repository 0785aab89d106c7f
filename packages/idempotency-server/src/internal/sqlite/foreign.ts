import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import { realpathSync } from "node:fs"
import { Store, type TransactionalService, TransactionalStore, UnfitStoreError } from "../../Store.js"
import type { Transactions } from "../../Transactions.js"
import * as Handler from "../transactions/handler.js"
import * as Opened from "../transactions/open.js"
import * as WithoutKey from "../transactions/withoutKey.js"
import { retryWhileBusy } from "./immediate.js"
import { open as openStore } from "./service.js"
import { type InTransaction, makeTransact } from "./transact.js"

/** Takes the write lock, which a plain `BEGIN` leaves to the first write, and changes nothing. */
const lock = "UPDATE idempotency_records SET gen = gen WHERE 0"

/** Begins a transaction that holds the write lock. Waits here and not in SQLite, whose wait blocks the event loop. */
const begin = <Transaction>(transactions: Transactions<Transaction>) =>
  retryWhileBusy(
    Effect.flatMap(Opened.open(transactions), (opened) =>
      opened.query("PRAGMA busy_timeout = 25", []).pipe(
        Effect.zipRight(opened.query(lock, [])),
        Effect.tapError(() => opened.rollback),
        Effect.as(opened)
      ))
  )

interface Main {
  readonly name: string
  readonly file: string
}

const notDurable =
  "The application's connection runs with `synchronous` below FULL, so that a loss of power may forget "
  + "an order together with its answer. Run `PRAGMA synchronous = FULL` where it is opened."

/** The levels FULL and EXTRA. */
const fullySynchronous = 2

/**
 * Refuses a client that has another file open than the store: its commits would not be those of the records. Returns
 * true if its commits are durable.
 */
const check = <Transaction>(
  sql: SqliteClient.SqliteClient,
  transactions: Transactions<Transaction>
): Effect.Effect<boolean, UnfitStoreError | SqlError> =>
  Effect.gen(function*() {
    if (transactions.database !== "sqlite") {
      return yield* new UnfitStoreError({ problem: "is in SQLite, and its transactions are not" })
    }
    const opened = yield* Opened.open(transactions)
    const [databases, [settings]] = yield* Effect.ensuring(
      Effect.all([
        opened.query<Main>("PRAGMA database_list", []),
        opened.query<{ readonly synchronous: number }>("PRAGMA synchronous", [])
      ]),
      opened.rollback
    )
    const theirs = databases.find(({ name }) => name === "main")?.file ?? ""
    if (theirs === "" || realpathSync(theirs) !== realpathSync(sql.config.filename)) {
      return yield* new UnfitStoreError({
        problem: "is in another file than its transactions: open the same file in both"
      })
    }
    const isDurable = (settings?.synchronous ?? 0) >= fullySynchronous
    if (!isDurable) yield* Effect.logWarning(notDurable)
    return isDurable
  })

const unused = Effect.dieMessage("the store does not ask for this")

const toConnection = ({ query }: Opened.Open): Connection => ({
  execute: (statement, parameters) => query(statement, parameters),
  executeRaw: () => unused,
  executeStream: () => unused,
  executeValues: () => unused,
  executeUnprepared: () => unused
})

/** Runs handlers in transactions of the application's client. */
const makeInTransaction =
  <Transaction>(transactions: Transactions<Transaction>): InTransaction =>
  <A, E, R>(effect: (connection: Connection) => Effect.Effect<A, E, R>) =>
    Effect.uninterruptible(Effect.gen(function*() {
      const opened = yield* begin(transactions)
      // Its later writes are rolled back.
      const { exit, open } = yield* Handler.run(opened, effect(toConnection(opened)), Effect.void)
      if (Exit.isFailure(exit)) return yield* exit
      yield* Effect.orDie(open.commit)
      return exit.value
    }))

/** The store in SQLite, with handlers in transactions of the application's client. */
export const layer = <Transaction>(
  transactions: Transactions<Transaction>
): Layer.Layer<Store | TransactionalStore, UnfitStoreError, SqliteClient.SqliteClient> =>
  Layer.scopedContext(Effect.gen(function*() {
    const sql = yield* SqliteClient.SqliteClient
    const { access, service } = yield* openStore(sql)
    const durable = yield* Effect.catchTag(check(sql, transactions), "SqlError", Effect.die)
    const capabilities = { ...service.capabilities, durable: service.capabilities.durable && durable }
    const store: TransactionalService = {
      ...service,
      capabilities: { ...capabilities, transactional: true },
      transact: makeTransact(access, makeInTransaction(transactions)),
      // A statement that fails undoes only itself.
      transactWithoutKey: WithoutKey.make(begin(transactions), {
        refuseWrites: () => Effect.void,
        isAborted: () => false,
        swallowed: ""
      })
    }
    return Context.make(Store, store).pipe(Context.add(TransactionalStore, store))
  }))
