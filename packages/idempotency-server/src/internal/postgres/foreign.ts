import type { PgClient, PgClientConfig } from "@effect/sql-pg/PgClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import type { Outcome, Service, StoreError, Ticket, Transacted, TransactionalService } from "../../Store.js"
import { Store, TransactionalStore, UnfitStoreError } from "../../Store.js"
import type { Transactions } from "../../Transactions.js"
import { storeTimeLimit } from "../timeLimit.js"
import * as Handler from "../transactions/handler.js"
import * as Opened from "../transactions/open.js"
import * as WithoutKey from "../transactions/withoutKey.js"
import { makeCommit, settleApart, swallowed } from "./commit.js"
import { toStoreError } from "./connections/failures.js"
import { type Run, statementTimeoutMillis } from "./connections/query.js"
import * as Ending from "./ending.js"
import type { Tables } from "./schema.js"
import { open as openStore } from "./service.js"
import { isEnd } from "./settle.js"
import type { Waiters } from "./waiters.js"

/** The store's own connections. */
interface Own {
  readonly run: Run
  readonly sql: PgClient
}

/** Server, database and tables that a connection reaches, and what its transactions may do and promise. */
interface Place {
  readonly place: string
  readonly writable: boolean | null
  readonly durable: boolean
}

const placeStatement = ({ quoted, quotedWaits }: Tables): string =>
  `SELECT concat_ws(' ', pg_postmaster_start_time(), current_database(), to_regclass('${quoted}')::oid) AS place,
    has_table_privilege(to_regclass('${quoted}')::oid, 'SELECT')
      AND has_table_privilege(to_regclass('${quoted}')::oid, 'UPDATE')
      AND has_table_privilege(to_regclass('${quotedWaits}')::oid, 'SELECT') AS writable,
    current_setting('synchronous_commit') <> 'off' AS durable`

/** Id of a transaction that has committed, and whether a snapshot that was taken before shows it. */
const claimedStatement = "SELECT txid_current()::text AS id"
const isVisibleStatement = "SELECT txid_visible_in_snapshot($1::text::bigint, txid_current_snapshot()) AS visible"

const notDurable =
  "The application's transactions run with synchronous_commit off, so that a crash of the database may "
  + "forget an order together with its answer. Open its pool with `options: \"-c synchronous_commit=on\"`."

/**
 * Refuses a client whose commits would not be those of the records: one that reaches other tables, that may not write
 * them, or whose transactions cannot see the claim, which is committed after they have begun. Returns true if its
 * commits are durable.
 */
const check = <Transaction>(transactions: Transactions<Transaction>, tables: Tables, { run, sql }: Own) =>
  toStoreError(Effect.gen(function*() {
    if (transactions.database !== "postgres") {
      return yield* new UnfitStoreError({ problem: "is in PostgreSQL, and its transactions are not" })
    }
    const [own] = yield* run(sql.unsafe<Place>(placeStatement(tables)))
    const opened = yield* Opened.open(transactions)
    const [theirs, seen] = yield* Effect.gen(function*() {
      const [claim] = yield* run(sql.unsafe<{ readonly id: string }>(claimedStatement))
      const [seen] = yield* opened.query<{ readonly visible: boolean }>(isVisibleStatement, [claim?.id])
      return [(yield* opened.query<Place>(placeStatement(tables), []))[0], seen] as const
    }).pipe(Effect.ensuring(opened.rollback))
    if (theirs?.place !== own?.place) {
      return yield* new UnfitStoreError({
        problem: "is in another database or schema than its transactions: give both the same connection string"
      })
    }
    if (theirs?.writable !== true) {
      return yield* new UnfitStoreError({
        problem: `is in tables that its transactions may not write: GRANT SELECT, UPDATE ON ${tables.quoted}, `
          + `${tables.quotedWaits} TO their role`
      })
    }
    if (seen?.visible !== true) {
      return yield* new UnfitStoreError({
        problem:
          "is not visible to its transactions: begin them with ISOLATION LEVEL READ COMMITTED, or run no statement "
          + "before the handler"
      })
    }
    if (!theirs.durable) yield* Effect.logWarning(notDurable)
    return theirs.durable
  }))

/** Fails, and with it every later statement of the transaction. The server releases its locks at once. */
const refuseWrites = ({ query }: Opened.Open): Effect.Effect<void> =>
  Effect.ignore(query("ROLLBACK TO SAVEPOINT idempotency_key_lost", []))

const inTime: Run = (effect) => storeTimeLimit(toStoreError(effect), statementTimeoutMillis)

/** A statement of the handler that fails behind the record would turn the commit into a rollback: it comes too late. */
const inTimeOf = ({ close, commit, query, rollback }: Opened.Open): Ending.Open => ({
  query: <A>(statement: string, parameters: ReadonlyArray<unknown>) =>
    Effect.zipRight(
      Effect.sync(close),
      storeTimeLimit(query<A>(statement, parameters), statementTimeoutMillis)
    ),
  commit: storeTimeLimit(commit, statementTimeoutMillis),
  rollback: Effect.ignore(inTime(rollback))
})

/**
 * Handler and record in a transaction of the application's client. The claim is committed on the store's own connections
 * once the transaction has its connection; the record is a compare-and-set in that transaction, which is undone if the
 * set misses.
 */
const makeTransact = <Transaction>(
  transactions: Transactions<Transaction>,
  tables: Tables,
  store: Service,
  announce: Waiters["announce"]
): TransactionalService["transact"] => {
  const commit = makeCommit(store, announce)
  const end = Ending.apart(tables)

  const execute = <A, R>(opened: Opened.Open, ticket: Ticket, handler: Effect.Effect<Outcome<A>, never, R>) =>
    Effect.gen(function*() {
      const ended = yield* Handler.run(opened, handler, refuseWrites(opened))
      const { exit } = ended
      if (Exit.isFailure(exit)) {
        yield* Effect.ignore(store.settle(ticket, { _tag: "Release", reason: "the handler failed" }))
        return yield* Effect.failCause(exit.cause)
      }
      const { answer, settlement } = exit.value
      const open = inTimeOf(ended.open)
      if (isEnd(settlement)) return yield* commit(yield* end(open, ticket, settlement), ticket, exit.value)
      yield* open.rollback
      return yield* settleApart(store, ticket, answer, settlement)
    })

  return (request, handler) =>
    Effect.uninterruptible(Effect.gen(function*() {
      const opened = yield* toStoreError(Opened.open(transactions))
      const claimed = yield* Effect.tapError(store.claim(request), () => opened.rollback)
      if (claimed._tag === "Claimed") return yield* execute(opened, claimed.ticket, handler(claimed.ticket))
      yield* opened.rollback
      return claimed satisfies Transacted<never>
    }))
}

/** The store in PostgreSQL, with handlers in transactions of the application's client. */
export const layer = <Transaction>(
  transactions: Transactions<Transaction>,
  config: PgClientConfig,
  schema: string | undefined
): Layer.Layer<Store | TransactionalStore, StoreError | UnfitStoreError> =>
  Layer.scopedContext(Effect.gen(function*() {
    const { announce, queries, service, sql, tables } = yield* openStore(config, schema)
    const durable = yield* check(transactions, tables, { run: queries.run, sql })
    const store: TransactionalService = {
      ...service,
      capabilities: { ...service.capabilities, durable: service.capabilities.durable && durable, transactional: true },
      transact: makeTransact(transactions, tables, service, announce),
      transactWithoutKey: WithoutKey.make(Opened.open(transactions), {
        refuseWrites,
        isAborted: Ending.isAborted,
        swallowed
      })
    }
    return Context.make(Store, store).pipe(Context.add(TransactionalStore, store))
  }))
