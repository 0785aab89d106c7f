import { assert, describe, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { v4, v7 } from "../src/internal/keys/uuid.js"
import { uuid } from "./support/uuid.js"

/** Milliseconds that 48 bits hold. */
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 })

const timeOf = (key: string) => parseInt(key.replaceAll("-", "").slice(0, 12), 16)

describe("UUIDs", () => {
  it("of version 7 tell their time, whatever it is", () => {
    fc.assert(
      fc.property(time, (millis) => {
        const key = v7(millis)
        assert.match(key, uuid(7))
        assert.strictEqual(timeOf(key), millis)
      }),
      { examples: [[0], [1], [255], [256], [2 ** 32], [2 ** 48 - 1]] }
    )
  })

  it("of version 7 sort by time", () => {
    fc.assert(fc.property(time, time, (a, b) => {
      fc.pre(a !== b)
      assert.strictEqual(v7(a) < v7(b), a < b)
    }))
  })

  it("do not repeat, and every random bit is random", () => {
    const keys = Array.from({ length: 5000 }, (_, place) => place % 2 === 0 ? v4() : v7(0))
    assert.strictEqual(new Set(keys).size, keys.length)
    for (const version of [4, 7]) {
      const bits = keys.filter((key) => key[14] === String(version))
        .map((key) => BigInt(`0x${key.replaceAll("-", "")}`))
      // Bits that are ever 1, and bits that are ever 0.
      const ones = bits.reduce((all, key) => all | key, 0n)
      const zeros = bits.reduce((all, key) => all | ~key, 0n)
      const both = BigInt.asUintN(128, ones & zeros)
      const fixed = version === 4 ? 0n : (2n ** 48n - 1n) << 80n
      assert.strictEqual(both, BigInt.asUintN(128, ~(fixed | (0xfn << 76n) | (0b11n << 62n))))
    }
  })

  it("of version 4 are written as such", () => {
    for (let count = 0; count < 1000; count++) assert.match(v4(), uuid(4))
  })
})
