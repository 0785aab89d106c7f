import { HttpClient, HttpClientRequest, HttpClientResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { Gate, Idempotent, RetryPolicy } from "../src/index.js"
import { enveloped } from "./support/dialects.js"

/** The quick form of the suite looks at names of lanes, and leaves out the snapshot of the heap, which takes seconds. */
const isQuick = process.env["QURL_TESTS"] === "quick"

const answering = (status: number) =>
  HttpClient.make((request) => Effect.sync(() => HttpClientResponse.fromWeb(request, Response.json({}, { status }))))

/** Calls once with each of these credentials. */
const callAs = (client: Idempotent.Idempotent, from: number, to: number) =>
  Effect.forEach(
    Array.from({ length: to - from }, (_, index) => `Bearer planted-${from + index}`),
    (authorization) =>
      client.execute(HttpClientRequest.get("https://api.test/v1", { headers: { authorization } }), {
        retry: RetryPolicy.none
      }),
    { discard: true }
  )

describe("the lanes of a gate", () => {
  it.effect("that are in use or closed are kept", () =>
    Effect.gen(function*() {
      const gate = yield* Gate.make()
      const ask = (lane: string) => ({ lane, ticket: 1, patience: 1 })
      const pass = (lane: string, asked: number) =>
        gate.pass(ask(lane), Effect.void, () => ({ _tag: "Limited", asked } as const))
      yield* pass("closed for an hour", 3_600_000)
      yield* pass("closed for a second", 1000)
      yield* TestClock.adjust("30 minutes")
      yield* pass("new", 1000)
      const refused = yield* gate.pass(ask("closed for an hour"), Effect.void, () => ({ _tag: "Served" }))
      assert.deepInclude(refused, { _tag: "Left", left: { opensIn: 1_800_000 } })
    }))

  it.effect("are named without the credential", () =>
    Effect.gen(function*() {
      const names = new Set<string>()
      const gate = yield* Gate.make()
      const recording = Gate.Gate.of({
        ticket: gate.ticket,
        pass: (ask, request, verdict) => {
          names.add(ask.lane)
          return gate.pass(ask, request, verdict)
        }
      })
      const client = yield* Idempotent.make(answering(200), { dialect: enveloped }).pipe(
        Effect.provideService(Gate.Gate, recording)
      )
      yield* callAs(client, 0, 20)
      assert.strictEqual(names.size, 20)
      for (const name of names) assert.match(name, /^[\w-]{32} (reads|writes)$/)
    }))

  const counted = async (...args: ReadonlyArray<string>) => {
    const program = fileURLToPath(new URL("programs/lanes.mjs", import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args])
    return JSON.parse(stdout)
  }

  it("are forgotten once they are idle", async () => {
    assert.deepStrictEqual(await counted(), { served: 0, limited: 800, idle: 1 })
  }, 120_000)

  it.skipIf(isQuick)("hold no credential", async () => {
    const { credentials, witnesses } = await counted("--snapshot")
    assert.isAtLeast(witnesses, 1, "the snapshot shows texts")
    assert.strictEqual(credentials, 0)
  }, 120_000)
})
