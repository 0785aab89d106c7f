/**
 * The SDK against an emulator in a process of its own, which is killed and stopped, over a wire that fails.
 *
 * @since 0.1.0
 */
import type * as CommandExecutor from "@effect/platform/CommandExecutor"
import * as FileSystem from "@effect/platform/FileSystem"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { FaultPlan, Inventory, TestKey } from "@qurl/emulator"
import { RetryPolicy } from "@qurl/sdk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import * as Scope from "effect/Scope"
import type * as Chaos from "../Chaos.js"
import { type Draw, make as makeDraw, pick } from "../internal/draw.js"
import * as EmulatorProcess from "../internal/emulatorProcess.js"
import { judge } from "../internal/judge.js"
import * as Ledger from "../internal/ledger.js"
import * as Observe from "../internal/observe.js"
import * as Proxy from "./Proxy.js"

const policy = {
  ...RetryPolicy.keyed,
  attempts: 6,
  attemptTimeout: Duration.seconds(2),
  deadline: Duration.seconds(15),
  backoff: { base: Duration.millis(50), factor: 2, cap: Duration.seconds(1), jitter: 0.5 }
}

/** One after the other: a link, a second one for its resource, and a batch. */
const work = (writes: Observe.Writes, name: string) => {
  const input = (label: string) => ({ target_url: `https://example.com/${label}`, label })
  return Effect.all([
    Effect.ignore(
      Effect.flatMap(writes.create(input(name)), (made) => writes.mintLink(made.resource_id, { label: `${name}-m` }))
    ),
    Effect.ignore(writes.batchCreate([input(`${name}-a`), input(`${name}-b`), input(`${name}-c`)]))
  ], { discard: true })
}

/** Every now and then the process is killed and started again on its database, or stands still for a while. */
const weather = (
  draw: Draw,
  counts: Proxy.Counts,
  running: Ref.Ref<EmulatorProcess.Running>,
  restart: typeof Effect.void
) =>
  Effect.forever(Effect.gen(function*() {
    yield* Effect.sleep(300 + draw(1500))
    if (draw(2) === 0) {
      Proxy.count(counts, "SIGKILL")
      return yield* Effect.uninterruptible(restart)
    }
    Proxy.count(counts, "SIGSTOP")
    const { pid } = yield* Ref.get(running)
    yield* Effect.acquireUseRelease(
      Effect.sync(() => process.kill(pid, "SIGSTOP")),
      () => Effect.sleep(pick(draw, [100, 1000, 3000])),
      () => Effect.sync(() => process.kill(pid, "SIGCONT"))
    )
  }))

/**
 * The run of a seed: three clients, two rounds of work each, on a database that outlives the processes over it.
 *
 * @since 0.1.0
 * @category constructors
 */
export const run = (client: Chaos.Client, seed: number, counts: Proxy.Counts) =>
  Effect.gen(function*() {
    const draw = makeDraw(seed)
    const fs = yield* FileSystem.FileSystem
    const http = yield* HttpClient.HttpClient
    const database = `${yield* fs.makeTempDirectoryScoped()}/emulator.sqlite`
    const first = yield* EmulatorProcess.start({ database, faults: FaultPlan.none })
    const port = Number(new URL(first.url).port)
    const running = yield* Ref.make(first)
    const scope = yield* Effect.scope
    const restart = Effect.gen(function*() {
      yield* (yield* Ref.get(running)).crash
      yield* Ref.set(running, yield* EmulatorProcess.start({ database, faults: FaultPlan.none, port }))
    }).pipe(Effect.provideService(Scope.Scope, scope), Effect.orDie)
    const context = yield* Effect.context<CommandExecutor.CommandExecutor>()
    const again = Effect.provide(restart, context)
    const apiUrl = yield* Proxy.make(port, makeDraw(seed + 1), counts)
    const ledger = Ledger.make(String(seed))
    const trouble = yield* Effect.forkScoped(weather(draw, counts, running, again))
    yield* Effect.forEach([0, 1, 2], (index) =>
      Effect.gen(function*() {
        const writes = yield* client({
          apiUrl,
          apiKey: Redacted.make(TestKey.full),
          policy,
          http: Observe.client(ledger, http),
          reach: (url) => url,
          headers: Observe.headers(ledger)
        })
        const observed = Observe.writes(ledger, writes)
        yield* work(observed, `${seed}-${index}-0`)
        yield* work(observed, `${seed}-${index}-1`)
      }), { concurrency: "unbounded", discard: true })
    yield* Fiber.interrupt(trouble)
    // What was still going on ends here: what is committed now is what has happened.
    yield* again
    const { effects } = yield* HttpClient.get(`http://127.0.0.1:${port}/_emulator/inventory`).pipe(
      Effect.flatMap(HttpClientResponse.schemaBodyJson(Inventory.Inventory))
    )
    return { seed, verdict: judge(ledger, effects) } satisfies Chaos.Run
  }).pipe(Effect.scoped)
