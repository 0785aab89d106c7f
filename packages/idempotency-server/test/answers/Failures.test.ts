import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Option, TestClock } from "effect"
import { hash } from "node:crypto"
import { request as rawRequest } from "node:http"
import { StoreError } from "../../src/Store.js"
import { databaseFile, insert, post, serve } from "../support/harness.js"

/** Answers with the status in the path, after it has written. */
const answering = Effect.flatMap(
  HttpServerRequest.HttpServerRequest,
  ({ url }) => Effect.as(insert, HttpServerResponse.unsafeJson({ url }, { status: Number(url.slice(1)) }))
)

const code = (text: string): string => JSON.parse(text).code

describe("what is kept", () => {
  it.scoped("final answers are, and the writes behind them", () =>
    Effect.gen(function*() {
      const { effects, url } = yield* serve(yield* databaseFile, { app: answering })
      for (const status of [200, 201, 207, 303, 400, 402, 410, 422]) {
        assert.strictEqual((yield* post(`${url}/${status}`, { key: "k" })).status, status)
        const again = yield* post(`${url}/${status}`, { key: "k" })
        assert.strictEqual(again.status, status)
        assert.isTrue(again.replayed, String(status))
      }
      assert.strictEqual(yield* effects, 8)
    }))

  it.scoped("a 5xx and an answer that says nothing final are not, and what was written is undone", () =>
    Effect.gen(function*() {
      const { effects, records, url } = yield* serve(yield* databaseFile, { app: answering })
      for (const status of [401, 403, 404, 408, 409, 413, 415, 423, 425, 429, 500, 502, 503, 504]) {
        yield* post(`${url}/${status}`, { key: "k" })
        const again = yield* post(`${url}/${status}`, { key: "k" })
        assert.strictEqual(again.status, status)
        assert.isFalse(again.replayed, String(status))
      }
      assert.strictEqual(yield* effects, 0)
      assert.strictEqual(yield* records, 0)
    }))

  it.scoped("a handler that dies leaves nothing, and the key can be used again", () =>
    Effect.gen(function*() {
      let healthy = false
      const { effects, records, url } = yield* serve(yield* databaseFile, {
        app: Effect.tap(insert, () => healthy ? Effect.void : Effect.dieMessage("broken"))
      })
      assert.strictEqual((yield* post(`${url}/things`, { key: "k" })).status, 500)
      assert.deepStrictEqual([yield* effects, yield* records], [0, 0])
      healthy = true
      assert.strictEqual((yield* post(`${url}/things`, { key: "k" })).status, 201)
      assert.deepStrictEqual([yield* effects, yield* records], [1, 1])
    }))

  it.scoped("a refusal at admission is not, and a replay is admitted for free", () =>
    Effect.gen(function*() {
      let open = false
      let admitted = 0
      const { effects, url } = yield* serve(yield* databaseFile, {
        options: {
          admit: () => {
            admitted++
            return open ? Effect.void : Effect.fail(HttpServerResponse.empty({ status: 429 }))
          }
        }
      })
      assert.strictEqual((yield* post(`${url}/things`, { key: "k" })).status, 429)
      open = true
      assert.strictEqual((yield* post(`${url}/things`, { key: "k" })).status, 201)
      open = false
      assert.isTrue((yield* post(`${url}/things`, { key: "k" })).replayed)
      assert.strictEqual(admitted, 2)
      assert.strictEqual(yield* effects, 1)
    }))

  it.scoped("an admission that throws fails its request, and holds the key no longer than that", () =>
    Effect.gen(function*() {
      let admitted = 0
      const { effects, url } = yield* serve(yield* databaseFile, {
        options: {
          admit: () => {
            if (++admitted < 3) throw new Error("broken")
            return Effect.void
          }
        }
      })
      for (const status of [500, 500, 201]) {
        assert.strictEqual((yield* post(`${url}/things`, { key: "k" })).status, status)
      }
      assert.deepStrictEqual([admitted, yield* effects], [3, 1])
    }))
})

describe("expiry", () => {
  it.scoped("S23 a record lives to the last millisecond of its retention and no longer", () =>
    Effect.gen(function*() {
      const { effects, url } = yield* serve(yield* databaseFile)
      const first = yield* post(`${url}/things`, { key: "k", body: "1" })
      yield* TestClock.adjust(24 * 60 * 60 * 1000 - 1)
      assert.strictEqual((yield* post(`${url}/things`, { key: "k", body: "1" })).text, first.text)
      yield* TestClock.adjust(1)
      const fresh = yield* post(`${url}/things`, { key: "k", body: "2" })
      assert.strictEqual(fresh.status, 201)
      assert.isFalse(fresh.replayed)
      assert.strictEqual(yield* effects, 2)
      yield* TestClock.adjust("23 hours")
      assert.strictEqual((yield* post(`${url}/things`, { key: "k", body: "2" })).text, fresh.text)
    }))

  it.scoped("the retention can be set, and expired rows go with later executions", () =>
    Effect.gen(function*() {
      const { records, url } = yield* serve(yield* databaseFile, { options: { retention: "1 minute" } })
      for (let i = 0; i < 25; i++) yield* post(`${url}/things`, { key: `old-${i}` })
      yield* TestClock.adjust("1 minute")
      for (let i = 0; i < 3; i++) yield* post(`${url}/things`, { key: `new-${i}` })
      assert.strictEqual(yield* records, 3)
    }))
})

describe("scope", () => {
  it.scoped("S33 one key is another's under another principal or on another path", () =>
    Effect.gen(function*() {
      const { effects, url } = yield* serve(yield* databaseFile)
      const call = (path: string, authorization: string) => post(url + path, { key: "k", headers: { authorization } })
      const answers = [yield* call("/a", "A"), yield* call("/a", "B"), yield* call("/b", "A")]
      assert.isTrue(answers.every(({ replayed, status }) => status === 201 && !replayed))
      assert.strictEqual((yield* call("/a", "A")).text, answers[0]?.text)
      assert.strictEqual(yield* effects, 3)
    }))

  it.scoped("a request without a principal is refused and never kept", () =>
    Effect.gen(function*() {
      const { effects, records, url } = yield* serve(yield* databaseFile, {
        options: { principal: () => Effect.fail(HttpServerResponse.empty({ status: 401 })) }
      })
      assert.strictEqual((yield* post(`${url}/things`, { key: "k" })).status, 401)
      assert.deepStrictEqual([yield* effects, yield* records], [0, 0])
    }))

  it.scoped("neither keys nor principals stand in the database", () =>
    Effect.gen(function*() {
      const { sql, url } = yield* serve(yield* databaseFile)
      yield* post(`${url}/things`, { key: "job-secret-key", headers: { authorization: "secret-principal" } })
      const rows = JSON.stringify(yield* sql`SELECT * FROM idempotency_records`)
      assert.notInclude(rows, "secret")
      // Operators tell callers apart all the same.
      assert.include(rows, `sha256:${hash("sha256", "secret-principal").slice(0, 16)}`)
    }))
})

describe("keys", () => {
  it.scoped("S34 are checked before anything runs, and not echoed", () =>
    Effect.gen(function*() {
      const { effects, url } = yield* serve(yield* databaseFile)
      for (const key of ["", "x".repeat(256), "schl\u00fcssel", "tab\tbed"]) {
        const answer = yield* post(`${url}/things`, { key })
        assert.strictEqual(answer.status, 400, key)
        assert.strictEqual(code(answer.text), "invalid_idempotency_key")
        if (key !== "") assert.notInclude(answer.text, key)
      }
      assert.strictEqual(yield* effects, 0)
      for (const key of ["x", "x".repeat(255), "a b", "CASE", "case"]) {
        assert.strictEqual((yield* post(`${url}/things`, { key })).replayed, false, key)
      }
      assert.strictEqual(yield* effects, 5)
    }))

  it.scoped("S34 a key in quotes is the same key, and the rules are for what stands in them", () =>
    Effect.gen(function*() {
      const { effects, url } = yield* serve(yield* databaseFile)
      const pairs = [["job 1", "\"job 1\""], ["x".repeat(255), `"${"x".repeat(255)}"`], ["a\"b\\c", "\"a\\\"b\\\\c\""]]
      for (const [bare = "", quoted = ""] of pairs) {
        const first = yield* post(`${url}/things`, { key: quoted })
        const second = yield* post(`${url}/things`, { key: bare })
        assert.deepStrictEqual([first.replayed, second.text, second.replayed], [false, first.text, true], bare)
      }
      for (const key of ["\"\"", `"${"x".repeat(256)}"`, "\" x\""]) {
        assert.strictEqual((yield* post(`${url}/things`, { key })).status, 400, key)
      }
      // What begins with a quote and is not one quoted string.
      for (const key of ["\"", "\"open", "\"a\"b\"", "\"a\\\"", "\"a\";b", "\"a\", \"b\""]) {
        const { status, text } = yield* post(`${url}/things`, { key })
        assert.deepStrictEqual([status, code(text)], [400, "invalid_idempotency_key"], key)
      }
      assert.strictEqual(yield* effects, 3)
    }))

  it.scoped("a body over the limit is refused, with its length given or not", () =>
    Effect.gen(function*() {
      const { effects, url } = yield* serve(yield* databaseFile, { options: { maxBodyBytes: 4 } })
      assert.strictEqual((yield* post(`${url}/things`, { key: "k", body: "1234" })).status, 201)
      const answer = yield* post(`${url}/things`, { key: "l", body: "12345" })
      assert.deepStrictEqual([answer.status, code(answer.text)], [413, "body_too_large"])
      assert.strictEqual(yield* effects, 1)
    }))
})

describe("a client that hangs up", () => {
  it.scoped("S16 does not stop the handler: the answer is there for the retry", () =>
    Effect.gen(function*() {
      const started = yield* Deferred.make<void>()
      // Continues when the server itself has seen that the connection is gone.
      const untilClosed = Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
        Effect.async<void>((resume) => {
          NodeHttpServerRequest.toServerResponse(request).once("close", () =>
            resume(Effect.void))
          Deferred.unsafeDone(started, Effect.void)
        }))
      const { effects, url } = yield* serve(yield* databaseFile, { app: Effect.zipRight(untilClosed, insert) })
      const socket = yield* Effect.sync(() => {
        const request = rawRequest(`${url}/things`, { method: "POST", headers: { "idempotency-key": "k" } })
        request.on("error", () => {})
        request.end("{}")
        return request
      })
      yield* Deferred.await(started)
      yield* Effect.sync(() =>
        socket.destroy()
      )
      const retry = yield* post(`${url}/things`, { key: "k" }).pipe(
        Effect.repeat({ until: ({ status }) => status !== 409 })
      )
      assert.strictEqual(retry.status, 201)
      assert.isTrue(retry.replayed)
      assert.strictEqual(yield* effects, 1)
    }))
})

describe("a store in trouble", () => {
  it.scoped("nothing runs when it cannot be asked", () =>
    Effect.gen(function*() {
      const { effects, url } = yield* serve(yield* databaseFile, {
        decorate: (store) => ({ ...store, look: () => Effect.fail(new StoreError({ reason: "failed" })) })
      })
      const answer = yield* post(`${url}/things`, { key: "k" })
      assert.deepStrictEqual([answer.status, code(answer.text)], [503, "idempotency_unavailable"])
      assert.strictEqual(answer.headers.get("retry-after"), "1")
      assert.strictEqual(yield* effects, 0)
    }))

  it.scoped("S8 a commit that cannot be read back is reported as such, and its answer is there for the retry", () =>
    Effect.gen(function*() {
      let readable = false
      const { effects, url } = yield* serve(yield* databaseFile, {
        decorate: (store) => ({
          ...store,
          transact: (claim, handler) =>
            readable
              ? store.transact(claim, handler)
              : Effect.zipRight(store.transact(claim, handler), new StoreError({ reason: "unknown" }))
        })
      })
      assert.strictEqual((yield* post(`${url}/things`, { key: "k" })).status, 503)
      readable = true
      assert.isTrue((yield* post(`${url}/things`, { key: "k" })).replayed)
      assert.strictEqual(yield* effects, 1)
    }))

  it.scoped("S5 a record that appears between the look and the claim is replayed, not overwritten", () =>
    Effect.gen(function*() {
      let blind = true
      const { effects, url } = yield* serve(yield* databaseFile, {
        decorate: (store) => ({
          ...store,
          look: (identity) => blind ? Effect.succeed(Option.none()) : store.look(identity)
        })
      })
      const first = yield* post(`${url}/things`, { key: "k" })
      const second = yield* post(`${url}/things`, { key: "k" })
      blind = false
      assert.strictEqual(second.text, first.text)
      assert.isTrue(second.replayed)
      assert.strictEqual(yield* effects, 1)
    }))
})
