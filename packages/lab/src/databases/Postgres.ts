import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { execFile, execFileSync } from "node:child_process"
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { directory, freePort } from "./place.js"

const exec = promisify(execFile)

const debian = "/usr/lib/postgresql"

/** The newest that is installed: on Debian and its like under `debian`, elsewhere on the path. */
const bin = ((): string | undefined => {
  const [newest] = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []
  if (newest !== undefined && existsSync(join(debian, newest, "bin", "initdb"))) return join(debian, newest, "bin")
  try {
    return execFileSync("pg_config", ["--bindir"], { stdio: "pipe" }).toString().trim()
  } catch {
    return undefined
  }
})()

export const isInstalled = bin !== undefined

const isRoot = process.getuid?.() === 0

export interface CommandLine {
  readonly command: string
  readonly args: ReadonlyArray<string>
}

/**
 * Builds the command line of a PostgreSQL program. PostgreSQL refuses to run as root, so root switches to the user that
 * its packages create. The environment is set after the switch: the files of libfaketime belong to the user that comes
 * first.
 */
export const program = (
  name: "initdb" | "pg_ctl" | "createdb" | "postgres",
  args: ReadonlyArray<string>,
  env: Readonly<Record<string, string>> = {}
): CommandLine => {
  const lent = isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
  const set = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const [command = "env", ...rest] = [...lent, "env", ...set, `${bin}/${name}`, ...args]
  return { command, args: rest }
}

const run = (name: "initdb" | "pg_ctl" | "createdb", args: ReadonlyArray<string>) =>
  Effect.promise(() => {
    const line = program(name, args)
    return exec(line.command, [...line.args])
  })

/** Gives a directory to the user of PostgreSQL. */
const lend = (path: string): void => {
  if (!isRoot) return
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"]).toString())
  chownSync(path, id("-u"), id("-g"))
  chmodSync(path, 0o700)
}

/** Makes a cluster in a new directory. Its user is `postgres`, without a password. */
export const initialize = (data: string): Effect.Effect<void> =>
  Effect.zipRight(
    Effect.sync(() => {
      mkdirSync(data)
      lend(data)
    }),
    Effect.asVoid(
      run("initdb", ["-D", data, "-U", "postgres", "-A", "trust", "--no-locale", "-E", "UTF8", "--no-sync"])
    )
  )

export interface Running {
  readonly port: number
  readonly urlOf: (database: string) => string
  /** Makes a database and tells its address. */
  readonly createDatabase: (name: string) => Effect.Effect<string>
  /** Ends it as a crash would, and starts it again. */
  readonly crash: Effect.Effect<void>
}

/** A server on a free port and in a directory of its own. Settings besides that are PostgreSQL's own by default. */
export const make = (
  settings: Readonly<Record<string, string | number>> = {}
): Effect.Effect<Running, never, Scope.Scope> =>
  Effect.gen(function*() {
    const home = yield* directory("postgres-")
    lend(home)
    const data = join(home, "data")
    yield* initialize(data)
    const port = yield* freePort
    const options = Object.entries({ port, listen_addresses: "127.0.0.1", unix_socket_directories: "", ...settings })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(" ")
    const start = run("pg_ctl", ["-D", data, "-w", "-l", join(home, "log"), "-o", options, "start"])
    const stop = run("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"])
    yield* Effect.acquireRelease(start, () => stop)
    const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`
    return {
      port,
      urlOf,
      createDatabase: (name) =>
        Effect.as(run("createdb", ["-h", "127.0.0.1", "-p", `${port}`, "-U", "postgres", name]), urlOf(name)),
      crash: Effect.asVoid(Effect.zipRight(stop, start))
    }
  })
