/**
 * The store in Redis or Valkey.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { Redis, type RedisOptions } from "ioredis"
import { serverTime } from "../internal/redis/scripts.js"
import { makeStore } from "../internal/redis/store.js"
import type { Capabilities, Service, StoreError } from "../Store.js"
import { Store, UnfitStoreError } from "../Store.js"

/**
 * Where the store keeps its records.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** How to connect to the server that can be written, as `ioredis` takes it. It is no Redis Cluster. */
  readonly connection: RedisOptions
  /** What all names begin with. Default: `idempotency:`. */
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

const connect = (connection: RedisOptions): Effect.Effect<Redis, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const redis = new Redis({
        maxRetriesPerRequest: 3,
        retryStrategy: (times) => Math.min(20 * 2 ** times, 500),
        ...connection,
        keyPrefix: "",
        // After a failover the server may have become a replica.
        reconnectOnError: (error) => error.message.startsWith("READONLY")
      })
      // Whoever asks learns of it. Without a listener the client prints.
      return redis.on("error", () => {})
    }),
    (redis) => Effect.sync(() => redis.disconnect())
  )

/**
 * The store. It opens two connections: one to ask, one to be told. It refuses a server that may evict records, and
 * warns of one that writes no append-only file.
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
    const redis = yield* connect(options.connection)
    const store = yield* makeStore(redis, yield* connect(options.connection), prefix, serverTime)
    yield* store.probe
    return { ...store, capabilities: { ...store.capabilities, durable: false, linearizable: false } }
  })

/**
 * The store in Redis. It is no `TransactionalStore`, since nothing undoes what a handler did.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Store, StoreError | UnfitStoreError> =>
  Layer.scoped(Store, make(options))
