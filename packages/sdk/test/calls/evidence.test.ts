import { FetchHttpClient } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import {
  AccessCodes,
  ApiKeys,
  type Deleted,
  Domains,
  KeyGenerator,
  Pin,
  Qurl,
  type QurlError,
  QurlServices,
  Resources,
  RetryPolicy,
  Sessions,
  Webhooks
} from "@qurl/sdk"
import * as Memory from "@qurl/sdk/Journal/Memory"
import { layerHttpClient } from "@qurl/sdk/Node"
import { Effect, Layer, Redacted } from "effect"
import { collect, rowsOf, signs } from "../support/bulk.js"
import { quickly } from "../support/emulator.js"
import { problem, replayOfHalf, type Reply, serve, type Server } from "../support/server.js"
import { api, behind, refusals } from "../support/strangers.js"

const input = { target_url: "https://example.com/report.pdf" }

const transports = { fetch: FetchHttpClient.layer, undici: layerHttpClient }

/** Runs a program against a server, without the waits between attempts. */
const on = (server: Server, transport: keyof typeof transports = "fetch") =>
<A, E>(
  program: Effect.Effect<A, E, QurlServices>
) =>
  program.pipe(
    Effect.provide(RetryPolicy.layer(quickly(RetryPolicy.keyed))),
    Effect.provide(
      QurlServices.layer({ apiKey: Redacted.make("lv_test_1"), baseUrl: server.url }).pipe(
        Layer.provide(transports[transport]),
        Layer.orDie
      )
    )
  )

const keysOf = (server: Server) => server.received.map(({ headers }) => headers["idempotency-key"])

describe.each(["fetch", "undici"] as const)("answers of strangers, on %s", (transport) => {
  for (const [name, stranger] of refusals) {
    it.scopedLive(`D8 ${name} after a lost answer leaves the outcome unknown and the key alive`, () =>
      Effect.gen(function*() {
        const made = api()
        const server = yield* behind(made, made.lose, stranger)
        yield* on(server, transport)(Effect.gen(function*() {
          const error = yield* Effect.flip(Qurl.create(input))
          assert.deepInclude(error, { outcome: "unknown", attempts: 2 })
          assert.notMatch(error.message, /new key|did nothing|create a new one/)
          assert.include(error.message, "the same input")
          // Doing what the message says finds the first result.
          yield* Qurl.create(input, { idempotencyKey: error.idempotencyKey })
        }))
        assert.deepStrictEqual(made.links, [input.target_url])
        assert.strictEqual(new Set(keysOf(server)).size, 1)
      }))

    it.scopedLive(`D8 ${name} as the first answer says nothing of what was done`, () =>
      Effect.gen(function*() {
        const server = yield* serve(stranger)
        const error = yield* on(server, transport)(Effect.flip(Qurl.create(input)))
        assert.deepInclude(error, { outcome: "unknown", attempts: 1 })
        assert.notInclude(error.message, "new key")
      }))
  }

  it.scopedLive("D8 JSON of a gateway that was cut short is not a success that was lost", () =>
    Effect.gen(function*() {
      for (const status of [200, 201, 202, 226]) {
        for (const length of [{}, { "content-length": "90" }]) {
          const page = {
            status,
            text: "{\"status\":\"o",
            headers: { "content-type": "application/json", "x-request-id": "9f3a", ...length }
          }
          const made = api()
          const server = yield* behind(made, page, page)
          yield* on(server, transport)(Effect.gen(function*() {
            const error = yield* Effect.flip(
              Qurl.create(input, { retry: quickly({ ...RetryPolicy.keyed, attempts: 2 }), timeout: "300 millis" })
            )
            assert.deepInclude(error, { outcome: "unknown", attempts: 2 })
            yield* Qurl.create(input, { idempotencyKey: error.idempotencyKey })
          }))
          assert.deepStrictEqual(made.links, [input.target_url])
          assert.strictEqual(new Set(keysOf(server)).size, 1)
        }
      }
    }))

  it.scopedLive("D8 half of a stored refusal is not a success, even under the status of one", () =>
    Effect.gen(function*() {
      const page = {
        status: 201,
        text: "{\"error\":{\"code\"",
        headers: { "content-type": "application/problem+json", "idempotency-replayed": "true" }
      }
      const error = yield* on(yield* serve(page), transport)(Effect.flip(Qurl.create(input)))
      assert.deepInclude(error, { outcome: "unknown", reason: "body cut" })
    }))

  it.scopedLive("D8 an answer that was certain is never taken back", () =>
    Effect.gen(function*() {
      for (const [, stranger] of [...refusals, ["the API's own", problem(404, { code: "not_found" })] as const]) {
        const server = yield* serve(replayOfHalf, stranger)
        const error = yield* on(server, transport)(Effect.flip(Qurl.create(input)))
        assert.deepInclude(error, { outcome: "applied but unreadable", attempts: 2 })
      }
    }))
})

describe("work that may have left", () => {
  for (const [name, stranger] of refusals) {
    it.scopedLive(`D8 a job keeps its keys: ${name}`, () =>
      Effect.gen(function*() {
        const made = api()
        const server = yield* behind(made, made.lose, stranger, stranger, made.lose, stranger)
        const run = collect(rowsOf(100), { job: "guests" })
        const runs = on(server)(Effect.gen(function*() {
          const first = yield* run
          assert.strictEqual(signs(first.results), "?".repeat(100))
          assert.strictEqual(signs((yield* run).results), "?".repeat(100))
          let last = yield* run
          for (let again = 0; last.error !== undefined && again < 3; again++) last = yield* run
          assert.strictEqual(signs(last.results), "+".repeat(100))
        }))
        yield* Effect.provide(runs, Memory.layer)
        assert.strictEqual(made.links.length, 100)
        assert.strictEqual(new Set(keysOf(server)).size, 1)
      }))

    it.scopedLive(`D8 fromJob gives the next identical call the same key: ${name}`, () =>
      Effect.gen(function*() {
        const made = api()
        const server = yield* behind(made, made.lose, stranger, stranger)
        const call = Qurl.create(input)
        yield* on(server)(Effect.retry(call, { times: 2 })).pipe(
          Effect.provide(KeyGenerator.fromJob("import", { startedAt: Date.now() }))
        )
        assert.strictEqual(made.executions.length, 1)
        assert.strictEqual(new Set(keysOf(server)).size, 1)
      }))

    it.scopedLive(`D8 a pinned region keeps its keys: ${name}`, () =>
      Effect.gen(function*() {
        const made = api()
        const server = yield* behind(made, made.lose, stranger, stranger)
        const pin = yield* Pin.make
        yield* on(server)(Effect.retry(pin(Qurl.create(input)), { times: 2 }))
        assert.strictEqual(made.executions.length, 1)
      }))
  }

  it.scopedLive("D8 a key that met another body in a job is not replaced: its rows may exist", () =>
    Effect.gen(function*() {
      const made = api()
      const server = yield* behind(made, made.lose, problem(422, { code: "idempotency_key_reused" }))
      const run = collect(rowsOf(10), { job: "guests" })
      const results = on(server)(Effect.map(Effect.all([run, run]), ([first, second]) => {
        assert.strictEqual(signs(first.results), "?".repeat(10))
        assert.strictEqual(signs(second.results), "+".repeat(10))
      }))
      yield* Effect.provide(results, Memory.layer)
      assert.strictEqual(made.links.length, 10)
    }))

  it.scopedLive("D8 the API's own refusal of an earlier request ends it, and its rows get a new key", () =>
    Effect.gen(function*() {
      const made = api()
      const server = yield* behind(made, "reset", "reset", "reset", "reset", problem(400, { code: "invalid_request" }))
      const run = collect(rowsOf(10), { job: "guests" })
      const results = on(server)(Effect.map(Effect.all([run, run, run]), (runs) => {
        assert.deepStrictEqual(
          runs.map(({ results }) => signs(results)),
          ["?".repeat(10), ".".repeat(10), "+".repeat(10)]
        )
      }))
      yield* Effect.provide(results, Memory.layer)
      assert.strictEqual(made.links.length, 10)
    }))
})

const deletes: Readonly<Record<string, Effect.Effect<Deleted, QurlError, QurlServices>>> = {
  "Qurl.delete": Qurl.delete("r_1"),
  "Resources.delete": Resources.delete("r_1"),
  "Resources.revokeQurl": Resources.revokeQurl("r_1", "q_1"),
  "Sessions.terminate": Sessions.terminate("r_1", "s_1"),
  "Domains.delete": Domains.delete("go.example.com"),
  "Webhooks.delete": Webhooks.delete("wh_1"),
  "ApiKeys.revoke": ApiKeys.revoke("key_1"),
  "AccessCodes.revoke": AccessCodes.revoke("ac_1")
}

const notDeleted: ReadonlyArray<readonly [string, Reply]> = [
  ...refusals,
  ["JSON with 202", { status: 202, json: { data: { status: "queued" }, meta: { request_id: "req_1" } } }],
  ["an error with 202", { status: 202, json: { error: { code: "queued" } } }],
  ["data with 200", { status: 200, json: { data: {}, meta: { request_id: "req_1" } } }],
  ["226", { status: 226, text: "" }],
  ["an empty 200", { status: 200, text: "" }]
]

/** Deletes share their code, so the quick form of the suite tries all strangers with one of them, and a share with each. */
const isQuick = process.env["QURL_TESTS"] === "quick"

describe.each(["fetch", "undici"] as const)("deletes, on %s", (transport) => {
  for (const [index, [name, remove]] of Object.entries(deletes).entries()) {
    const strangers = isQuick && index > 0 ? notDeleted.filter((_, at) => at % 7 === index - 1) : notDeleted
    it.scopedLive(`D9 ${name} succeeds on a 204 and on nothing that a stranger says`, () =>
      Effect.gen(function*() {
        yield* on(yield* serve({ status: 204 }), transport)(remove)
        for (const [what, stranger] of strangers) {
          const error = yield* on(yield* serve(stranger), transport)(Effect.flip(remove))
          assert.notInclude(["applied", "rejected", "not sent"], error.outcome, what)
          const after = yield* on(yield* serve("reset", stranger), transport)(Effect.flip(remove))
          assert.notInclude(["applied", "rejected", "not sent"], after.outcome, what)
        }
      }))

    it.scopedLive(`D9 ${name} after a lost answer ends with the API's own "not found", and not without one`, () =>
      Effect.gen(function*() {
        const gone = problem(404, { code: "not_found" })
        assert.strictEqual((yield* on(yield* serve("reset", gone), transport)(remove)).meta.attempts, 2)
        const error = yield* on(yield* serve(gone), transport)(Effect.flip(remove))
        assert.deepInclude(error, { _tag: "NotFoundError", outcome: "rejected" })
      }))
  }
})
