import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Middleware, Store } from "@qurl/idempotency-server"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"

export interface Service {
  /** An app behind its keys. A key has one effect and one answer, wherever the records are. */
  readonly guard: <R>(
    options: Middleware.Options<R>
  ) => Effect.Effect<Middleware.Middleware<R>, Store.UnfitStoreError | Store.StoreError, Scope.Scope>
  /** Every key is as new. */
  readonly forget: Effect.Effect<void, SqlError>
}

/** Store of the idempotency records. */
export class Records extends Context.Tag("@qurl/emulator/Records")<Records, Service>() {}

/** In the database of the resources, where a record is committed with its effect. */
export const layerInDatabase: Layer.Layer<Records, never, SqlClient.SqlClient | Store.TransactionalStore> = Layer
  .effect(
    Records,
    Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      const store = yield* Store.TransactionalStore
      return {
        guard: (options) =>
          Effect.provideService(
            Middleware.make({ ...options, mode: "transactional" }),
            Store.TransactionalStore,
            store
          ),
        forget: Effect.asVoid(sql`DELETE FROM idempotency_records`)
      }
    })
  )
