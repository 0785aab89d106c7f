import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import { SqlClient } from "@effect/sql"
import { assert, type Vitest } from "@effect/vitest"
import { Effect, Exit, Fiber, type Scope, TestClock, type TestServices } from "effect"
import { request as rawRequest } from "node:http"
import { makeCutter } from "./cutter.js"
import { insert, makeGate, type Place, post, serve } from "./harness.js"

const write = (body: string) =>
  Effect.flatMap(SqlClient.SqlClient, (sql) => sql`INSERT INTO effects (body) VALUES (${body})`).pipe(Effect.orDie)

/** Failures between a server and its clients, on every store that shares its database with the handlers. */
export const scenarios = <R>(
  scoped: Vitest.Tester<R | Scope.Scope | TestServices.TestServices>,
  place: Effect.Effect<Place, never, R | Scope.Scope>
) => {
  scoped(
    "S4 a retry between the record and the first byte of the answer is a replay, never in flight",
    () =>
      Effect.gen(function*() {
        const { pass, release, started } = yield* makeGate
        const { effects, url } = yield* serve(yield* place, {
          decorate: (store) => ({ ...store, transact: (...args) => Effect.zipLeft(store.transact(...args), pass) })
        })
        const first = yield* Effect.fork(post(url, { key: "k" }))
        yield* started
        const retry = yield* post(url, { key: "k" })
        assert.deepStrictEqual([retry.status, retry.replayed], [201, true])
        yield* release
        assert.strictEqual((yield* Fiber.join(first)).text, retry.text)
        assert.strictEqual(yield* effects, 1)
      })
  )

  scoped(
    "S6 a record that is gone whenever it is looked at is in the way once, and makes nobody run without a claim",
    () =>
      Effect.gen(function*() {
        let isForced = true
        const { effects, url } = yield* serve(yield* place, {
          decorate: (store) => ({
            ...store,
            transact: ({ fingerprint, ...request }, handler) =>
              isForced
                ? Effect.succeed({
                  _tag: "Found",
                  record: {
                    _tag: "Running",
                    fingerprint,
                    gen: 1,
                    createdAt: 0,
                    expiresAt: 60_000,
                    leaseLeftMillis: 1000
                  }
                })
                : store.transact({ fingerprint, ...request }, handler)
          })
        })
        const refused = yield* post(url, { key: "k" })
        assert.strictEqual(refused.status, 409)
        assert.strictEqual(yield* effects, 0)
        isForced = false
        assert.strictEqual((yield* post(url, { key: "k" })).status, 201)
      })
  )

  scoped(
    "S13 a handler that changes what it was given and what it gave changes no record",
    () =>
      Effect.gen(function*() {
        const answer = new TextEncoder().encode("{\"answer\":1}")
        const { effects, url } = yield* serve(yield* place, {
          app: Effect.gen(function*() {
            const request = yield* HttpServerRequest.HttpServerRequest
            const body = yield* Effect.orDie(request.arrayBuffer)
            yield* write("handled")
            new Uint8Array(body).fill(0)
            Object.assign(request.headers, { "idempotency-key": "another", authorization: "somebody else" })
            return HttpServerResponse.uint8Array(answer, { contentType: "application/json" })
          })
        })
        const first = yield* post(url, { key: "k", body: "[1]" })
        answer.fill(0)
        const second = yield* post(url, { key: "k", body: "[1]" })
        assert.deepStrictEqual([second.text, second.replayed], [first.text, true])
        assert.strictEqual((yield* post(url, { key: "k", body: "[2]" })).status, 422)
        assert.strictEqual((yield* post(url, { key: "another", body: "[1]" })).replayed, false)
        assert.strictEqual(yield* effects, 2)
      })
  )

  scoped(
    "S22 a clock ten minutes ahead or an hour behind takes nothing over and forgets nothing",
    () =>
      Effect.gen(function*() {
        const { pass, release, started } = yield* makeGate
        const { effects, url } = yield* serve(yield* place, { app: Effect.zipRight(pass, insert) })
        yield* TestClock.adjust("2 hours")
        const first = yield* Effect.fork(post(url, { key: "k" }))
        yield* started
        yield* TestClock.adjust("10 minutes")
        assert.strictEqual((yield* post(url, { key: "k" })).status, 409)
        yield* release
        const { text } = yield* Fiber.join(first)
        for (const time of [60 * 60_000, 2 * 60 * 60_000, 2 * 60 * 60_000 + 20 * 60_000]) {
          yield* TestClock.setTime(time)
          const again = yield* post(url, { key: "k" })
          assert.deepStrictEqual([again.replayed, again.text], [true, text])
        }
        assert.strictEqual(yield* effects, 1)
      })
  )

  scoped(
    "S26 a transaction within the handler is undone alone; what its fibers write is committed or undone with it",
    () =>
      Effect.gen(function*() {
        let healthy = false
        const { effects, url } = yield* serve(yield* place, {
          app: Effect.gen(function*() {
            const sql = yield* SqlClient.SqlClient
            yield* Effect.ignore(sql.withTransaction(Effect.zipRight(write("undone"), Effect.fail("of no use"))))
            yield* Effect.orDie(sql.withTransaction(write("nested")))
            yield* Effect.flatMap(Effect.fork(write("forked")), Fiber.join)
            return HttpServerResponse.empty({ status: healthy ? 201 : 500 })
          })
        })
        assert.strictEqual((yield* post(url, { key: "k" })).status, 500)
        assert.strictEqual(yield* effects, 0)
        healthy = true
        assert.strictEqual((yield* post(url, { key: "k" })).status, 201)
        assert.strictEqual(yield* effects, 2)
      })
  )

  scoped("S28 twenty requests on fewer connections all come to their end", () =>
    Effect.gen(function*() {
      const { effects, url } = yield* serve(yield* place, {
        app: Effect.zipRight(Effect.orDie(write("before")), insert)
      })
      const keys = Array.from({ length: 20 }, (_, n) => `key ${n}`)
      const all = Effect.forEach(keys, (key) => post(url, { key }), { concurrency: "unbounded" })
      const [first, second] = [yield* all, yield* all]
      assert.deepStrictEqual(first.map(({ replayed, status }) => [status, replayed]), keys.map(() => [201, false]))
      assert.deepStrictEqual(second.map(({ text }) => text), first.map(({ text }) => text))
      assert.strictEqual(yield* effects, 40)
    }))

  scoped(
    "S32 cookies, dates, traces and permissions of the first answer are not those of a replay",
    () =>
      Effect.gen(function*() {
        const passing = {
          "set-cookie": "a=b",
          date: "Thu, 01 Jan 1970 00:00:00 GMT",
          traceparent: "00-1-2-01",
          "access-control-allow-origin": "https://one.example"
        }
        const { url } = yield* serve(yield* place, {
          app: Effect.succeed(HttpServerResponse.unsafeJson({}, { headers: { ...passing, etag: "\"x\"" } }))
        })
        const [first, second] = [yield* post(url, { key: "k" }), yield* post(url, { key: "k" })]
        for (const [name, value] of Object.entries(passing)) {
          assert.strictEqual(first.headers.get(name), value)
          assert.notStrictEqual(second.headers.get(name), value)
        }
        assert.deepStrictEqual([second.replayed, second.headers.get("etag")], [true, "\"x\""])
      })
  )

  scoped(
    "S39 an answer that is lost in the server, on the way or by the client is there for the retry",
    () =>
      Effect.gen(function*() {
        const opened = yield* place
        const { effects, url } = yield* serve(opened, {
          around: (answered) =>
            Effect.gen(function*() {
              const request = yield* HttpServerRequest.HttpServerRequest
              const response = yield* answered
              if (request.headers["x-lose"] === "server") NodeHttpServerRequest.toServerResponse(request).destroy()
              return response
            })
        })
        const wire = yield* makeCutter(url)
        const hangUp = Effect.async<void>((resume) => {
          const request = rawRequest(url, { method: "POST", headers: { "idempotency-key": "client" } })
          request.on("error", () => {})
          request.on("response", (response) => {
            response.destroy()
            resume(Effect.void)
          })
          request.end("{}")
        })
        const lost = [
          ["server", post(url, { key: "server", headers: { "x-lose": "server" } })],
          ["wire", post(wire, { key: "wire" })],
          ["client", Effect.zipRight(hangUp, Effect.die("no answer"))]
        ] as const
        for (const [key, ask] of lost) {
          assert.isTrue(Exit.isFailure(yield* Effect.exit(ask)), key)
          const retry = yield* post(url, { key })
          assert.deepStrictEqual([retry.status, retry.replayed], [201, true], key)
        }
        assert.strictEqual(yield* effects, 3)
      })
  )
}
