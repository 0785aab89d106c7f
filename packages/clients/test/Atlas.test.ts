import { assert, it } from "@effect/vitest"
import { KeyGenerator, RetryPolicy } from "@qurl/idempotency"
import { Deferred, Effect, Fiber, Logger, LogLevel, TestClock } from "effect"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Fault } from "../src/servers/LocalServer.js"
import { connect, paths, serve, writes } from "./support/atlas.js"
import { start } from "./support/child.js"
import { losesNothing } from "./support/lostAnswers.js"
import { done, finish, until } from "./support/time.js"

const deployment = { agent_definition_id: "def-1", name: "web" }

const faults: ReadonlyArray<Fault> = [
  ...[502, 503, 504].map((status): Fault => ({ kind: "status", when: "before", status })),
  ...[502, 503, 504].map((status): Fault => ({ kind: "status", when: "after", status })),
  { kind: "lost request" },
  { kind: "lost answer" }
]

/** A server whose executions stop at a gate. */
const gated = (options: Parameters<typeof serve>[0] = {}) =>
  Effect.gen(function*() {
    const started = yield* Deferred.make<void>()
    const released = yield* Deferred.make<void>()
    const pass = Effect.zipRight(Deferred.succeed(started, undefined), Deferred.await(released))
    const server = yield* serve({ ...options, beforeExecution: pass })
    return { server, started: Deferred.await(started), release: Deferred.succeed(released, undefined) }
  })

/** Waits until a sleep ends at `at`. Only duplicates that wait in the server sleep for 30 s. */
const sleepsUntil = (at: number) => until(Effect.map(TestClock.sleeps(), (sleeps) => Array.from(sleeps).includes(at)))

it.scoped("A1 each of the nine create operations takes a key, sends it, and is done once under it", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const [one, other] = [yield* connect(server.url), yield* connect(server.url)]
    const nine = Object.entries(writes(one)).slice(0, 9)
    const again = writes(other)
    for (const [index, [name, write]] of nine.entries()) {
      const first = yield* done(write({ idempotencyKey: "mine" }))
      const second = yield* done(again[name as keyof typeof again]({ idempotencyKey: "mine" }))
      assert.deepStrictEqual(second.data, first.data)
      assert.deepStrictEqual([first.meta.status, second.meta.replayed], [201, "yes"])
      assert.deepStrictEqual((yield* server.applied).map(({ operation }) => operation)[index], name)
    }
    const arrivals = yield* server.arrivals
    assert.deepStrictEqual(arrivals.map(({ path }) => path), paths.slice(0, 9).flatMap((path) => [path, path]))
    assert.deepStrictEqual(new Set(arrivals.map(({ headers }) => headers["idempotency-key"])), new Set(["mine"]))
    assert.strictEqual((yield* server.applied).length, 9)
  }))

it.scoped("A2 the resource managers take a key, too, and mean the same operations", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const [one, other] = [writes(yield* connect(server.url)), writes(yield* connect(server.url))]
    for (
      const [manager, operation] of [["deployments.create", "createDeployment"], [
        "plans.create",
        "createPlan"
      ]] as const
    ) {
      const first = yield* done(one[manager]({ idempotencyKey: "mine" }))
      const second = yield* done(other[operation]({ idempotencyKey: "mine" }))
      assert.deepStrictEqual([second.data, second.meta.replayed], [first.data, "yes"])
    }
    assert.deepStrictEqual((yield* server.applied).map(({ operation }) => operation), [
      "createDeployment",
      "createPlan"
    ])
  }))

it.scoped("A3 without a key none is sent, and nothing is repeated", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const atlas = yield* connect(server.url)
    // A generator around the call does not matter: only "auto" uses it.
    for (const write of Object.values(writes(atlas))) yield* Effect.provide(done(write()), KeyGenerator.sequence("g"))
    for (const { headers } of yield* server.arrivals) assert.isUndefined(headers["idempotency-key"])
    assert.strictEqual((yield* server.applied).length, 11)
    const limited: Fault = { kind: "status", when: "before", status: 429 }
    for (const fault of [...faults, limited]) {
      const before = (yield* server.arrivals).length
      yield* server.fail(fault)
      const { result: error, waits } = yield* finish(Effect.flip(atlas.createDeployment(deployment)))
      assert.include(["RefusedError", "TransportError"], error._tag)
      assert.deepStrictEqual([waits, (yield* server.arrivals).length], [[], before + 1])
    }
  }))

it.scoped("A4 auto makes a UUIDv4, fresh for each call and stable over its attempts", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const atlas = yield* connect(server.url)
    for (let call = 0; call < 2; call++) {
      yield* server.fail({ kind: "lost answer" }, { kind: "status", when: "after", status: 503 })
      yield* done(atlas.createDeployment(deployment, { idempotencyKey: "auto" }))
    }
    const keys = (yield* server.arrivals).map(({ headers }) => headers["idempotency-key"])
    assert.strictEqual(keys.length, 6)
    assert.strictEqual(new Set(keys.slice(0, 3)).size, 1)
    assert.strictEqual(new Set(keys.slice(3)).size, 1)
    assert.notStrictEqual(keys[0], keys[3])
    for (const key of keys) {
      assert.match(key ?? "", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }
    assert.strictEqual((yield* server.applied).length, 2)
  }))

it.scoped("A4 auto makes a UUIDv4 whatever generator is around", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const atlas = yield* connect(server.url)
    const auto = atlas.createDeployment(deployment, { idempotencyKey: "auto" })
    for (const around of [KeyGenerator.sequence("test"), KeyGenerator.none, KeyGenerator.uuidV7]) {
      yield* server.fail({ kind: "lost answer" })
      const { meta } = yield* done(Effect.provide(auto, around))
      assert.match(meta.idempotencyKey ?? "", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      assert.strictEqual(meta.attempts, 2)
    }
  }))

it.scoped("A5 an explicit key of 1 to 255 characters is sent as given, on every attempt", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const atlas = yield* connect(server.url)
    const given = ["k", "deploy-my-deployment-2024-01-15", "k".repeat(255)]
    for (const idempotencyKey of given) {
      yield* server.fail({ kind: "lost answer" })
      yield* done(atlas.createDeployment(deployment, { idempotencyKey }))
    }
    const keys = (yield* server.arrivals).map(({ headers }) => headers["idempotency-key"])
    assert.deepStrictEqual(keys, given.flatMap((key) => [key, key]))
    for (const idempotencyKey of ["", "k".repeat(256)]) {
      const error = yield* Effect.flip(atlas.createDeployment(deployment, { idempotencyKey }))
      assert.deepInclude(error, { _tag: "KeyError", reason: "invalid" })
    }
    assert.strictEqual((yield* server.arrivals).length, 6)
  }))

it.scoped("A6 after 502, 503, 504 and connection failures the same key is sent again, and the work is done once", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const atlas = yield* connect(server.url)
    for (const [index, fault] of faults.entries()) {
      const before = (yield* server.arrivals).length
      yield* server.fail(fault, fault)
      const { meta } = yield* done(atlas.createDeployment(deployment, { idempotencyKey: "auto" }))
      const keys = (yield* server.arrivals).slice(before).map(({ headers }) => headers["idempotency-key"])
      assert.deepStrictEqual(keys, [meta.idempotencyKey, meta.idempotencyKey, meta.idempotencyKey])
      assert.strictEqual((yield* server.applied).length, index + 1)
    }
  }))

it.scoped("A6 another body under a used key is refused and not repeated", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const [one, other] = [yield* connect(server.url), yield* connect(server.url)]
    yield* done(one.createDeployment(deployment, { idempotencyKey: "k" }))
    const error = yield* Effect.flip(other.createDeployment({ ...deployment, name: "api" }, { idempotencyKey: "k" }))
    assert.deepInclude(error, { _tag: "RefusedError", status: 422 })
    // No form of errors is documented, so that none is taken for proof.
    assert.strictEqual(error._tag === "RefusedError" && error.report.outcome, "unknown")
    const invalid = yield* Effect.flip(other.createPlan({ deployment_id: "d" } as never, { idempotencyKey: "other" }))
    assert.deepInclude(invalid, { _tag: "RefusedError", status: 422, code: "validation_error" })
    assert.strictEqual((yield* server.applied).length, 1)
  }))

it.scoped("A7 a duplicate that arrives while the first runs waits and gets the first one's result", () =>
  Effect.gen(function*() {
    const { release, server, started } = yield* gated()
    const [one, other] = [yield* connect(server.url), yield* connect(server.url)]
    const first = yield* Effect.fork(one.createDeployment(deployment, { idempotencyKey: "k" }))
    yield* started
    const second = yield* Effect.fork(other.createDeployment(deployment, { idempotencyKey: "k" }))
    yield* sleepsUntil(30_000)
    yield* TestClock.adjust("3 seconds")
    yield* release
    const [answer, again] = [yield* Fiber.join(first), yield* Fiber.join(second)]
    assert.deepStrictEqual(again.data, answer.data)
    assert.deepStrictEqual([again.meta.status, again.meta.attempts, again.meta.replayed], [201, 1, "yes"])
    assert.strictEqual((yield* server.applied).length, 1)
  }))

it.scoped("A7 after 30 s of waiting it is 503 with Retry-After, and the client asks again under the key", () =>
  Effect.gen(function*() {
    const { release, server, started } = yield* gated()
    const [one, other] = [yield* connect(server.url), yield* connect(server.url)]
    const first = yield* Effect.fork(one.createDeployment(deployment, { idempotencyKey: "k" }))
    yield* started
    const impatient = yield* Effect.fork(Effect.flip(
      other.createDeployment(deployment, { idempotencyKey: "k", retry: RetryPolicy.none, timeout: "40 seconds" })
    ))
    yield* sleepsUntil(30_000)
    yield* TestClock.adjust("30 seconds")
    const error = yield* Fiber.join(impatient)
    if (error._tag !== "RefusedError") return assert.fail(error._tag)
    assert.strictEqual(error.status, 503)
    assert.deepInclude(error.report, { outcome: "unknown", idempotencyKey: "k", retryAt: 40_000 })
    const second = yield* Effect.fork(other.createDeployment(deployment, { idempotencyKey: "k" }))
    yield* sleepsUntil(60_000)
    yield* release
    assert.deepStrictEqual((yield* Fiber.join(second)).data, (yield* Fiber.join(first)).data)
    assert.strictEqual((yield* server.applied).length, 1)
  }))

it.scoped("A8 answers are kept for 24 to 48 h as configured, and afterwards the key is new", () =>
  Effect.gen(function*() {
    for (const hours of [24, 48] as const) {
      const server = yield* serve({ retention: `${hours} hours` })
      const write = Effect.gen(function*() {
        const atlas = yield* connect(server.url)
        return yield* done(atlas.createDeployment(deployment, { idempotencyKey: "k" }))
      })
      const first = yield* write
      yield* TestClock.adjust(`${hours - 1} hours`)
      assert.deepStrictEqual((yield* write).data, first.data)
      yield* TestClock.adjust("2 hours")
      assert.notDeepEqual((yield* write).data, first.data)
      assert.strictEqual((yield* server.applied).length, 2)
    }
    for (const retention of ["23 hours", "49 hours"] as const) {
      assert.deepInclude(yield* Effect.flip(serve({ retention })), { _tag: "SetupError", setting: "retention" })
    }
  }))

it.scoped("A9 debug logs show method, path, request id and the whole key, for every attempt", () =>
  Effect.gen(function*() {
    const lines: Array<string> = []
    const logger = Logger.replace(Logger.defaultLogger, Logger.make(({ message }) => lines.push(String(message))))
    const server = yield* serve()
    const atlas = yield* connect(server.url)
    yield* server.fail({ kind: "lost answer" })
    const { meta } = yield* done(atlas.createDeployment(deployment, { idempotencyKey: "deploy-v1" })).pipe(
      Effect.provide(logger),
      Logger.withMinimumLogLevel(LogLevel.Debug)
    )
    const ids = (yield* server.arrivals).map(({ headers }) => headers["x-request-id"])
    assert.strictEqual(new Set(ids).size, 2)
    assert.strictEqual(meta.requestId, ids[1])
    assert.deepStrictEqual(
      lines.filter((line) => line.startsWith("Request: ")),
      ids.map((id) => `Request: POST /api/v1/deployments request_id=${id} idempotency_key=deploy-v1`)
    )
  }))

it.scoped("A10 the timeout error carries the key, under which the same operation is safely repeated", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const atlas = yield* connect(server.url)
    yield* server.fail({ kind: "silence" })
    const call = atlas.createDeployment(deployment, { idempotencyKey: "deploy-v1", retry: RetryPolicy.none })
    const fiber = yield* Effect.fork(Effect.flip(call))
    yield* until(Effect.map(server.applied, (applied) => applied.length === 1))
    yield* TestClock.adjust("45 seconds")
    const error = yield* Fiber.join(fiber)
    if (error._tag !== "AtlasTimeoutError") return assert.fail(error._tag)
    assert.strictEqual(error.idempotencyKey, "deploy-v1")
    assert.include(error.message, "repeat it with idempotencyKey \"deploy-v1\"")
    const again = yield* done(atlas.createDeployment(deployment, { idempotencyKey: error.idempotencyKey }))
    assert.deepInclude(again.meta, { replayed: "yes", attempts: 1 })
    assert.deepStrictEqual((yield* server.applied).map(({ subject }) => subject), [again.data.id])
  }))

it.scopedLive("A10 a process that dies after sending leaves its key, and the next one finishes with it: one deployment", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const directory = yield* Effect.acquireRelease(
      Effect.sync(() => mkdtempSync(join(tmpdir(), "atlas-"))),
      (directory) => Effect.sync(() => rmSync(directory, { recursive: true }))
    )
    const file = join(directory, "deployment.key")
    const run = start("deploy.mjs", { ATLAS_API_URL: server.url }, directory)
    yield* server.fail({ kind: "silence" })
    const first = yield* run
    yield* until(Effect.map(server.applied, (applied) => applied.length === 1))
    const stored = readFileSync(file, "utf8")
    yield* first.kill
    assert.strictEqual((yield* first.ended).signal, "SIGKILL")
    const second = yield* Effect.flatMap(run, ({ ended }) => ended)
    assert.strictEqual(second.code, 0, second.output)
    assert.include(second.output.replaceAll("\\", ""), `"replayed":"yes","idempotencyKey":"${stored}"`)
    assert.isFalse(existsSync(file))
    const [only, ...more] = yield* server.applied
    assert.deepStrictEqual(more, [])
    assert.include(second.output, only?.subject ?? "nothing")
    const keys = (yield* server.arrivals).map(({ headers }) => headers["idempotency-key"])
    assert.deepStrictEqual(keys, [stored, stored])
  }))

it.scoped("an answer that is lost after the commit has one effect, on every write with a key", () =>
  Effect.gen(function*() {
    const server = yield* serve()
    const atlas = yield* connect(server.url)
    yield* losesNothing(server, Object.values(writes(atlas)).map((write) => () => write({ idempotencyKey: "auto" })))
  }))
