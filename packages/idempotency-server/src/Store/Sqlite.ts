/**
 * The store in SQLite, in the same database as the handlers' own tables.
 *
 * Handler and record are one transaction on the one connection that writes, so that nothing is left of a handler that
 * crashed. A lease is for handlers that do more than write here. Any number of processes may share the file.
 *
 * @since 0.1.0
 */
import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as Access from "../internal/sqlite/access.js"
import * as Boot from "../internal/sqlite/boot.js"
import { makeOperators } from "../internal/sqlite/operators.js"
import * as Rows from "../internal/sqlite/rows.js"
import { migrate } from "../internal/sqlite/schema.js"
import { makeTransact } from "../internal/sqlite/transact.js"
import type { TransactionalService } from "../Store.js"
import { Store, TransactionalStore, type UnfitStoreError } from "../Store.js"
import * as StoreModel from "../StoreModel.js"

/**
 * The store on a client that the handlers share, because a transaction belongs to one connection. Sets `synchronous` to
 * FULL: the driver's default forgets the last commits when the power fails, and a forgotten record is a second
 * execution.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<TransactionalService, UnfitStoreError, SqliteClient.SqliteClient | Scope.Scope> =
  Effect.gen(function*() {
    const sql = yield* SqliteClient.SqliteClient
    const scope = yield* Effect.scope
    yield* sql`PRAGMA synchronous = FULL`
    yield* sql`PRAGMA busy_timeout = 25`
    yield* migrate(sql)
    const { filename } = sql.config
    if (Access.isFile(sql)) yield* Boot.free(sql, filename)
    // Only lease owners need a boot name and a lock file.
    const boot = yield* Effect.cached(
      Access.isFile(sql)
        ? Effect.uninterruptible(Scope.extend(Boot.begin(filename), scope))
        : Effect.succeed(undefined)
    )
    const access = yield* Access.make(sql)
    const { awaitChange, change, connection, look } = access
    const purge = (now: number) => Rows.purge(connection, now, Access.purgedPerExecution)
    const service: TransactionalService = {
      capabilities: {
        durable: Access.isFile(sql),
        linearizable: true,
        transactional: true,
        notify: false,
        serverClock: true
      },
      ...makeOperators(access),
      look,
      awaitChange,
      transact: makeTransact(access),
      claim: (request) =>
        change(request.identity, (row, now) => StoreModel.claim(row, request, now), { boot, after: purge }),
      renew: (ticket, leaseMillis) =>
        change(ticket.identity, (row, now) => StoreModel.renew(row, ticket, leaseMillis, now), { boot }),
      settle: (ticket, settlement) =>
        change(ticket.identity, (row, now) => StoreModel.settle(row, ticket, settlement, now)),
      touch: (identity, retentionMillis) =>
        change(identity, (row, now) => ({ result: undefined, row: StoreModel.touch(row, retentionMillis, now) }))
    }
    return service
  }).pipe(Effect.catchTags({ SqlError: Effect.die, MigrationError: Effect.die }))

/**
 * The store on the SQLite client of the handlers.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Store | TransactionalStore, UnfitStoreError, SqliteClient.SqliteClient> = Layer
  .scopedContext(
    Effect.map(make, (store) => Context.make(Store, store).pipe(Context.add(TransactionalStore, store)))
  )
