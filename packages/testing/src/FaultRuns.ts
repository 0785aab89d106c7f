/**
 * Runs of several clients at once against an emulator in trouble, each out of a seed, and what the oracle says of them.
 *
 * @since 0.1.0
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { Emulator, TestKey } from "@qurl/emulator"
import type { OptionError, Policy } from "@qurl/idempotency"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import { type Outcome, Qurl, RetryPolicy } from "@qurl/sdk"
import { layerHttpClient as layerUndici } from "@qurl/sdk/Node"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as Faults from "./Faults.js"
import { closedPort } from "./internal/closedPort.js"
import { describe } from "./internal/describe.js"
import { judge } from "./internal/judge.js"
import * as Ledger from "./internal/ledger.js"
import * as Observe from "./internal/observe.js"
import { perform, reaching } from "./internal/perform.js"
import * as Schedule from "./internal/schedule.js"
import { settled } from "./internal/settled.js"
import type { Verdict } from "./Verdict.js"

/**
 * Input of a client under test.
 *
 * @since 0.1.0
 * @category models
 */
export interface Setting {
  readonly baseUrl: string
  readonly apiKey: Redacted.Redacted
  /** The policy of the run, with short waits. */
  readonly policy: Policy
  /** An `HttpClient` that takes care of the next two by itself. */
  readonly http: HttpClient.HttpClient
  /** Maps the URL of every request to itself or to a port without a listener. */
  readonly reach: (url: string) => string
  /** The header that names the current call. Every request of the call sends it. */
  readonly headers: Effect.Effect<Readonly<Record<string, string>>>
}

/**
 * The writes that runs are made of.
 *
 * @since 0.1.0
 * @category models
 */
export type Writes = Observe.Writes

/**
 * A client under test.
 *
 * @since 0.1.0
 * @category models
 */
export type Client = (setting: Setting) => Effect.Effect<Writes>

/**
 * The client of this SDK.
 *
 * @since 0.1.0
 * @category constructors
 */
export const ours: Client = ({ apiKey, baseUrl, http, policy }) =>
  Qurl.make({ apiKey, baseUrl }).pipe(
    Effect.provideService(HttpClient.HttpClient, http),
    Effect.provide(RetryPolicy.layer(policy)),
    Effect.orDie
  )

/**
 * A run and what came of it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Run {
  readonly seed: number
  readonly verdict: Verdict
}

const apiKey = Redacted.make(TestKey.full)

/** Something to mint for, to change and to delete, made before anything goes wrong. */
const prepare = (baseUrl: string, http: HttpClient.HttpClient, seed: number, count: number) =>
  Qurl.make({ apiKey, baseUrl }).pipe(
    Effect.provideService(HttpClient.HttpClient, http),
    Effect.flatMap((qurl) =>
      qurl.batchCreate(Array.from({ length: count }, (_, index) => ({
        target_url: `https://example.com/prepared/${seed}/${index}`
      })))
    ),
    Effect.map(({ results }) => results.flatMap((result) => result.success ? [result.resource_id] : [])),
    Effect.orDie
  )

/** Parts that all runs share. */
interface Shared {
  readonly clients: ReadonlyArray<HttpClient.HttpClient>
  readonly nowhere: number
}

/** An emulator, and the URL at which clients reach it. */
interface Place {
  readonly emulator: Context.Tag.Service<typeof Emulator>
  readonly entrance: string
}

/** Runs once on an emulator that no other run uses meanwhile, and that is emptied first. */
const run = (client: Client, seed: number, { emulator, entrance }: Place, shared: Shared) =>
  Effect.gen(function*() {
    const { control, url } = emulator
    const schedule = Schedule.make(seed)
    const ledger = Ledger.make(String(seed))
    const transport = shared.clients[seed % shared.clients.length] ?? (yield* Effect.dieMessage("no HTTP client"))
    yield* control.clearFaults
    yield* control.reset
    const resources = yield* prepare(url, transport, seed, schedule.prepared)
    yield* control.setFaults(schedule.faults)
    yield* Effect.forEach(schedule.parts, (part) =>
      Effect.gen(function*() {
        const reach = reaching(part, shared.nowhere)
        const reached = HttpClient.mapRequestInput(
          transport,
          (request) => HttpClientRequest.setUrl(request, reach(request.url))
        )
        const writes = yield* client({
          baseUrl: entrance,
          apiKey,
          policy: schedule.policy,
          http: Observe.client(ledger, reached),
          reach,
          headers: Observe.headers(ledger)
        })
        const observed = Observe.writes(ledger, writes)
        // The ledger records how a call fails, and the next one follows. A bug is not a failure: it ends the run.
        yield* Effect.forEach(part.steps, (step) => Effect.ignore(perform(observed, step, resources)))
      }), { concurrency: "unbounded", discard: true })
    yield* settled(control, ledger)
    const { effects } = yield* control.inventory
    return { seed, verdict: judge(ledger, effects) } satisfies Run
  })

/**
 * Seed, number and set-up of the runs.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly seed: number
  readonly runs: number
  /** Runs at the same time. @default 24 */
  readonly concurrency?: number | undefined
  /**
   * Starts a gateway in front of an emulator's URL, and returns the URL at which clients reach it. Judged is what the
   * emulator did, whatever the gateway says.
   *
   * @default none
   */
  readonly through?: ((url: string) => Effect.Effect<string, never, Scope.Scope>) | undefined
}

const kinds: OptionCheck.Kinds<Options> = {
  seed: OptionCheck.required(OptionCheck.kind("a whole number", Number.isSafeInteger)),
  runs: OptionCheck.required(OptionCheck.count(0)),
  concurrency: OptionCheck.count(1),
  through: OptionCheck.fn
}

/**
 * Runs a client once for each seed from `seed` on, several runs at a time. In a run two or three clients do three kinds of
 * writes over real sockets, on `fetch` and undici in turn, while 1 to 6 faults happen.
 *
 * @example
 * ```ts
 * import { FaultRuns } from "@qurl/testing"
 * import { Console, Effect } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const runs = yield* FaultRuns.runs(FaultRuns.ours, { seed: 1, runs: 100 })
 *   yield* Console.log(FaultRuns.table(runs))
 *   yield* Effect.forEach(FaultRuns.violated(runs), (run) => Console.log(FaultRuns.explain(run)))
 * })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const runs = (
  client: Client,
  options: Options
): Effect.Effect<ReadonlyArray<Run>, OptionError> =>
  Effect.zipRight(OptionCheck.check("FaultRuns.runs", options, kinds), checkedRuns(client, options))

const checkedRuns = (client: Client, options: Options): Effect.Effect<ReadonlyArray<Run>> =>
  Effect.scoped(Effect.gen(function*() {
    const concurrency = options.concurrency ?? 24
    const clients = yield* Effect.forEach(
      [FetchHttpClient.layer, layerUndici],
      (layer) => Effect.map(Layer.build(layer), Context.get(HttpClient.HttpClient))
    )
    const free = yield* Queue.unbounded<Place>()
    const { through = Effect.succeed } = options
    const place = Effect.gen(function*() {
      const emulator = Context.get(yield* Layer.build(Layer.fresh(Emulator.layerServer())), Emulator)
      yield* Queue.offer(free, { emulator, entrance: yield* through(emulator.url) })
    })
    yield* Effect.replicateEffect(place, concurrency)
    const shared = { clients, nowhere: yield* closedPort }
    return yield* Effect.forEach(
      Array.from({ length: options.runs }, (_, index) => options.seed + index),
      (seed) =>
        Effect.acquireUseRelease(
          Queue.take(free),
          (place) => run(client, seed, place, shared),
          (place) => Queue.offer(free, place)
        ),
      { concurrency }
    )
  })).pipe(Effect.orDie)

/**
 * The runs in which not everything happened exactly once.
 *
 * @since 0.1.0
 * @category combinators
 */
export const violated = (runs: ReadonlyArray<Run>): ReadonlyArray<Run> =>
  runs.filter(({ verdict }) => verdict.violations.length > 0)

/**
 * Failure of a run, and how to reproduce it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const explain = ({ seed, verdict }: Run): string => `${Faults.rerun(seed)}\n${describe(verdict)}`

const outcomes: ReadonlyArray<Outcome> = [
  "applied",
  "rejected",
  "not sent",
  "unknown",
  "in flight",
  "applied but unreadable"
]

/**
 * Share of runs that reported each outcome, from 0 to 1.
 *
 * @since 0.1.0
 * @category combinators
 */
export const shares = (runs: ReadonlyArray<Run>): ReadonlyMap<Outcome, number> =>
  new Map(outcomes.map((outcome) => [
    outcome,
    runs.filter(({ verdict }) => verdict.calls.some((call) => call.outcome === outcome)).length / runs.length
  ]))

/**
 * The shares as a table.
 *
 * @since 0.1.0
 * @category combinators
 */
export const table = (runs: ReadonlyArray<Run>): string =>
  [
    `${"outcome".padEnd(24)}runs of ${runs.length}`,
    ...[...shares(runs)].map(([outcome, share]) => `${outcome.padEnd(24)}${(share * 100).toFixed(1).padStart(5)} %`)
  ].join("\n")
