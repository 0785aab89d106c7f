/**
 * The cost of a key on a server: first calls and replays on every store, compared with the bare handler and statements.
 */
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { interleaved } from "../rounds.js"
import type { Table } from "../row.js"
import * as Rpc from "../rpc.js"
import { type Databases, databases } from "../stores/databases.js"
import * as Load from "../stores/load.js"
import type * as Server from "../stores/server.js"
import type * as Statements from "../stores/statements.js"
import { type Name, names } from "../stores/stores.js"
import type { Options, Suite } from "../suite.js"

const titles: Readonly<Record<Name, string>> = {
  memory: "memory",
  sqlite: "SQLite, `synchronous=FULL`",
  postgres: "PostgreSQL",
  redis: "Redis"
}

const baseline = "handler alone"
const inTransaction = "handler alone, in a transaction"

const concurrency = 8

/** Microseconds per call. */
interface Cost {
  readonly cpu: number
  readonly wall: number
}

interface Turn {
  readonly title: string
  readonly run: Effect.Effect<Cost>
}

interface Size {
  readonly warmUp: number
  readonly turn: number
  readonly rounds: number
  /** Records that are there already, in the rows that say so. */
  readonly records: number
}

/** A server, and its turns. */
const serve = (store: Name, place: string, settings: ReadonlyArray<string>, { turn, warmUp }: Size, options: Options) =>
  Effect.gen(function*() {
    const server = yield* Rpc.start<Server.Question, Server.Answer>("stores/server", [store, place, ...settings])
    const { url } = yield* server.ask({ tell: true })
    const load = yield* Load.make(url, concurrency)
    const used: Array<string> = []

    const measured = (keys: ReadonlyArray<string>, expected: "placed" | "replayed") =>
      Effect.gen(function*() {
        const before = yield* server.ask({ tell: true })
        const wall = performance.now()
        yield* load.post(keys, expected)
        const ended = performance.now()
        const after = yield* server.ask({ tell: true })
        return { cpu: (after.cpu - before.cpu) / keys.length, wall: (ended - wall) * 1000 / keys.length }
      })

    const fresh = (calls: number) => Array.from({ length: calls }, () => crypto.randomUUID())
    const first = Effect.suspend(() => {
      const keys = fresh(turn)
      used.push(...keys)
      return measured(keys, "placed")
    })
    const anyOf = (keys: (place: number) => string) => Array.from({ length: turn }, () => keys(options.random()))

    const isBare = settings[0] === "bare" || settings[0] === "atomic"
    const warm = Effect.gen(function*() {
      const keys = fresh(warmUp)
      used.push(...keys)
      yield* load.post(keys, "placed")
      if (!isBare) yield* load.post(keys, "replayed")
    })

    return {
      first,
      replay: Effect.suspend(() => measured(anyOf((at) => used[Math.floor(at * used.length)] ?? ""), "replayed")),
      fill: (records: number) =>
        Effect.zipRight(load.post(["filled-0"], "placed"), Effect.asVoid(server.ask({ fill: records }))),
      replayFilled: (records: number) =>
        Effect.suspend(() => measured(anyOf((at) => `filled-${Math.ceil(at * records)}`), "replayed")),
      warm
    }
  })

/** While another process, this one, holds the lock that writers need. A replay that wanted it would be refused. */
const whileLocked = (filename: string, turn: Effect.Effect<Cost>): Effect.Effect<Cost> =>
  Effect.acquireUseRelease(
    Effect.sync(() => new Database(filename).exec("BEGIN IMMEDIATE")),
    () => turn,
    (database) => Effect.sync(() => database.close())
  )

const statementsOf = (store: Name, place: string, { turn, warmUp }: Size) =>
  Effect.gen(function*() {
    if (store === "memory") return []
    const peer = yield* Rpc.start<Statements.Question, Statements.Answer>("stores/statements", [store, place])
    const ask = (what: Statements.Question["what"], calls: number) =>
      Effect.map(peer.ask({ what, calls, concurrency }), ({ cpu, wall }): Cost => ({
        cpu: cpu / calls,
        wall: wall / calls
      }))
    yield* ask("first", warmUp)
    yield* ask("replay", warmUp)
    const turns: ReadonlyArray<Turn> = [
      { title: "bare driver, statements of a first call", run: ask("first", turn) },
      { title: "bare driver, statements of a replay", run: ask("replay", turn) }
    ]
    return turns
  })

const turnsOf = (
  store: Name,
  make: Databases,
  size: Size,
  options: Options
): Effect.Effect<ReadonlyArray<Turn>, never, Scope.Scope> =>
  Effect.gen(function*() {
    const isTransactional = store === "sqlite" || store === "postgres"
    const mode = isTransactional ? "transactional" : "lease"
    const open = (name: string, ...settings: ReadonlyArray<string>) =>
      Effect.gen(function*() {
        const place = yield* make(name)
        const server = yield* serve(store, place, settings, size, options)
        return { ...server, place }
      })
    const bare = yield* open("bare", "bare")
    const atomic = isTransactional ? [yield* open("atomic", "atomic")] : []
    const main = yield* open("main", mode)
    const sealed = yield* open("sealed", mode, "sealed")
    const leased = isTransactional ? [yield* open("leased", "lease")] : []
    const full = yield* open("full", mode)
    yield* full.fill(size.records)
    for (const server of [bare, ...atomic, main, sealed, ...leased, full]) yield* server.warm
    const many = `${size.records.toLocaleString("en")} records`
    return [
      { title: baseline, run: bare.first },
      { title: `${baseline}, once more`, run: bare.first },
      ...atomic.map((server) => ({ title: inTransaction, run: server.first })),
      { title: "middleware, first call", run: main.first },
      { title: "middleware, first call, sealed", run: sealed.first },
      ...leased.map((server) => ({ title: "middleware, first call, with a lease", run: server.first })),
      { title: `middleware, first call, ${many}`, run: full.first },
      { title: "middleware, replay", run: main.replay },
      { title: "middleware, replay, sealed", run: sealed.replay },
      { title: `middleware, replay, ${many}`, run: full.replayFilled(size.records) },
      ...(store === "sqlite"
        ? [{ title: "middleware, replay, others locked out", run: whileLocked(main.place, main.replay) }]
        : []),
      ...yield* statementsOf(store, yield* make("statements"), size)
    ]
  })

const measure = (store: Name, size: Size, options: Options): Effect.Effect<ReadonlyArray<Table>> =>
  Effect.gen(function*() {
    const make = yield* databases[store]
    if (Option.isNone(make)) {
      console.error(`stores: ${titles[store]} is not installed, and is left out.`)
      return []
    }
    const turns = yield* turnsOf(store, make.value, size, options)
    const results = yield* interleaved(turns, size.rounds, options, ({ run }) => run)
    const table = (what: keyof Cost, title: string): Table => ({
      id: `store-${store}-${what}`,
      title: `${title}, ${concurrency} in flight: ${titles[store]}`,
      unit: "us",
      digits: 0,
      subject: "call",
      baseline,
      rows: turns.map((turn) => ({
        name: turn.title,
        samples: (results.get(turn) ?? []).map((cost) => cost[what])
      }))
    })
    return [table("cpu", "CPU of the server per call"), table("wall", "Time per call")]
  }).pipe(Effect.scoped)

const sizes: Readonly<Record<"quick" | "whole", Size>> = {
  quick: { warmUp: 50, turn: 25, rounds: 2, records: 2000 },
  whole: { warmUp: 1500, turn: 300, rounds: 11, records: 1_000_000 }
}

/** A suite for each store. */
export const stores: ReadonlyArray<Suite> = names.map((store) => ({
  id: `store-${store}`,
  run: (options) => measure(store, options.quick ? sizes.quick : sizes.whole, options)
}))
