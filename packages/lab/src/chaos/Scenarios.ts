/**
 * The environments that chaos runs in.
 *
 * @since 0.1.0
 */
import { type Draw, pick } from "@qurl/testing/Draw"
import * as Effect from "effect/Effect"
import { chmodSync, mkdirSync, mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Postgres from "../databases/Postgres.js"
import * as Redis from "../databases/Redis.js"
import * as Gateway from "../strangers/Gateway.js"
import * as Clocks from "./Clocks.js"
import * as Disk from "./Disk.js"
import type { Server } from "./Process.js"
import * as Proxy from "./Proxy.js"
import * as Round from "./Round.js"
import * as Servers from "./Servers.js"

/**
 * A named environment.
 *
 * @since 0.1.0
 * @category models
 */
export interface Scenario {
  readonly name: string
  /** The missing requirement, if there is one. */
  readonly lacks: Effect.Effect<string | undefined>
  readonly run: (options: Round.Options) => Effect.Effect<Round.Round>
}

/** The wire to a database: whole conversations, so that nothing is sent twice. */
const databaseWire = (server: Server, { counts, draw }: Round.Setting) =>
  Proxy.make({ ports: [server.port], troubles: ["none", "none", "none", "delay"], life: 400, draw, counts })

const sqlite: Scenario = {
  name: "SQLite",
  lacks: Effect.succeed(undefined),
  run: (options) =>
    Round.run(({ directory }) =>
      Effect.map(
        Servers.emulator("emulator", { arguments: [`${directory}/emulator.sqlite`] }),
        (emulator) => ({
          emulators: [emulator],
          servers: [],
          mishaps: [],
          calm: Effect.void,
          journals: directory
        })
      ), options)
}

/** A gateway that answers for the emulator, one request in five. */
const gateway: Scenario = {
  name: "SQLite, behind a gateway",
  lacks: Effect.succeed(undefined),
  run: (options) =>
    Round.run(({ counts, directory, draw }) =>
      Effect.gen(function*() {
        const emulator = yield* Servers.emulator("emulator", { arguments: [`${directory}/emulator.sqlite`] })
        const running = yield* Effect.acquireRelease(
          Effect.promise(() => Gateway.start(emulator.port)),
          ({ close }) => Effect.promise(close)
        )
        running.reset(() => {
          const action = draw(5) === 0 ? Gateway.drawAction(draw) : { kind: "pass" } as const
          if (action.kind !== "pass") Proxy.count(counts, `gateway: ${action.kind}`)
          return action
        })
        return {
          emulators: [emulator],
          entrances: [running.port],
          servers: [],
          mishaps: [],
          calm: Effect.sync(() => running.reset(() => ({ kind: "pass" }))),
          journals: directory
        }
      }), options)
}

/** Two emulators on one database, which is killed and stopped, too, with a wire to it that fails. */
const postgres: Scenario = {
  name: "PostgreSQL, two emulators",
  lacks: Effect.sync(() => Postgres.isInstalled ? undefined : "PostgreSQL is not installed"),
  run: (options) =>
    Round.run((setting) =>
      Effect.gen(function*() {
        const { directory } = setting
        const server = yield* Effect.orDie(Servers.postgres({ directory }))
        const wire = yield* databaseWire(server, setting)
        const database = `postgres://postgres@127.0.0.1:${wire.port}/postgres`
        const one = yield* Servers.emulator("emulator", { arguments: [database] })
        const two = yield* Servers.emulator("emulator", { arguments: [database] })
        return { emulators: [one, two], servers: [server], mishaps: [], calm: wire.calm, journals: directory }
      }), options)
}

/** Links in SQLite and records in a Redis that is killed and stopped, with a wire to it that fails. */
const redis: Scenario = {
  name: "SQLite, records in Redis",
  lacks: Effect.sync(() => Redis.isInstalled ? undefined : "Redis is not installed"),
  run: (options) =>
    Round.run((setting) =>
      Effect.gen(function*() {
        const { directory } = setting
        const server = yield* Effect.orDie(Servers.redis({ directory }))
        const wire = yield* databaseWire(server, setting)
        const records = `redis://127.0.0.1:${wire.port}/0`
        const emulator = yield* Servers.emulator("emulator", {
          arguments: [`${directory}/emulator.sqlite`, "--records", records]
        })
        return { emulators: [emulator], servers: [server], mishaps: [], calm: wire.calm, journals: directory }
      }), options)
}

/** For the emulator's database, the journal of a client, and what SQLite keeps beside them. */
const diskBytes = 4 * 1024 * 1024

const disk: Scenario = {
  name: "a full disk",
  lacks: Effect.suspend(() =>
    Effect.scoped(
      Effect.map(Disk.make(mkdtempSync(join(tmpdir(), "qurl-chaos-disk-")), diskBytes), (disk) =>
        disk === undefined ? "this user may not mount a tmpfs" : undefined)
    )
  ),
  run: (options) =>
    Round.run(({ directory, draw }) =>
      Effect.gen(function*() {
        const disk = yield* Effect.flatMap(
          Disk.make(`${directory}/disk`, diskBytes),
          (disk) => disk === undefined ? Effect.dieMessage("no disk") : Effect.succeed(disk)
        )
        const emulator = yield* Servers.emulator("emulator", { arguments: [`${disk.directory}/emulator.sqlite`] })
        const full: Round.Mishap = {
          name: "full disk",
          weight: 4,
          happen: Effect.suspend(() =>
            Effect.acquireUseRelease(
              disk.fill,
              () => Effect.as(Effect.sleep(pick(draw, [500, 2000, 4000])), true),
              () => disk.free
            )
          )
        }
        return {
          emulators: [emulator],
          servers: [],
          mishaps: [full],
          calm: disk.free,
          journals: disk.directory
        }
      }), options)
}

const hour = 3600

/** Forward and back, but never so far that the 24 hours pass for which answers are kept. */
const steps = [-4 * hour, -hour, -60, -1, 0, 1, 60, hour, 4 * hour]

const stepped = (name: string, clock: Clocks.Clock, draw: Draw): Round.Mishap => ({
  name: `clock of ${name}`,
  weight: 3,
  happen: Effect.suspend(() => Effect.as(clock.set(pick(draw, steps)), true))
})

const clocks: Scenario = {
  name: "stepped clocks, PostgreSQL",
  lacks: Effect.sync(() =>
    Clocks.library() === undefined
      ? "libfaketime is not installed"
      : Postgres.isInstalled
      ? undefined
      : "PostgreSQL is not installed"
  ),
  run: (options) =>
    Round.run(({ directory, draw }) =>
      Effect.gen(function*() {
        const library = Clocks.library() ?? (yield* Effect.dieMessage("no libfaketime"))
        const clock = (name: string) => Clocks.make(library, `${directory}/${name}.clock`)
        const [ofClient, ofFirst, ofSecond, ofDatabase] = [
          clock("client"),
          clock("first"),
          clock("second"),
          clock("database")
        ] as const
        const server = yield* Effect.orDie(Servers.postgres({ directory, env: ofDatabase.env }))
        const database = `postgres://postgres@127.0.0.1:${server.port}/postgres`
        const one = yield* Servers.emulator("emulator", { arguments: [database], env: ofFirst.env })
        const two = yield* Servers.emulator("emulator", { arguments: [database], env: ofSecond.env })
        return {
          emulators: [one, two],
          servers: [server],
          mishaps: [
            stepped("a client", ofClient, draw),
            stepped("an emulator", ofFirst, draw),
            stepped("an emulator", ofSecond, draw),
            stepped("the database", ofDatabase, draw)
          ],
          // Clocks stay as wrong as they are: nothing here may need them to be right.
          calm: Effect.void,
          journals: directory,
          clientEnv: ofClient.env
        }
      }), options)
}

/**
 * All of them.
 *
 * @since 0.1.0
 * @category constructors
 */
export const all: ReadonlyArray<Scenario> = [sqlite, gateway, postgres, redis, disk, clocks]

/**
 * A directory for a run, which every server may reach.
 *
 * @since 0.1.0
 * @category combinators
 */
export const makeDirectory = (parent: string, name: string): string => {
  const directory = `${parent}/${name}`
  mkdirSync(directory)
  for (const each of [parent, directory]) chmodSync(each, 0o755)
  return directory
}
