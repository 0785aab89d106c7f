/**
 * The store in PostgreSQL, in the same database as the handlers' own tables.
 *
 * @since 0.1.0
 */
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { open } from "../internal/postgres/service.js"
import { makeTransact } from "../internal/postgres/transaction.js"
import * as Unseen from "../internal/postgres/unseen.js"
import type { StoreError, TransactionalService, UnfitStoreError } from "../Store.js"
import { Store, TransactionalStore } from "../Store.js"

/**
 * Place of the store's tables.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** A schema of their own, which is created when it is missing. Default: the first of the search path. */
  readonly schema?: string | undefined
}

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
    const { announce, service, tables } = yield* open(handlers.config, options.schema)
    const unseen = Unseen.make(handlers)
    return {
      ...service,
      capabilities: { ...service.capabilities, transactional: true },
      look: (identity) =>
        Effect.map(service.look(identity), (record) => {
          unseen.found(Option.isSome(record))
          return record
        }),
      takesUnseen: unseen.isWorthwhile,
      transact: makeTransact(handlers, tables, service, announce, unseen)
    }
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
