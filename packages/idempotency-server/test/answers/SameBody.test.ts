import { assert, describe, it } from "@effect/vitest"
import * as Fingerprint from "../../src/internal/fingerprint.js"

const of = (body: string) => Fingerprint.make(["POST", "/orders"], new TextEncoder().encode(body), "json")

describe("bodies that are compared as JSON", () => {
  const same: ReadonlyArray<readonly [string, string]> = [
    ["{\"a\":1,\"b\":[2]}", "{ \"b\": [2], \"a\": 1.0 }"],
    ["\"\\u0061:1\"", "\"a:1\""],
    ["{\"\\\"\":\"\\\\\",\"b\":\":\"}", "{\"b\":\":\",\"\\\"\":\"\\\\\"}"],
    ["{\"__proto__\":{\"a\":1},\"b\":1}", "{\"b\":1,\"__proto__\":{\"a\":1}}"],
    ["[0.1,1e21,-0]", "[1.0e-1, 1000e18, 0]"]
  ]
  it.each(same)("%s is %s", (one, other) => assert.strictEqual(of(one), of(other)))

  const different: ReadonlyArray<readonly [string, string]> = [
    ["{\"amount\":9007199254740992}", "{\"amount\":9007199254740993}"],
    ["{\"amount\":0.1000000000000000055}", "{\"amount\":0.1}"],
    ["{\"amount\":1,\"amount\":2}", "{\"amount\":2}"],
    ["[{\"a\":{\"b\":1,\"b\":1}}]", "[{\"a\":{\"b\":1}}]"],
    ["[1e-400]", "[0]"],
    ["[1e400]", "[1e401]"],
    ["{\"a\":1}", "{\"a\":\"1\"}"]
  ]
  it.each(different)("%s is not %s", (one, other) => assert.notStrictEqual(of(one), of(other)))

  it("may hold long texts", () => {
    const long = JSON.stringify(`${"a".repeat(20_000_000)}\n`)
    assert.strictEqual(of(`[${long}]`), of(`[ ${long} ]`))
  })

  it("which nest too deeply to be parsed are compared byte for byte", () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`
    assert.notStrictEqual(of(deep), of(` ${deep}`))
  })
})

describe("forms that are compared byte for byte", () => {
  const form = (boundary: string, value: string) =>
    Fingerprint.make(
      ["POST", "/orders"],
      new TextEncoder().encode(
        `--${boundary}\r\ncontent-disposition: form-data; name="a"\r\n\r\n${value}\r\n--${boundary}--\r\n`
      ),
      "bytes",
      `multipart/form-data; boundary=${boundary}`
    )

  it("are the same under another boundary, which clients draw anew for every attempt", () =>
    assert.strictEqual(form("one", "1"), form("two", "1")))

  it("differ by their values", () => assert.notStrictEqual(form("one", "1"), form("one", "2")))
})
