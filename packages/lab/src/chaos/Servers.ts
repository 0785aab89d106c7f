/**
 * The servers of a run, each in a process of its own that may be killed: emulators, and private PostgreSQL and Redis.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { createRequire } from "node:module"
import { freePort } from "../databases/place.js"
import * as Postgres from "../databases/Postgres.js"
import { makeServer, type NotStarted, type Running, type Server, startUntil } from "./Process.js"

/** Place of a server, and its environment in addition to that of this process. */
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
    /** Arguments of the command from `--db` on. */
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

/**
 * A PostgreSQL whose commits outlive it. The user is `postgres`, without a password.
 *
 * @since 0.1.0
 * @category constructors
 */
export const postgres = ({ directory, env }: Place): Effect.Effect<Server, NotStarted, Scope.Scope> =>
  Effect.gen(function*() {
    const data = `${directory}/postgres`
    yield* Postgres.initialize(data)
    const port = yield* freePort
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
      Postgres.program(
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
