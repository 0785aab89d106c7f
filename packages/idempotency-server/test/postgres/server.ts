import { FileSystem } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { PgClient } from "@effect/sql-pg"
import { Context, Effect, Layer, Schedule } from "effect"
import { execFile, execFileSync } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { createServer } from "node:net"
import { promisify } from "node:util"

const exec = promisify(execFile)

const root = "/usr/lib/postgresql"

/** The newest PostgreSQL that is installed: on Debian and its like under `root`, elsewhere on the path. */
const bin = ((): string | undefined => {
  const [newest] = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  if (newest !== undefined && existsSync(`${root}/${newest}/bin/initdb`)) return `${root}/${newest}/bin`
  try {
    return execFileSync("pg_config", ["--bindir"]).toString().trim()
  } catch {
    return undefined
  }
})()

/** Tests that need a PostgreSQL of their own are skipped where none is installed. In CI they fail there. */
export const isAbsent = bin === undefined && process.env["CI"] !== "true"
if (isAbsent) console.warn("Tests on PostgreSQL are skipped: it is not installed.")

/** PostgreSQL refuses to run as root, so that root lends it the user that every package of it creates. */
const asServer = (command: string, args: ReadonlyArray<string>) =>
  Effect.promise(() =>
    process.getuid?.() === 0
      ? exec("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", `${bin}/${command}`, ...args])
      : exec(`${bin}/${command}`, [...args])
  )

export const freePort = Effect.async<number>((resume) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const address = server.address()
    server.close(() => resume(Effect.succeed(typeof address === "object" ? address?.port ?? 0 : 0)))
  })
})

export interface Running {
  readonly port: number
  /** Ends it as a crash would, and starts it again. */
  readonly crash: Effect.Effect<void>
}

/** A server on a free port and in a directory of its own, gone with the scope. */
export class Server extends Context.Tag("test/postgres/Server")<Server, Running>() {
  static readonly layer = Layer.scoped(
    Server,
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* fs.makeTempDirectoryScoped({ prefix: "postgres-" })
      if (process.getuid?.() === 0) yield* Effect.promise(() => exec("chown", ["postgres", directory]))
      const data = `${directory}/data`
      const port = yield* freePort
      const init = ["-D", data, "-U", "postgres", "-A", "trust", "--no-locale", "-E", "UTF8", "--no-sync"]
      yield* asServer("initdb", init)
      const options =
        `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=32MB -c recovery_init_sync_method=syncfs`
      const start = asServer("pg_ctl", ["-D", data, "-w", "-l", `${directory}/log`, "-o", options, "start"])
      const stop = asServer("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"])
      yield* Effect.acquireRelease(start, () => Effect.ignoreLogged(stop))
      return { port, crash: Effect.asVoid(Effect.zipRight(stop, start)) }
    })
  ).pipe(Layer.orDie, Layer.provide(NodeContext.layer))
}

/** A client of the server, or of a proxy before it. */
export const connect = (
  settings: {
    readonly port?: number
    readonly database?: string
    readonly maxConnections?: number
    readonly applicationName?: string
  } = {}
) =>
  Effect.gen(function*() {
    const { port } = yield* Server
    const layer = PgClient.layer({ host: "127.0.0.1", port, username: "postgres", database: "postgres", ...settings })
    const context = yield* Layer.build(layer).pipe(
      // A server that crashed takes no connections until it has recovered.
      Effect.retry({ times: 50, schedule: Schedule.spaced("100 millis") }),
      Effect.orDie
    )
    return Context.get(context, PgClient.PgClient)
  })

let databases = 0

/** A database that nobody else uses. */
export const newDatabase = Effect.gen(function*() {
  const name = `test_${databases++}`
  const sql = yield* connect({ maxConnections: 1 })
  yield* Effect.orDie(sql`CREATE DATABASE ${sql(name)}`)
  return name
}).pipe(Effect.scoped)
