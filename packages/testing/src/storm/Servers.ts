/**
 * The servers of a run, each in a process of its own that may be killed: emulators, and private PostgreSQL and Redis.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { execFileSync } from "node:child_process"
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from "node:fs"
import { createRequire } from "node:module"
import {
  freePort,
  makeServer,
  type NotStarted,
  type Program,
  type Running,
  type Server,
  startUntil
} from "./Process.js"

/** Where a server runs, and with which environment besides that of this process. */
interface Place {
  readonly directory: string
  readonly env?: Readonly<Record<string, string>> | undefined
}

const bin = createRequire(import.meta.url).resolve("@qurl/emulator/bin")

/**
 * The emulator as its users start it, on a database that outlives it.
 *
 * @since 0.1.0
 * @category constructors
 */
export const emulator = (
  name: string,
  options: {
    /** What the command takes after `--db` and beyond. */
    readonly arguments: ReadonlyArray<string>
    readonly env?: Readonly<Record<string, string>> | undefined
  }
): Effect.Effect<Server, never, Scope.Scope> =>
  Effect.flatMap(freePort, (port) =>
    makeServer(
      name,
      port,
      startUntil(
        {
          command: process.execPath,
          args: [bin, "--json", "--port", String(port), "--db", ...options.arguments],
          env: options.env
        },
        (line) => line.startsWith("{\"url\"")
      )
    ))

const debian = "/usr/lib/postgresql"

/** The newest PostgreSQL that is installed: on Debian and its like under `debian`, elsewhere on the path. */
const postgresBin = (): string | undefined => {
  const [newest] = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  if (newest !== undefined && existsSync(`${debian}/${newest}/bin/initdb`)) return `${debian}/${newest}/bin`
  try {
    return execFileSync("pg_config", ["--bindir"], { stdio: "pipe" }).toString().trim()
  } catch {
    return undefined
  }
}

const isRoot = process.getuid?.() === 0

/**
 * PostgreSQL refuses to run as root, so that root lends it the user that every package of it creates. Its environment is
 * set once that user has it: what libfaketime makes belongs to whoever is first.
 */
const asPostgres = (
  command: string,
  args: ReadonlyArray<string>,
  env: Readonly<Record<string, string>> = {}
): Pick<Program, "command" | "args"> => {
  const plain = [
    "env",
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
    `${postgresBin()}/${command}`
  ]
  const lent = isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
  const [first = "env", ...rest] = [...lent, ...plain, ...args]
  return { command: first, args: rest }
}

/** Gives a new directory to the user of PostgreSQL, and lets that user get there. */
const lend = (directory: string): void => {
  mkdirSync(directory)
  if (!isRoot) return
  const id = Number(execFileSync("id", ["-u", "postgres"]).toString())
  const group = Number(execFileSync("id", ["-g", "postgres"]).toString())
  chownSync(directory, id, group)
  chmodSync(directory, 0o700)
}

/**
 * Whether a PostgreSQL, or a Redis, can be started here.
 *
 * @since 0.1.0
 * @category constructors
 */
export const isInstalled = {
  postgres: (): boolean => postgresBin() !== undefined,
  redis: (): boolean => {
    try {
      execFileSync("redis-server", ["--version"], { stdio: "pipe" })
      return true
    } catch {
      return false
    }
  }
}

/**
 * A PostgreSQL whose commits outlive it. The user is `postgres`, without a password.
 *
 * @since 0.1.0
 * @category constructors
 */
export const postgres = ({ directory, env }: Place): Effect.Effect<Server, NotStarted, Scope.Scope> =>
  Effect.gen(function*() {
    const data = `${directory}/postgres`
    lend(data)
    const port = yield* freePort
    const init = asPostgres("initdb", ["-D", data, "-U", "postgres", "-A", "trust", "--no-locale", "-E", "UTF8", "-N"])
    yield* Effect.sync(() => execFileSync(init.command, [...init.args], { stdio: "pipe" }))
    const settings = {
      port,
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
      shared_buffers: "32MB",
      recovery_init_sync_method: "syncfs",
      // Transactions of clients that were killed or stopped end.
      idle_in_transaction_session_timeout: "10s"
    }
    const launch = startUntil(
      asPostgres(
        "postgres",
        ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
        env
      ),
      (line) => line.includes("database system is ready to accept connections")
    )
    return yield* makeServer("PostgreSQL", port, launch)
  })

/**
 * A Redis that writes down every command before it answers.
 *
 * @since 0.1.0
 * @category constructors
 */
export const redis = ({ directory, env }: Place): Effect.Effect<Server, NotStarted, Scope.Scope> =>
  Effect.gen(function*() {
    const port = yield* freePort
    const settings = {
      port,
      bind: "127.0.0.1",
      dir: directory,
      save: "",
      appendonly: "yes",
      appendfsync: "always"
    }
    const launch: Effect.Effect<Running, NotStarted, Scope.Scope> = startUntil(
      {
        command: "redis-server",
        args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
        env
      },
      (line) => line.includes("Ready to accept connections")
    )
    return yield* makeServer("Redis", port, launch)
  })
