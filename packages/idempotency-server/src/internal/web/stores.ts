import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Sealed from "../../Sealed.js"
import type { Store, StoreError, TransactionalStore, UnfitStoreError } from "../../Store.js"
import * as Memory from "../../Store/Memory.js"
import type { Transactions } from "../../Transactions.js"
import type { SealOptions, StoreOptions } from "../../Web/Setup.js"

type Transactional = Layer.Layer<Store | TransactionalStore, StoreError | UnfitStoreError>

const sqlite = (filename: string) =>
  Effect.promise(async () => {
    const SqliteClient = await import("@effect/sql-sqlite-node/SqliteClient")
    const Sqlite = await import("../../Store/Sqlite.js")
    return Sqlite.layer.pipe(Layer.provide(SqliteClient.layer({ filename })), Layer.orDie)
  })

const postgres = (url: string, schema: string | undefined) =>
  Effect.promise(async () => {
    const PgClient = await import("@effect/sql-pg/PgClient")
    const Postgres = await import("../../Store/Postgres.js")
    return Postgres.layer({ schema }).pipe(Layer.provide(Layer.orDie(PgClient.layer({ url: Redacted.make(url) }))))
  })

const redis = (url: string, prefix: string | undefined) =>
  Effect.promise(async () => {
    const { default: options } = await import("./redisUrl.js")
    const Redis = await import("../../Store/Redis.js")
    return Redis.layer({ connection: options(url), prefix })
  })

const plain = <Transaction>(store: StoreOptions<Transaction>): Layer.Layer<Store, StoreError | UnfitStoreError> => {
  switch (store.type) {
    case "memory":
      return Memory.layer
    case "sqlite":
      return Layer.unwrapEffect(sqlite(store.filename))
    case "postgres":
      return Layer.unwrapEffect(postgres(store.url, store.schema))
    case "redis":
      return Layer.unwrapEffect(redis(store.url, store.prefix))
  }
}

const plainTransactional = <Transaction>(
  store: Extract<StoreOptions<Transaction>, { readonly type: "sqlite" | "postgres" }>,
  transactions: Transactions<Transaction>
): Transactional =>
  Layer.unwrapEffect(Effect.promise(async (): Promise<Transactional> => {
    if (store.type === "sqlite") {
      const SqliteClient = await import("@effect/sql-sqlite-node/SqliteClient")
      const { layer } = await import("../sqlite/foreign.js")
      return layer(transactions).pipe(Layer.provide(Layer.orDie(SqliteClient.layer({ filename: store.filename }))))
    }
    const { layer } = await import("../postgres/foreign.js")
    return layer(transactions, { url: Redacted.make(store.url) }, store.schema)
  }))

const toSealOptions = ({ lookup, others = [], sealing }: SealOptions): Sealed.Options => {
  const toKey = ({ id, secret }: SealOptions["sealing"]) => ({ id, secret: Redacted.make(secret) })
  return { lookup: Redacted.make(lookup), sealing: toKey(sealing), others: others.map(toKey) }
}

/** The store of handlers under a lease, sealed if there are secrets. Only the driver that it needs is loaded. */
export const layer = <Transaction>(
  store: StoreOptions<Transaction>,
  sealed: SealOptions | undefined
): Layer.Layer<Store, StoreError | UnfitStoreError> =>
  sealed === undefined ? plain(store) : Layer.unwrapEffect(Effect.promise(async () => {
    const Sealed = await import("../../Sealed.js")
    return Layer.provide(Sealed.layer(toSealOptions(sealed)), plain(store))
  }))

/** The store of handlers in transactions of the application's client, sealed if there are secrets. */
export const layerTransactional = <Transaction>(
  store: Extract<StoreOptions<Transaction>, { readonly type: "sqlite" | "postgres" }>,
  transactions: Transactions<Transaction>,
  sealed: SealOptions | undefined
): Transactional =>
  sealed === undefined ? plainTransactional(store, transactions) : Layer.unwrapEffect(Effect.promise(async () => {
    const Sealed = await import("../../Sealed.js")
    return Layer.provide(Sealed.layerTransactional(toSealOptions(sealed)), plainTransactional(store, transactions))
  }))
