/** Database servers of the benchmark's own, with the settings they come with. Where one is not installed, it is left out. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { execFile, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"

const exec = promisify(execFile)

/** A directory that is gone with the scope. */
const directory: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "qurl-bench-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }))
)

const freePort = Effect.async<number>((resume) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const address = server.address()
    server.close(() => resume(Effect.succeed(typeof address === "object" ? address?.port ?? 0 : 0)))
  })
})

/** Where Debian and its like keep the versions of PostgreSQL; elsewhere its programs are on the path. */
const root = "/usr/lib/postgresql"

const binaries = (): string | undefined => {
  const [newest] = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a)) : []
  if (newest !== undefined && existsSync(join(root, newest, "bin", "initdb"))) return join(root, newest, "bin")
  const { stdout } = spawnSync("pg_config", ["--bindir"], { encoding: "utf8" })
  return typeof stdout === "string" && stdout !== "" ? stdout.trim() : undefined
}

/** Makes a database and tells its address. */
export type Databases = (name: string) => Effect.Effect<string>

const postgres: Effect.Effect<Option.Option<Databases>, never, Scope.Scope> = Effect.gen(function*() {
  const bin = binaries()
  if (bin === undefined) return Option.none()
  const home = yield* directory
  // It refuses to run as root, which lends it the user that every package of it creates.
  const isRoot = process.getuid?.() === 0
  const run = (program: string, ...args: ReadonlyArray<string>) =>
    Effect.promise(() =>
      isRoot
        ? exec("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", join(bin, program), ...args])
        : exec(join(bin, program), [...args])
    )
  if (isRoot) {
    const { stdout } = spawnSync("id", ["-u", "postgres"], { encoding: "utf8" })
    chmodSync(home, 0o700)
    chownSync(home, Number(stdout), statSync(home).gid)
  }
  const data = join(home, "data")
  const port = yield* freePort
  yield* run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-locale", "-E", "UTF8")
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`
  yield* Effect.acquireRelease(
    run("pg_ctl", "-D", data, "-w", "-l", join(home, "log"), "-o", settings, "start"),
    () => run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
  )
  return Option.some((name: string) =>
    Effect.as(
      run("createdb", "-h", "127.0.0.1", "-p", `${port}`, "-U", "postgres", name),
      `postgres://postgres@127.0.0.1:${port}/${name}`
    )
  )
})

/** It writes an append-only file, as the store wants it. */
const redis: Effect.Effect<Option.Option<Databases>, never, Scope.Scope> = Effect.gen(function*() {
  if (spawnSync("redis-server", ["--version"]).status !== 0) return Option.none()
  const home = yield* directory
  const port = yield* freePort
  const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", home, "--save", "", "--appendonly", "yes"]
  yield* Effect.acquireRelease(
    Effect.promise(async () => {
      const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] })
      for await (const line of child.stdout) {
        if (String(line).includes("Ready to accept connections")) break
      }
      return child
    }),
    (child) =>
      Effect.promise(async () => {
        const exit = once(child, "exit")
        child.kill("SIGKILL")
        await exit
      })
  )
  return Option.some((name: string) => Effect.succeed(`${port} ${name}:`))
})

const sqlite: Effect.Effect<Option.Option<Databases>, never, Scope.Scope> = Effect.map(
  directory,
  (home) => Option.some((name: string) => Effect.succeed(join(home, `${name}.sqlite`)))
)

const memory: Effect.Effect<Option.Option<Databases>> = Effect.succeedSome(() => Effect.succeed(""))

/** What makes databases for each of the stores. */
export const databases = { memory, sqlite, postgres, redis }
