import type { WorkflowEngine } from "@effect/workflow/WorkflowEngine"
import { Fault, type FaultPlan, TestKey } from "@qurl/emulator"
import type { Journal } from "@qurl/sdk"
import * as JournalPostgres from "@qurl/sdk/Journal/Postgres"
import { BulkCreate } from "@qurl/workflow"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { emulator } from "../bulk/processes.js"
import { tokensOf } from "../bulk/verify.js"
import { directory, freePort } from "../databases/place.js"
import * as Postgres from "../databases/Postgres.js"
import { layerEngine } from "./engine.js"

/** Scale of the proof and the harm that is done to it. */
export interface Options {
  readonly rows: number
  readonly runners: number
  /** Runners that are killed. */
  readonly kills: number
  /** Crashes of PostgreSQL. */
  readonly restarts: number
  /** Stops one runner for this long, which should exceed the journal's lease. None: no runner is stopped. */
  readonly stopMillis?: number | undefined
  /** Requests per second of all runners together. */
  readonly pace: number
  readonly log: (line: string) => void
}

/** Result of the proof, counted in the emulator's database and in the journal. */
export interface Report {
  readonly rows: number
  readonly links: number
  readonly targets: number
  readonly results: number
  readonly counts: BulkCreate.Counts
  readonly kills: number
  readonly restarts: number
  readonly stops: number
  readonly seconds: number
  /** Most requests that reached the API in one second. */
  readonly busiestSecond: number
  /** Most requests that reached the API in ten seconds, which evens out what a busy machine delays. */
  readonly busiestTenSeconds: number
}

const bin = fileURLToPath(new URL("../../dist/cluster/runner.js", import.meta.url))

/** Share of requests that something happens to. */
const faults: FaultPlan.FaultPlan = {
  seed: 1,
  rules: [
    { fault: Fault.destroyAfterCommit, operation: "batchCreate", probability: 0.03 },
    { fault: Fault.destroyBeforeHandler, operation: "batchCreate", probability: 0.02 },
    { fault: Fault.destroyMidBody, operation: "batchCreate", probability: 0.02 }
  ]
}

/** A runner's process that is started again whenever it is killed. */
const makeRunner = (database: string, url: string, name: string, pace: number) =>
  Effect.gen(function*() {
    const port = yield* freePort
    const start = Effect.sync((): ChildProcess =>
      // The driver of PostgreSQL announces a change of its next version in every process.
      spawn(process.execPath, [
        "--disable-warning=DeprecationWarning",
        bin,
        database,
        String(port),
        name,
        String(pace * 60)
      ], {
        stdio: ["ignore", "ignore", "inherit"],
        env: { ...process.env, QURL_API_URL: url, QURL_API_KEY: TestKey.full }
      })
    )
    const kill = (child: ChildProcess) =>
      Effect.promise(async () => {
        if (child.exitCode !== null || child.signalCode !== null) return
        const closed = once(child, "close")
        child.kill("SIGKILL")
        await closed
      })
    const current = yield* Ref.make(yield* start)
    yield* Effect.addFinalizer(() => Effect.flatMap(Ref.get(current), kill))
    return {
      restart: Effect.gen(function*() {
        yield* kill(yield* Ref.get(current))
        yield* Ref.set(current, yield* start)
      }),
      /** Stops the process without killing it, as a frozen machine would. */
      freeze: (millis: number) =>
        Effect.flatMap(Ref.get(current), (child) =>
          Effect.sync(() => child.kill("SIGSTOP")).pipe(
            Effect.zipRight(Effect.sleep(millis)),
            Effect.ensuring(Effect.sync(() => child.kill("SIGCONT")))
          ))
    }
  })

/** Most of the instants that lie within so many milliseconds. */
const busiest = (instants: ReadonlyArray<number>, millis: number): number =>
  instants.reduce(
    (most, from) => Math.max(most, instants.filter((at) => at >= from && at < from + millis).length),
    0
  )

type Client = WorkflowEngine | Journal.Journal

/** Waits until the workflow has ended. A database that is down meanwhile is asked again. */
const awaited = (executionId: string): Effect.Effect<BulkCreate.Counts, never, WorkflowEngine> =>
  Effect.gen(function*() {
    while (true) {
      const result = yield* Effect.catchAllCause(
        BulkCreate.BulkCreate.poll(executionId),
        () => Effect.succeed(undefined)
      )
      if (result?._tag === "Complete") return yield* Effect.orDie(result.exit)
      yield* Effect.sleep("1 second")
    }
  })

/**
 * Runs one bulk job over several runners and one PostgreSQL, kills runners at random, crashes the database, freezes a
 * runner longer than its lease, and counts the links that exist.
 */
export const prove = (options: Options): Effect.Effect<Report, never, Scope.Scope> =>
  Effect.gen(function*() {
    const { kills, log, pace, restarts, rows, runners, stopMillis } = options
    const postgres = yield* Postgres.make({ shared_buffers: "64MB", max_connections: 100 })
    const database = yield* postgres.createDatabase("cluster")
    const folder = yield* directory("cluster-")
    const input = join(folder, "rows.ndjson")
    const target = (index: number) => JSON.stringify({ target_url: `https://example.com/guests/${index}` })
    writeFileSync(input, Array.from({ length: rows }, (_, index) => target(index)).join("\n"))
    const sqlite = join(folder, "emulator.sqlite")
    const server = yield* Effect.acquireRelease(
      Effect.promise(() => emulator(sqlite, faults)),
      ({ child }) => Effect.sync(() => child.kill("SIGKILL"))
    )
    log(`watch it: ${server.url}/_emulator/inspector`)
    const started = yield* Clock.currentTimeMillis
    const crew = yield* Effect.forEach(
      Array.from({ length: runners }, (_, index) => `runner ${index + 1}`),
      (name) => makeRunner(database, server.url, name, pace)
    )
    const any = Effect.flatMap(Random.nextIntBetween(0, crew.length), (index) => Effect.fromNullable(crew[index]))
    const layerClient = Layer.merge(
      layerEngine(database),
      JournalPostgres.layer({ url: Redacted.make(database) })
    ).pipe(Layer.orDie)
    const inClient = <A, E>(effect: Effect.Effect<A, E, Client>) => Effect.provide(effect, layerClient)

    const done = { kills: 0, restarts: 0, stops: 0 }
    const harm = Effect.gen(function*() {
      const total = kills + restarts + (stopMillis === undefined ? 0 : 1)
      for (let count = 0; count < total; count++) {
        yield* Effect.sleep(`${yield* Random.nextIntBetween(1500, 4500)} millis`)
        if (stopMillis !== undefined && done.stops === 0 && count >= total / 2) {
          done.stops++
          yield* Effect.forkScoped(Effect.flatMap(any, ({ freeze }) => freeze(stopMillis)))
          log(`a runner is frozen for ${stopMillis} ms`)
        } else if (done.restarts < restarts && count >= (total / (restarts + 1)) * (done.restarts + 1)) {
          done.restarts++
          yield* postgres.crash
          log("PostgreSQL crashed and is back")
        } else {
          done.kills++
          yield* Effect.flatMap(any, ({ restart }) => restart)
          log(`${done.kills} runners killed`)
        }
      }
    })

    const { counts, results } = yield* inClient(Effect.gen(function*() {
      const executionId = yield* BulkCreate.BulkCreate.execute({
        job: "prove",
        rows: input,
        rangeSize: Math.max(100, Math.ceil(rows / 50)),
        requestsPerMinute: pace * 60
      }, { discard: true })
      const harming = yield* Effect.forkScoped(harm)
      const counts = yield* awaited(executionId)
      const enough = yield* harming.status
      log(`the workflow has ended; ${enough._tag === "Done" ? "all harm was done" : "harm was still being done"}`)
      const results = yield* Stream.runCount(BulkCreate.results("prove"))
      return { counts, results }
    })).pipe(Effect.scoped, Effect.orDie)

    const tokens = yield* Effect.promise(() => tokensOf(sqlite))
    const requests = yield* Effect.promise(async () => {
      const log: { readonly requests: ReadonlyArray<{ readonly at: string }> } = await (
        await fetch(`${server.url}/_emulator/requests`)
      ).json()
      return log.requests.map(({ at }) => Date.parse(at))
    })
    return {
      rows,
      links: tokens.length,
      targets: new Set(tokens.map(({ target_url }) => target_url)).size,
      results,
      counts,
      ...done,
      seconds: ((yield* Clock.currentTimeMillis) - started) / 1000,
      busiestSecond: busiest(requests, 1000),
      busiestTenSeconds: busiest(requests, 10_000)
    }
  })
