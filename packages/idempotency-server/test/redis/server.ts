import { FileSystem } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { Context, Effect, Layer } from "effect"
import { Redis } from "ioredis"
import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { makeStore } from "../../src/internal/redis/store.js"
import * as RedisStore from "../../src/Store/Redis.js"
import { freePort } from "../postgres/server.js"

const isInstalled = ((): boolean => {
  try {
    execFileSync("redis-server", ["--version"])
    return true
  } catch {
    return false
  }
})()

/** Tests that need a Redis of their own are skipped where none is installed. In CI they fail there. */
export const isAbsent = !isInstalled && process.env["CI"] !== "true"
if (isAbsent) console.warn("Tests on Redis are skipped: it is not installed.")

export interface Running {
  readonly port: number
  /** Ends it as a crash would. */
  readonly kill: Effect.Effect<void>
  /** Starts it again, on the same port and in the same directory. */
  readonly start: Effect.Effect<void>
}

/** A server on a free port and in a directory of its own, gone with the scope. */
export const makeServer = (...settings: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const dir = yield* fs.makeTempDirectoryScoped({ prefix: "redis-" })
    const port = yield* freePort
    const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", dir, "--save", "", ...settings]
    const run = async () => {
      const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] })
      for await (const line of child.stdout) {
        if (/Ready to accept connections/.test(String(line))) break
      }
      child.stdout.resume()
      return child
    }
    let running: Awaited<ReturnType<typeof run>> | undefined
    const start = Effect.promise(async () => {
      running = await run()
    })
    const kill = Effect.promise(async () => {
      if (running === undefined || running.exitCode !== null || running.signalCode !== null) return
      const exit = once(running, "exit")
      running.kill("SIGKILL")
      await exit
    })
    yield* Effect.acquireRelease(start, () => kill)
    const server: Running = { port, kill, start }
    return server
  }).pipe(Effect.provide(NodeContext.layer), Effect.orDie)

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
    ([redis, subscriber]) => makeStore(redis, subscriber, prefix, clock)
  )
  return {
    stores: [yield* store, yield* store] as const,
    advance: (millis: number) => Effect.asVoid(Effect.promise(() => outside.incrby(`${prefix}now`, millis)))
  }
})
