/**
 * Clients, a wire, emulators and a store, each in processes of their own, while things go wrong.
 *
 * @since 0.1.0
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { Inventory } from "@qurl/emulator"
import type { Verdict } from "@qurl/testing"
import { type Draw, make as makeDraw, pick } from "@qurl/testing/Draw"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import type { Intent } from "./Message.js"
import type { Server } from "./Process.js"
import * as Proxy from "./Proxy.js"
import * as Workers from "./WorkerProcesses.js"

/**
 * Length of a run, and its subjects.
 *
 * @since 0.1.0
 * @category models
 */
export interface Size {
  /** Intents of each client. */
  readonly intents: number
  /** Workers that have not finished by then finish undisturbed. */
  readonly troubledSeconds: number
}

/**
 * Something that goes wrong, and how often it comes up beside others.
 *
 * @since 0.1.0
 * @category models
 */
export interface Mishap {
  readonly name: string
  readonly weight: number
  /** Tells whether it has happened. */
  readonly happen: Effect.Effect<boolean>
}

/**
 * The set-up of a scenario before its clients begin.
 *
 * @since 0.1.0
 * @category models
 */
export interface Environment {
  /** The emulators, which share what they know. */
  readonly emulators: ReadonlyArray<Server>
  /** Ports at which clients reach the emulators, if these are not their own. */
  readonly entrances?: ReadonlyArray<number> | undefined
  /** Stores, which are killed and stopped like the emulators. */
  readonly servers: ReadonlyArray<Server>
  /** Mishaps in addition to kills, stops and the wire to the emulators. */
  readonly mishaps: ReadonlyArray<Mishap>
  /** Ends the trouble that is still going on. */
  readonly calm: Effect.Effect<void>
  /** The directory of the client's journal. */
  readonly journals: string
  readonly clientEnv?: Readonly<Record<string, string>> | undefined
}

/**
 * Arguments of a scenario's set-up.
 *
 * @since 0.1.0
 * @category models
 */
export interface Setting {
  readonly directory: string
  readonly draw: Draw
  readonly counts: Proxy.Counts
}

/**
 * Result of one run.
 *
 * @since 0.1.0
 * @category models
 */
export interface Round {
  readonly seed: number
  readonly intents: number
  readonly counts: Proxy.Counts
  readonly told: ReadonlyMap<string, number>
  readonly verdict: Verdict
  /** Intents that did not end even after the trouble had. */
  readonly unfinished: ReadonlyArray<string>
  /** How clients ended that ended by a bug. */
  readonly bugs: ReadonlyArray<string>
}

/**
 * Options of one run of a scenario.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly seed: number
  /** Empty, and its own. */
  readonly directory: string
  /** The client, as `Program.make` makes it. */
  readonly program: string
  readonly size: Size
  /** With clients that repeat without keys. */
  readonly broken: boolean
}

/** A process that may be killed or stand still. Each tells whether there was one. */
interface Target {
  readonly name: string
  readonly signal: (signal: NodeJS.Signals) => Effect.Effect<boolean>
  readonly kill: Effect.Effect<boolean>
}

const killed = ({ kill, name }: Target, weight: number): Mishap => ({
  name: `SIGKILL ${name}`,
  weight,
  happen: Effect.uninterruptible(kill)
})

const stopped = ({ name, signal }: Target, weight: number, draw: Draw): Mishap => ({
  name: `SIGSTOP ${name}`,
  weight,
  happen: Effect.suspend(() =>
    Effect.acquireUseRelease(
      signal("SIGSTOP"),
      (isThere) => Effect.as(isThere ? Effect.sleep(pick(draw, [100, 1000, 3000])) : Effect.void, isThere),
      () => signal("SIGCONT")
    )
  )
})

/** Runs one mishap after another without an end. */
const disturb = (draw: Draw, counts: Proxy.Counts, mishaps: ReadonlyArray<Mishap>) => {
  const lots = mishaps.flatMap((mishap) => Array.from({ length: mishap.weight }, () => mishap))
  return Effect.forever(Effect.gen(function*() {
    yield* Effect.sleep(150 + draw(900))
    const { happen, name } = pick(draw, lots)
    // Count the mishap even if it is the last one.
    yield* Effect.onExit(happen, (exit) =>
      Effect.sync(() => {
        if (Exit.isSuccess(exit) && exit.value) Proxy.count(counts, name)
      }))
  }))
}

/** Two clients that call, by turns for one link and for three, and one with a job. */
const declare = (book: Workers.Book, seed: number, intents: number) => {
  const numbers = Array.from({ length: intents }, (_, number) => number)
  const named = (name: string, labels: ReadonlyArray<string>): Intent =>
    book.declare({ name, labels, key: `chaos-${name}-${seed}` })
  const calls = (client: string) =>
    numbers.map((number) => {
      const name = `${client}-${number}`
      return named(name, number % 3 === 2 ? ["a", "b", "c"].map((part) => `${name}-${part}`) : [name])
    })
  return {
    calls: [calls("one"), calls("two")],
    rows: numbers.map((number) => named(`row-${number}`, [`row-${number}`]))
  }
}

const inventoryOf = ({ port }: Server) =>
  HttpClient.get(`http://127.0.0.1:${port}/_emulator/inventory`).pipe(
    Effect.flatMap(HttpClientResponse.filterStatusOk),
    Effect.flatMap(HttpClientResponse.schemaBodyJson(Inventory.Inventory)),
    Effect.retry({ times: 50, schedule: Schedule.spaced("200 millis") }),
    Effect.orDie,
    Effect.provide(FetchHttpClient.layer)
  )

/**
 * Runs a seed: clients pursue their intents over a failing wire while processes are killed and stopped and the
 * environment adds its mishaps. Then the trouble ends, every intent is finished, and the oracle compares the effects
 * with the reported outcomes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const run = <E>(
  makeEnvironment: (setting: Setting) => Effect.Effect<Environment, E, Scope.Scope>,
  options: Options
): Effect.Effect<Round, E> =>
  Effect.scoped(Effect.gen(function*() {
    const { broken, directory, program, seed, size } = options
    const draw = makeDraw(seed)
    const counts: Proxy.Counts = new Map()
    const environment = yield* makeEnvironment({ directory, draw: makeDraw(seed + 2), counts })
    const proxy = yield* Proxy.make({
      ports: environment.entrances ?? environment.emulators.map(({ port }) => port),
      troubles: ["none", "delay", "throttle", "duplicate", "reorder"],
      life: 6,
      draw: makeDraw(seed + 1),
      counts
    })
    const book = new Workers.Book(String(seed))
    let isTroubled = true
    const { calls, rows } = declare(book, seed, size.intents)
    const jobs = [...calls.map((intents) => ({ intents, journal: null })), {
      intents: rows,
      journal: `${environment.journals}/journal.sqlite`
    }]
    const workers = jobs.map((each) =>
      Workers.worker(book, { ...each, baseUrl: `http://127.0.0.1:${proxy.port}`, broken }, {
        program,
        env: environment.clientEnv,
        isTroubled: () => isTroubled
      })
    )
    const clients = workers.map(({ signal }): Target => ({ name: "client", signal, kill: signal("SIGKILL") }))
    let doneAtLastRestart = 0
    // Slow starts must not starve the clients: something gets done between two restarts.
    const unlessStarting = (restart: Effect.Effect<void>) =>
      Effect.suspend(() => {
        if (book.done === doneAtLastRestart) return Effect.succeed(false)
        doneAtLastRestart = book.done
        return Effect.as(restart, true)
      })
    const servers = [...environment.emulators, ...environment.servers].map(({ name, restart, signal }): Target => ({
      name,
      signal: (it) => Effect.as(signal(it), true),
      kill: unlessStarting(restart)
    }))
    const mishaps = [...clients, ...servers].flatMap((target) => [killed(target, 1), stopped(target, 1, draw)])
    const trouble = yield* Effect.fork(disturb(draw, counts, [...mishaps, ...environment.mishaps]))
    const work = yield* Effect.fork(Effect.all(workers.map(({ work }) => work), { concurrency: "unbounded" }))
    yield* Effect.raceFirst(Fiber.await(work), Effect.sleep(size.troubledSeconds * 1000))
    yield* Fiber.interrupt(trouble)
    yield* Effect.all([environment.calm, proxy.calm], { discard: true })
    isTroubled = false
    yield* Fiber.join(work)
    // What was still going on ends here: what is committed now is what has happened.
    yield* Effect.forEach(environment.emulators, ({ restart }) => restart, { discard: true })
    const [emulator] = environment.emulators
    const inventory = emulator === undefined ? yield* Effect.dieMessage("no emulator") : yield* inventoryOf(emulator)
    return {
      seed,
      intents: book.intents,
      counts,
      told: book.told,
      verdict: book.judge(inventory),
      unfinished: book.unfinished,
      bugs: book.bugs
    }
  }))
