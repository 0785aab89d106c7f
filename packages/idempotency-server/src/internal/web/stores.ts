import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { Store, StoreError, UnfitStoreError } from "../../Store.js"
import * as Memory from "../../Store/Memory.js"
import type { StoreOptions } from "../../Web.js"

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

/** The store that is asked for. Only the driver that it needs is loaded. */
export const layer = (store: StoreOptions): Layer.Layer<Store, StoreError | UnfitStoreError> => {
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
