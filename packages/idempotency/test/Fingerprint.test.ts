import { HttpBody } from "@effect/platform"
import { assert, it } from "@effect/vitest"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import { Fingerprint, Sha256 } from "@qurl/idempotency"
import canonicalize from "canonicalize"
import { FastCheck as fc, Option } from "effect"

const portable = (data: string | Uint8Array): string =>
  bytesToHex(sha256(typeof data === "string" ? utf8ToBytes(data) : data))

const fingerprint = (json: string): string =>
  Option.getOrThrow(Fingerprint.fromBody(HttpBody.text(json, "application/json")))

it("the platform's SHA-256 and the library's give the same digests", () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.uint8Array()), (data) => {
    assert.strictEqual(Sha256.hex(data), portable(data))
  }))
  assert.strictEqual(Sha256.hex("half a pair: \ud800"), portable("half a pair: \ud800"))
})

it("the fingerprint of JSON is the digest of its canonical form", () => {
  const names = fc.constantFrom("b", "a", "\u20ac", "10", "9", "1a", "-1", "", "__proto__", "constructor")
  const { json } = fc.letrec<{ readonly json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(null, true, -0, 1e21)),
      fc.array(tie("json"), { maxLength: 3 }),
      fc.dictionary(names, tie("json"), { maxKeys: 5 })
    )
  }))
  fc.assert(fc.property(json, (value) => {
    const text = JSON.stringify(value)
    assert.strictEqual(fingerprint(text), portable(canonicalize(JSON.parse(text)) ?? ""))
  }))
  assert.strictEqual(
    fingerprint("{\"b\":1,\"__proto__\":{\"c\":2},\"a\":3}"),
    portable("{\"__proto__\":{\"c\":2},\"a\":3,\"b\":1}")
  )
})

it("what is not JSON is digested byte for byte", () => {
  assert.strictEqual(fingerprint("{nonsense"), portable("{nonsense"))
  const bytes = new Uint8Array([0xff, 0x00])
  assert.deepStrictEqual(
    Fingerprint.fromBody(HttpBody.uint8Array(bytes, "application/octet-stream")),
    Option.some(portable(bytes))
  )
})
