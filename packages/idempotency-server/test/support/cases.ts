import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { assert, describe, type Vitest } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Effect, type Exit, Fiber, Option, type Scope, Stream, TestClock, type TestServices } from "effect"
import { type Answer, insert, makeGate, type Place, post, serve } from "./harness.js"

const code = (text: string): string => JSON.parse(text).code

/** Cases of the middleware on every store that shares its database with the handlers. */
export const cases = <R>(
  scoped: Vitest.Tester<R | Scope.Scope | TestServices.TestServices>,
  place: Effect.Effect<Place, never, R | Scope.Scope>
) => {
  describe("replay", () => {
    scoped(
      "a second request gets the first answer byte for byte, marked, and nothing runs again",
      () =>
        Effect.gen(function*() {
          const { effects, url } = yield* serve(yield* place)
          const first = yield* post(`${url}/things`, { key: "k", body: "{\"a\":1}" })
          const second = yield* post(`${url}/things`, { key: "k", body: "{\"a\":1}" })
          assert.strictEqual(first.status, 201)
          assert.isFalse(first.replayed)
          assert.isTrue(second.replayed)
          assert.strictEqual(second.status, first.status)
          assert.strictEqual(second.text, first.text)
          assert.strictEqual(second.headers.get("content-type"), first.headers.get("content-type"))
          assert.strictEqual(second.headers.get("location"), "/things/1")
          assert.strictEqual(first.headers.get("set-cookie"), "a=b")
          assert.isNull(second.headers.get("set-cookie"))
          assert.isNull(second.headers.get("x-other"))
          assert.strictEqual(yield* effects, 1)
        })
    )

    scoped("survives a restart on the same file", () =>
      Effect.gen(function*() {
        const file = yield* place
        const first = yield* Effect.scoped(
          Effect.flatMap(serve(file), ({ url }) => post(`${url}/things`, { key: "k" }))
        )
        const { effects, url } = yield* serve(file)
        const second = yield* post(`${url}/things`, { key: "k" })
        assert.strictEqual(second.text, first.text)
        assert.isTrue(second.replayed)
        assert.strictEqual(yield* effects, 1)
      }))

    scoped("an empty answer and a streamed one come back, too", () =>
      Effect.gen(function*() {
        const app = Effect.gen(function*() {
          const request = yield* HttpServerRequest.HttpServerRequest
          yield* Effect.asVoid(insert)
          return request.url === "/empty"
            ? HttpServerResponse.empty({ status: 204 })
            : HttpServerResponse.stream(Stream.make("a", "b").pipe(Stream.encodeText), { contentType: "text/plain" })
        })
        const { effects, url } = yield* serve(yield* place, { app })
        for (const [path, text] of [["/empty", ""], ["/stream", "ab"]] as const) {
          const first = yield* post(url + path, { key: "k" })
          const second = yield* post(url + path, { key: "k" })
          assert.deepStrictEqual([first.text, second.text], [text, text])
          assert.strictEqual(second.status, first.status)
          assert.isTrue(second.replayed)
        }
        assert.strictEqual(yield* effects, 2)
      }))

    scoped(
      "a refusal that was not kept makes way for another body, which then has the key",
      () =>
        Effect.gen(function*() {
          const app = Effect.gen(function*() {
            const request = yield* HttpServerRequest.HttpServerRequest
            const tooLarge = (yield* Effect.orDie(request.text)).length > 4
            return tooLarge ? HttpServerResponse.empty({ status: 413 }) : yield* insert
          })
          const { effects, url } = yield* serve(yield* place, { app })
          assert.strictEqual((yield* post(`${url}/things`, { key: "k", body: "large" })).status, 413)
          const smaller = yield* post(`${url}/things`, { key: "k", body: "less" })
          assert.deepStrictEqual([smaller.status, smaller.replayed], [201, false])
          assert.strictEqual((yield* post(`${url}/things`, { key: "k", body: "large" })).status, 422)
          assert.deepStrictEqual((yield* post(`${url}/things`, { key: "k", body: "less" })).text, smaller.text)
          assert.strictEqual(yield* effects, 1)
        })
    )

    scoped("does not wait behind a transaction", () =>
      Effect.gen(function*() {
        const { pass, release, started } = yield* makeGate
        const { url } = yield* serve(yield* place, {
          app: Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ url }) =>
            url === "/slow" ? Effect.zipRight(pass, insert) : insert)
        })
        yield* post(`${url}/fast`, { key: "k" })
        const slow = yield* Effect.fork(post(`${url}/slow`, { key: "k" }))
        yield* started
        assert.isTrue((yield* post(`${url}/fast`, { key: "k" })).replayed)
        yield* release
        assert.strictEqual((yield* slow).status, 201)
      }))

    scoped("without a key, and on a route that takes none, every request runs", () =>
      Effect.gen(function*() {
        const { effects, records, url } = yield* serve(yield* place, {
          options: { isKeyed: (request) => request.url !== "/unkeyed" }
        })
        yield* post(`${url}/things`, {})
        yield* post(`${url}/things`, {})
        yield* post(`${url}/unkeyed`, { key: "k" })
        yield* post(`${url}/unkeyed`, { key: "k" })
        assert.strictEqual(yield* effects, 4)
        assert.strictEqual(yield* records, 0)
      }))
  })

  describe("another body under a used key", () => {
    scoped("is refused with the dialect's answer, and costs the first record nothing", () =>
      Effect.gen(function*() {
        const { effects, url } = yield* serve(yield* place)
        const first = yield* post(`${url}/things`, { key: "k", body: "1" })
        const other = yield* post(`${url}/things`, { key: "k", body: "2" })
        assert.strictEqual(other.status, 422)
        assert.strictEqual(code(other.text), "idempotency_key_reused")
        assert.isFalse(other.replayed)
        assert.strictEqual((yield* post(`${url}/things`, { key: "k", body: "1" })).text, first.text)
        assert.strictEqual(yield* effects, 1)
      }))

    scoped("gets the first answer when the vendor does it that way", () =>
      Effect.gen(function*() {
        const { effects, url } = yield* serve(yield* place, { options: { mismatch: "replay" } })
        const first = yield* post(`${url}/things`, { key: "k", body: "1" })
        const other = yield* post(`${url}/things`, { key: "k", body: "2" })
        assert.isTrue(other.replayed)
        assert.strictEqual(other.text, first.text)
        assert.strictEqual(yield* effects, 1)
      }))

    scoped("is refused as such, not as in flight, while the first runs", () =>
      Effect.gen(function*() {
        const { pass, release, started } = yield* makeGate
        const { url } = yield* serve(yield* place, { app: Effect.zipRight(pass, insert) })
        const first = yield* Effect.fork(post(`${url}/things`, { key: "k", body: "1" }))
        yield* started
        assert.strictEqual((yield* post(`${url}/things`, { key: "k", body: "2" })).status, 422)
        yield* release
        assert.strictEqual((yield* first).status, 201)
      }))
  })

  describe("in flight", () => {
    scoped("a duplicate is told to come back, and finds the answer when it does", () =>
      Effect.gen(function*() {
        const { pass, release, started } = yield* makeGate
        const { effects, url } = yield* serve(yield* place, { app: Effect.zipRight(pass, insert) })
        const first = yield* Effect.fork(post(`${url}/things`, { key: "k" }))
        yield* started
        const duplicate = yield* post(`${url}/things`, { key: "k" })
        assert.strictEqual(duplicate.status, 409)
        assert.strictEqual(code(duplicate.text), "idempotency_in_progress")
        // As soon as the server knows better, and that is as long as the lease where it has one.
        assert.include(["1", "30"], duplicate.headers.get("retry-after"))
        yield* release
        const { text } = yield* first
        assert.strictEqual((yield* post(`${url}/things`, { key: "k" })).text, text)
        assert.strictEqual(yield* effects, 1)
      }))

    scoped("counts from admission on, before any transaction is open", () =>
      Effect.gen(function*() {
        const { pass, release, started } = yield* makeGate
        const { url } = yield* serve(yield* place, {
          options: { admit: (request) => request.url === "/slow" ? pass : Effect.void }
        })
        const first = yield* Effect.fork(post(`${url}/slow`, { key: "k" }))
        yield* started
        assert.strictEqual((yield* post(`${url}/slow`, { key: "k" })).status, 409)
        assert.strictEqual((yield* post(`${url}/fast`, { key: "k" })).status, 201)
        yield* release
        assert.strictEqual((yield* first).status, 201)
      }))

    scoped("a dialect without words for it lets the duplicate wait for the first answer", () =>
      Effect.gen(function*() {
        const { pass, release, started } = yield* makeGate
        const { effects, url } = yield* serve(yield* place, {
          app: Effect.zipRight(pass, insert),
          options: { dialect: { ...standard, inFlight: undefined }, maxWait: "5 seconds" }
        })
        const first = yield* Effect.fork(post(`${url}/things`, { key: "k" }))
        yield* started
        const impatient = yield* Effect.fork(post(`${url}/things`, { key: "k" }))
        // Each turn moves the clock of the server; the duplicate arrives on one of them and its patience ends on a later.
        yield* Effect.iterate(Option.none<Exit.Exit<Answer>>(), {
          while: Option.isNone,
          body: () => Effect.zipRight(TestClock.adjust("1 second"), Fiber.poll(impatient))
        })
        assert.deepInclude(yield* Fiber.join(impatient), { status: 503 })
        const patient = yield* Effect.fork(post(`${url}/things`, { key: "k" }))
        yield* release
        assert.strictEqual((yield* Fiber.join(patient)).text, (yield* Fiber.join(first)).text)
        assert.strictEqual(yield* effects, 1)
      }))

    scoped("fifty at once have one effect and one answer", () =>
      Effect.gen(function*() {
        const { effects, url } = yield* serve(yield* place)
        const answers = yield* Effect.all(Array.from({ length: 50 }, () => post(`${url}/things`, { key: "k" })), {
          concurrency: "unbounded"
        })
        assert.strictEqual(yield* effects, 1)
        const created = answers.filter(({ status }) => status === 201)
        assert.strictEqual(created.filter(({ replayed }) => !replayed).length, 1)
        assert.strictEqual(new Set(created.map(({ text }) => text)).size, 1)
        assert.isTrue(answers.every(({ status }) => status === 201 || status === 409))
      }))
  })
}
