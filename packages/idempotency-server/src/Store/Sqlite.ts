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
import type * as Scope from "effect/Scope"
import { open } from "../internal/sqlite/service.js"
import { makeTransact } from "../internal/sqlite/transact.js"
import type { TransactionalService, UnfitStoreError } from "../Store.js"
import { Store, TransactionalStore } from "../Store.js"

/**
 * The store on a client that the handlers share, because a transaction belongs to one connection. Sets `synchronous` to
 * FULL: the driver's default forgets the last commits when the power fails, and a forgotten record is a second
 * execution.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<TransactionalService, UnfitStoreError, SqliteClient.SqliteClient | Scope.Scope> =
  Effect
    .map(Effect.flatMap(SqliteClient.SqliteClient, open), ({ access, service }) => ({
      ...service,
      transact: makeTransact(access, (effect) => access.transaction(effect(access.connection)))
    }))

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
