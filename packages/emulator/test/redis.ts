import { FileSystem } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { Context, Effect, Layer } from "effect"
import { Redis as Client } from "ioredis"
import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { freePort } from "./postgres.js"

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

let databases = 0

interface Running {
  /** The URL of a database that nobody else uses. */
  readonly newDatabase: Effect.Effect<string>
  /** Every name and value of a database as one text. */
  readonly dump: (url: string) => Effect.Effect<string>
  /** Forgets everything in it. */
  readonly flush: (url: string) => Effect.Effect<void>
}

const use = <A>(url: string, f: (client: Client) => Promise<A>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => new Client(url)),
    (client) => Effect.promise(() => f(client)),
    (client) => Effect.sync(() => client.disconnect())
  )

/** A server on a free port and in a directory of its own, gone with the scope. */
export class Redis extends Context.Tag("test/Redis")<Redis, Running>() {
  /** Where there is no server, and its tests are skipped. */
  static readonly none = Layer.succeed(Redis, {
    newDatabase: Effect.dieMessage("there is no Redis"),
    dump: () => Effect.dieMessage("there is no Redis"),
    flush: () => Effect.dieMessage("there is no Redis")
  })

  static readonly layer = Layer.scoped(
    Redis,
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const dir = yield* fs.makeTempDirectoryScoped({ prefix: "redis-" })
      const port = yield* freePort
      const args = ["--bind", "127.0.0.1", "--dir", dir, "--save", "", "--appendonly", "yes", "--databases", "1000"]
      yield* Effect.acquireRelease(
        Effect.promise(async () => {
          const child = spawn("redis-server", ["--port", `${port}`, ...args], { stdio: ["ignore", "pipe", "inherit"] })
          for await (const line of child.stdout) {
            if (/Ready to accept connections/.test(String(line))) break
          }
          child.stdout.resume()
          return child
        }),
        (child) =>
          Effect.promise(async () => {
            const exit = once(child, "exit")
            child.kill("SIGKILL")
            await exit
          })
      )
      return {
        newDatabase: Effect.sync(() => `redis://127.0.0.1:${port}/${databases++}`),
        flush: (url) => use(url, (client) => client.flushdb()),
        dump: (url) =>
          use(url, async (client) => {
            const names = await client.keys("*")
            const values = await Promise.all(names.map((name) => client.hgetallBuffer(name)))
            return JSON.stringify([names, values.map((value) => Object.values(value).map(String))])
          })
      }
    })
  ).pipe(Layer.orDie, Layer.provide(NodeContext.layer))
}
