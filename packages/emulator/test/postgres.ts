import { FileSystem } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { PgClient } from "@effect/sql-pg"
import { Context, Effect, Layer, Redacted } from "effect"
import { execFile, execFileSync } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { createServer } from "node:net"
import { promisify } from "node:util"

// The tests of the store in PostgreSQL have the like of this, with what they need besides. Tests import no other
// package's tests, and a package for starting a server would be the only one that is not published.

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

/** A server on a free port and in a directory of its own, gone with the scope. Gives away databases, by their URLs. */
export class Postgres
  extends Context.Tag("test/Postgres")<Postgres, { readonly newDatabase: Effect.Effect<string> }>()
{
  /** Where there is no server, and its tests are skipped. */
  static readonly none = Layer.succeed(Postgres, { newDatabase: Effect.dieMessage("there is no PostgreSQL") })

  static readonly layer = Layer.scoped(
    Postgres,
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* fs.makeTempDirectoryScoped({ prefix: "postgres-" })
      if (process.getuid?.() === 0) yield* Effect.promise(() => exec("chown", ["postgres", directory]))
      const data = `${directory}/data`
      const port = yield* freePort
      yield* asServer("initdb", ["-D", data, "-U", "postgres", "-A", "trust", "--no-locale", "-E", "UTF8", "--no-sync"])
      const options =
        `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=32MB -c max_connections=200`
      yield* Effect.acquireRelease(
        asServer("pg_ctl", ["-D", data, "-w", "-l", `${directory}/log`, "-o", options, "start"]),
        () => Effect.ignoreLogged(asServer("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"]))
      )
      const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`
      let databases = 0
      const newDatabase = Effect.gen(function*() {
        const name = `test_${databases++}`
        const sql = yield* PgClient.PgClient
        yield* sql`CREATE DATABASE ${sql(name)}`
        return urlOf(name)
      }).pipe(
        Effect.provide(PgClient.layer({ url: Redacted.make(urlOf("postgres")), maxConnections: 1 })),
        Effect.orDie
      )
      return { newDatabase }
    })
  ).pipe(Layer.orDie, Layer.provide(NodeContext.layer))
}
