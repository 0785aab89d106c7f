import * as Reactivity from "@effect/experimental/Reactivity"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Service } from "../../Store.js"
import { UnfitStoreError } from "../../Store.js"
import * as BackgroundPurge from "./backgroundPurge.js"
import * as Query from "./connections/query.js"
import { isDurable, makeOperators } from "./operators.js"
import { makeRecords } from "./records.js"
import { makeTables, migrate } from "./schema.js"
import { makeWaiters } from "./waiters.js"

/** Connections beside the handlers' own, so that claims and heartbeats never wait for a transaction. */
const connections = 2

/** As many again for when the first ones give no answer and are being closed, and one with which the driver cancels. */
const spareConnections = connections + 1

/** Opens the store's own client. */
const openClient = (config: PgClient.PgClientConfig) =>
  Query.patiently(PgClient.make({
    ...config,
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

/** Opens the store on connections of its own, and what a way to run transactions needs of it. */
export const open = Effect.fnUntraced(function*(config: PgClient.PgClientConfig, schema: string | undefined) {
  const tables = makeTables(schema)
  if (schema !== undefined && !/^[a-z_][a-z0-9_]*$/.test(schema)) {
    return yield* new UnfitStoreError({ problem: "needs a schema in lower case letters, digits and underscores" })
  }
  const sql = yield* openClient(config)
  const queries = yield* Query.make(sql, connections)
  yield* upgrade(sql, schema)
  const { announce, awaitChange } = yield* makeWaiters(sql, queries.run, tables)
  const service: Service = {
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
  yield* service.probe
  const purge = yield* BackgroundPurge.make(service.purge)
  return { announce, queries, service: { ...service, purge }, sql, tables }
})
