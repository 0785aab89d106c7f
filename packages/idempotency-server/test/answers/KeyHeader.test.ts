import { assert, describe, it } from "@effect/vitest"
import { Effect, Either } from "effect"
import { connect } from "node:net"
import { parse } from "../../src/internal/middleware/keyHeader.js"
import { databaseFile, serve } from "../support/harness.js"

describe("the header of a key", () => {
  it("is one quoted string or, unless the dialect asks for a string, the key itself", () => {
    assert.deepStrictEqual(parse("abc", undefined), Either.right("abc"))
    for (const syntax of ["text", "string"] as const) {
      assert.deepStrictEqual(parse("\"abc\"", syntax), Either.right("abc"))
      assert.deepStrictEqual(parse("\"a\\\"b\\\\c\"", syntax), Either.right("a\"b\\c"))
    }
    assert.isTrue(Either.isLeft(parse("abc", "string")))
  })

  it("is refused if it is malformed, has parameters, or is a list", () => {
    for (const value of ["\"abc", "\"abc\";v=1", "\"abc\", \"def\"", "\"a\"b\"", "\"a\\b\"", "\""]) {
      for (const syntax of ["text", "string"] as const) assert.isTrue(Either.isLeft(parse(value, syntax)), value)
    }
    for (const value of ["abc, def", "aa, bb, cc"]) {
      for (const syntax of [undefined, "text", "string"] as const) {
        assert.isTrue(Either.isLeft(parse(value, syntax)), value)
      }
    }
  })

  it.scopedLive("is refused with 400 if it stands in the request twice", () =>
    Effect.gen(function*() {
      const { effects, url } = yield* serve(yield* databaseFile)
      const { port } = new URL(url)
      const answer = yield* Effect.async<string>((resume) => {
        const socket = connect(Number(port), "127.0.0.1")
        let text = ""
        socket.on("data", (chunk) => text += String(chunk)).on("end", () => resume(Effect.succeed(text)))
        socket.end(
          "POST / HTTP/1.1\r\nHost: app\r\nIdempotency-Key: aa\r\nIdempotency-Key: bb\r\n"
            + "Content-Length: 0\r\nConnection: close\r\n\r\n"
        )
      })
      assert.include(answer.split("\r\n")[0], "400")
      assert.include(answer, "more than once")
      assert.strictEqual(yield* effects, 0)
    }))
})
