/**
 * The store in Redis or Valkey.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { RedisOptions } from "ioredis"
import { serverTime } from "../internal/redis/scripts.js"
import { type ClusterConnection, connect } from "../internal/redis/server.js"
import { makeStore } from "../internal/redis/service.js"
import type { Capabilities, Service, StoreError } from "../Store.js"
import { Store, UnfitStoreError } from "../Store.js"

export type {
  /**
   * How to connect to a Redis Cluster.
   *
   * @since 0.1.0
   * @category models
   */
  ClusterConnection
} from "../internal/redis/server.js"

/**
 * Place of the store's records.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /**
   * How to connect, in the words of `ioredis`: a server that can be written, Sentinels, or `cluster` with some nodes of a
   * Redis Cluster. `tls`, `username` and `password` work in all of them.
   */
  readonly connection: RedisOptions | ClusterConnection
  /**
   * Beginning of all names.
   *
   * @default "idempotency:"
   */
  readonly prefix?: string | undefined
}

/**
 * A store that may forget. Redis copies to its replicas, and usually to its disk, after it has answered: a failover, a
 * crash, a flush or a restored backup can take a record away, and then its key is as new.
 *
 * @since 0.1.0
 * @category models
 */
export interface ForgetfulService extends Service {
  readonly capabilities: Capabilities & { readonly durable: false; readonly linearizable: false }
}

/**
 * The store. It opens two connections, one for commands and one for messages. It refuses a server that may evict
 * records, and warns about one that does not write an append-only file.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  options: Options
): Effect.Effect<ForgetfulService, StoreError | UnfitStoreError, Scope.Scope> =>
  Effect.gen(function*() {
    const prefix = options.prefix ?? "idempotency:"
    if (!/^[\w:.-]+$/.test(prefix)) {
      return yield* new UnfitStoreError({ problem: "needs a prefix of letters, digits and : . - _" })
    }
    const store = yield* makeStore(yield* connect(options.connection), prefix, serverTime)
    yield* store.probe
    return { ...store, capabilities: { ...store.capabilities, durable: false, linearizable: false } }
  })

/**
 * The store in Redis. It is not a `TransactionalStore`, since nothing undoes what a handler did.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Store, StoreError | UnfitStoreError> =>
  Layer.scoped(Store, make(options))
