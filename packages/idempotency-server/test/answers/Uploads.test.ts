import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Stream } from "effect"
import { createHmac } from "node:crypto"
import { connect } from "node:net"
import { databaseFile, post, serve } from "../support/harness.js"

/** Headers of a body of ten bytes, and its first four. */
const lengths = {
  "with its length": ["content-length: 10", "four"],
  "in chunks": ["transfer-encoding: chunked", "4\r\nfour\r\n"]
} as const

/** Sends the beginning of a body, and resolves with what comes back until the connection ends. */
const begin = (url: string, key: string, [length, beginning]: readonly [string, string]) => {
  const socket = connect(Number(new URL(url).port), "127.0.0.1")
  const received = new Promise<string>((resolve) => {
    let text = ""
    socket.on("data", (chunk) => void (text += chunk)).on("error", () => {}).on("close", () => resolve(text))
  })
  socket.write(`POST / HTTP/1.1\r\nhost: shop\r\nidempotency-key: ${key}\r\n${length}\r\n`)
  socket.write(`connection: close\r\n\r\n${beginning}`)
  return { socket, received }
}

describe("a body that a client uploads", () => {
  it.scopedLive("too slowly is refused with 408 and runs nothing", () =>
    Effect.gen(function*() {
      const { effects, url } = yield* serve(yield* databaseFile, { options: { bodyTimeout: "300 millis" } })
      for (const [how, sent] of Object.entries(lengths)) {
        const { received } = begin(url, how.replaceAll(" ", "-"), sent)
        const answer = yield* Effect.promise(() => received)
        assert.include(answer, "HTTP/1.1 408", how)
        assert.include(answer, "body_too_slow", how)
      }
      assert.strictEqual(yield* effects, 0)
    }))

  for (const [how, sent] of Object.entries(lengths)) {
    it.scopedLive(`and cuts off, ${how}, runs nothing and leaves its key free`, () =>
      Effect.gen(function*() {
        const arrived = yield* Deferred.make<void>()
        const { effects, url } = yield* serve(yield* databaseFile, {
          options: { principal: () => Effect.as(Deferred.succeed(arrived, undefined), "owner") }
        })
        const { received, socket } = begin(url, "cut", sent)
        yield* Deferred.await(arrived)
        socket.destroy()
        yield* Effect.promise(() => received)
        const whole = yield* post(url, { key: "cut", body: "0123456789" })
        assert.deepStrictEqual([whole.status, whole.replayed], [201, false])
        assert.strictEqual(yield* effects, 1)
      }))
  }

  it.scoped("is there for a handler after `principal` has verified its signature", () =>
    Effect.gen(function*() {
      const sign = (text: string) => createHmac("sha256", "secret").update(text).digest("hex")
      const { effects, url } = yield* serve(yield* databaseFile, {
        options: {
          principal: (request) =>
            Effect.flatMap(Effect.orDie(request.text), (text) =>
              request.headers["x-signature"] === sign(text)
                ? Effect.succeed("owner")
                : Effect.fail(HttpServerResponse.empty({ status: 401 })))
        }
      })
      const order = (signature: string) => post(url, { key: "k", body: "ä", headers: { "x-signature": signature } })
      const answers = [yield* order("none"), yield* order(sign("ä")), yield* order(sign("ä"))]
      assert.deepStrictEqual(answers.map(({ replayed, status }) => [status, replayed]), [
        [401, false],
        [201, false],
        [201, true]
      ])
      assert.strictEqual(yield* effects, 1)
    }))

  it.scoped("of many chunks arrives whole", () =>
    Effect.gen(function*() {
      const length = 900_000
      const app = Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
        Effect.map(
          Stream.runFold(request.stream, 0, (sum, { length }) => sum + length),
          (sum) => HttpServerResponse.text(String(sum))
        )).pipe(Effect.orDie)
      const { url } = yield* serve(yield* databaseFile, { app })
      assert.strictEqual((yield* post(url, { key: "k", body: "a".repeat(length) })).text, String(length))
    }))
})
