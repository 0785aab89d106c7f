import { FileSystem } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { assert, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { spawn } from "node:child_process"
import { Fault, FaultPlan } from "../../src/index.js"
import { batch, create, send, targets } from "../support/support.js"
import { at, bin, exited, patience, start } from "./process.js"

const databaseFile = Effect.flatMap(FileSystem.FileSystem, (fs) => fs.makeTempDirectoryScoped()).pipe(
  Effect.map((directory) => `${directory}/emulator.sqlite`),
  Effect.provide(NodeContext.layer)
)

const arrived = Effect.map(send("GET", "/_emulator/requests"), ({ json }) => json.requests.length)
const tokens = Effect.map(send("GET", "/_emulator/inventory"), ({ json }) => json.tokens.length)

it.scopedLive(
  "killed between commit and answer: the same key finds the answer after a restart",
  () =>
    Effect.gen(function*() {
      const database = yield* databaseFile
      const plan = JSON.stringify(FaultPlan.of({ fault: Fault.noAnswer, operation: "batchCreate", nth: 1 }))
      const first = yield* start("--db", database, "--faults", plan)
      const call = yield* Effect.fork(Effect.either(at(first.url)(batch(targets(100), { key: "k" }))))
      yield* at(first.url)(Effect.repeat(tokens, { until: (count) => count === 100 }))
      assert.isTrue(first.child.kill("SIGKILL"))
      assert.strictEqual(yield* exited(first.child), "SIGKILL")
      assert.strictEqual((yield* Fiber.join(call))._tag, "Left")

      const second = yield* start("--db", database)
      yield* at(second.url)(Effect.gen(function*() {
        const retry = yield* batch(targets(100), { key: "k" })
        assert.deepStrictEqual([retry.status, retry.headers["idempotency-replayed"]], [201, "true"])
        assert.strictEqual(yield* tokens, 100)
      }))
    }),
  patience
)

it.scopedLive("killed before the handler: the key is free at once after a restart", () =>
  Effect.gen(function*() {
    const database = yield* databaseFile
    const plan = JSON.stringify(FaultPlan.of({ fault: Fault.delay(3_600_000), nth: 1 }))
    const first = yield* start("--db", database, "--faults", plan)
    yield* Effect.fork(Effect.either(at(first.url)(create({ key: "k" }))))
    yield* at(first.url)(Effect.repeat(arrived, { until: (count) => count === 1 }))
    assert.strictEqual((yield* at(first.url)(create({ key: "k" }))).status, 409)
    first.child.kill("SIGKILL")
    yield* exited(first.child)
    const second = yield* start("--db", database)
    const retry = yield* at(second.url)(create({ key: "k" }))
    assert.deepStrictEqual([retry.status, retry.headers["idempotency-replayed"]], [201, undefined])
  }), patience)

it.scopedLive(
  "prints its address, and exits on a signal even if a connection is open",
  () =>
    Effect.gen(function*() {
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        const { child, pid, url } = yield* start("--faults", JSON.stringify(FaultPlan.of({ fault: Fault.noAnswer })))
        assert.strictEqual(pid, child.pid)
        yield* Effect.fork(Effect.either(at(url)(create())))
        yield* at(url)(Effect.repeat(tokens, { until: (count) => count === 1 }))
        child.kill(signal)
        assert.strictEqual(yield* exited(child), 0)
      }
    }),
  patience
)

it.scopedLive(
  "flags: a plan from a file, strict, and errors for values that cannot be used",
  () =>
    Effect.gen(function*() {
      const database = yield* databaseFile
      const file = `${database}.json`
      const fs = yield* FileSystem.FileSystem
      yield* fs.writeFileString(file, JSON.stringify(FaultPlan.of({ fault: Fault.status(503), nth: 1 })))
      const { url } = yield* start("--strict", "--seed", "7", "--faults", `@${file}`)
      yield* at(url)(Effect.gen(function*() {
        assert.strictEqual((yield* create({ key: "k" })).status, 503)
        assert.strictEqual((yield* create({ key: "k" })).status, 201)
        assert.strictEqual((yield* create({ key: "k", body: { target_url: "https://x.test/b" } })).status, 422)
      }))
      const refused = spawn(process.execPath, [bin, "--faults", "{}"], { stdio: "ignore" })
      assert.strictEqual(yield* exited(refused), 1)
    }).pipe(Effect.provide(NodeContext.layer)),
  patience
)

/** Output of the emulator in a pipe, without colours. */
const said = (...args: ReadonlyArray<string>) =>
  Effect.async<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>((resume) => {
    const child = spawn(process.execPath, [bin, ...args], { stdio: ["ignore", "pipe", "pipe"] })
    const texts = { stdout: "", stderr: "" }
    for (const name of ["stdout", "stderr"] as const) {
      child[name].on("data", (bytes: Buffer) => {
        texts[name] += bytes.toString()
      })
    }
    child.once("close", (code) => resume(Effect.succeed({ code, ...texts })))
  })

it.live("help is plain text in a pipe, and a wrong flag ends with 2", () =>
  Effect.gen(function*() {
    const help = yield* said("--help")
    assert.deepStrictEqual([help.code, help.stderr], [0, ""])
    assert.include(help.stdout, "--forget-revoked")
    const wrong = yield* said("--prot", "1")
    assert.deepStrictEqual([wrong.code, wrong.stdout], [2, ""])
    assert.include(wrong.stderr, "--prot")
    assert.notInclude(help.stdout + wrong.stderr, "\u001b")
  }), patience)
