import { isAbsent as isMissing } from "@qurl/lab/databases/place"
import * as Servers from "@qurl/lab/databases/Redis"
import { Context, Effect, Layer } from "effect"
import { Redis } from "ioredis"
import { fromClients } from "../../../src/internal/redis/server.js"
import { makeStore } from "../../../src/internal/redis/service.js"
import * as RedisStore from "../../../src/Store/Redis.js"

export const isAbsent = isMissing("Redis", Servers.isInstalled)

export type Running = Servers.Running

export const makeServer = Servers.make

/** A server that the tests of a file share. */
export class Server extends Context.Tag("test/redis/Server")<Server, Running>() {
  static readonly layer = Layer.scoped(Server, makeServer("--appendonly", "yes"))
}

export const connect = ({ port }: Running) =>
  Effect.acquireRelease(
    Effect.sync(() => new Redis({ port, host: "127.0.0.1" }).on("error", () => {})),
    (redis) => Effect.sync(() => redis.disconnect())
  )

export const openStore = ({ port }: Running, prefix?: string) =>
  RedisStore.make({ connection: { port, host: "127.0.0.1" }, prefix })

let prefixes = 0

/**
 * Two stores whose scripts take the time from a key instead of the server. So it stands still between two steps, and
 * passes for all clients at once.
 */
export const stillStores = Effect.gen(function*() {
  const server = yield* Server
  const prefix = `test-${prefixes++}:`
  const clock = `local now = tonumber(redis.call('GET', '${prefix}now'))`
  const outside = yield* connect(server)
  yield* Effect.promise(() => outside.set(`${prefix}now`, Date.now()))
  const store = Effect.flatMap(
    Effect.all([connect(server), connect(server)]),
    ([redis, subscriber]) => makeStore(fromClients(redis, subscriber), prefix, clock)
  )
  return {
    stores: [yield* store, yield* store] as const,
    advance: (millis: number) => Effect.asVoid(Effect.promise(() => outside.incrby(`${prefix}now`, millis)))
  }
})
