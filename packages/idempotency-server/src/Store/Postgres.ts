/**
 * The store in PostgreSQL, in the same database as the handlers' own tables.
 *
 * @since 0.1.0
 */
import * as Reactivity from "@effect/experimental/Reactivity"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as BackgroundPurge from "../internal/postgres/backgroundPurge.js"
import { isDurable, makeOperators } from "../internal/postgres/operators.js"
import * as Query from "../internal/postgres/query.js"
import { makeRecords } from "../internal/postgres/records.js"
import { makeTables, migrate } from "../internal/postgres/schema.js"
import { makeTransact } from "../internal/postgres/transaction.js"
import { makeWaiters } from "../internal/postgres/waiters.js"
import type { Service, StoreError, TransactionalService } from "../Store.js"
import { Store, TransactionalStore, UnfitStoreError } from "../Store.js"

/**
 * Where the store keeps its tables.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** A schema of their own, which is created when it is missing. Default: the first of the search path. */
  readonly schema?: string | undefined
}

/** Connections beside the handlers' own, so that claims and heartbeats never wait for a transaction. */
const connections = 2

/** As many again for when the first ones give no answer and are being closed, and one with which the driver cancels. */
const spareConnections = connections + 1

/** Opens the store's own client, with the settings of the handlers'. */
const openClient = (handlers: PgClient.PgClient) =>
  Query.patiently(PgClient.make({
    ...handlers.config,
    maxConnections: connections + spareConnections,
    minConnections: undefined,
    transformQueryNames: undefined,
    transformResultNames: undefined,
    types: undefined
  })).pipe(Effect.provide(Reactivity.layer))

/** Brings the tables up to date, apart from a transaction of the caller. */
const upgrade = (sql: PgClient.PgClient, schema: string | undefined) =>
  migrate(makeTables(schema)).pipe(
    Effect.provideService(SqlClient.SqlClient, sql),
    Effect.mapInputContext((context: Context.Context<never>) => Context.omit(SqlClient.TransactionConnection)(context)),
    Query.patiently,
    Effect.catchTag("MigrationError", (error) =>
      Effect.zipRight(
        Effect.logError(error.message, error.cause),
        new UnfitStoreError({ problem: "could not create its tables" })
      ))
  )

/**
 * The store on the client of the handlers. It opens two connections of its own beside it with the same settings, one
 * more when a request waits for another process, and up to three for as long as it replaces or cancels what took too
 * long.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  options: Options = {}
): Effect.Effect<TransactionalService, StoreError | UnfitStoreError, PgClient.PgClient | Scope.Scope> =>
  Effect.gen(function*() {
    const handlers = yield* PgClient.PgClient
    const { schema } = options
    const tables = makeTables(schema)
    if (schema !== undefined && !/^[a-z_][a-z0-9_]*$/.test(schema)) {
      return yield* new UnfitStoreError({ problem: "needs a schema in lower case letters, digits and underscores" })
    }
    const sql = yield* openClient(handlers)
    const queries = yield* Query.make(sql, connections)
    yield* upgrade(sql, schema)
    const { announce, awaitChange } = yield* makeWaiters(sql, queries.run, tables)
    const store: Service = {
      capabilities: {
        durable: yield* isDurable(sql, queries, tables),
        linearizable: true,
        transactional: true,
        notify: true,
        serverClock: true
      },
      awaitChange,
      ...makeRecords(sql, queries, tables, announce),
      ...makeOperators(sql, queries, tables, announce)
    }
    yield* store.probe
    const purge = yield* BackgroundPurge.make(store.purge)
    const transact = makeTransact(handlers, tables, store, announce)
    return { ...store, purge, capabilities: { ...store.capabilities, transactional: true }, transact }
  })

/**
 * The store on the PostgreSQL client of the handlers.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  options: Options = {}
): Layer.Layer<Store | TransactionalStore, StoreError | UnfitStoreError, PgClient.PgClient> =>
  Layer.unwrapScoped(
    Effect.map(make(options), (store) =>
      Layer.merge(Layer.succeed(Store, store), Layer.succeed(TransactionalStore, store)))
  )
