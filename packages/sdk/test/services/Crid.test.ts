import { assert, describe, it } from "@effect/vitest"
import { Crid } from "@qurl/sdk"
import { Either } from "effect"

const key = Buffer.from(
  "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEcOtuxu2qhc3gt1E7BiEU0CLqEDlXDwzZq0JnESgMAwERX6y_XXF5Cn5SKITWIZQmUhCZ0pHHlVn7SmFUTAnTGQ",
  "base64url"
)
const production = "ae4jqpd7eaoslq7jinmjv4yikgzmcxgpjfsuobiniqnko32lpw743ivbeyha"
const test = "qe4jqpd7eaoslq7jinmjv4yikgzmcxgpjfsuobiniqnko32lpw742pueoujq"
const short = "ai4jqpd7eaoslq7jinmjv4yikgzmcxgpjfsuobinv2mxyhi"

const reason = (text: string) => Either.match(Crid.parse(text), { onLeft: (error) => error.reason, onRight: () => "" })

describe("a CRID", () => {
  it("names its version, its environment and the hash of a key", () => {
    const told = (text: string) =>
      Either.map(Crid.parse(text), ({ digest, environment, version }) => [version, environment, digest.length])
    assert.deepStrictEqual(told(production), Either.right([0x01, "production", 32]))
    assert.deepStrictEqual(told(test), Either.right([0x81, "test", 32]))
    assert.deepStrictEqual(told(short), Either.right([0x02, "production", 24]))
  })

  it("is refused for the first rule that it breaks", () => {
    assert.strictEqual(reason(production.slice(1)), "length")
    assert.strictEqual(reason(`${production}a`), "length")
    assert.strictEqual(reason(`A${production.slice(1)}`), "charset")
    assert.strictEqual(reason(`${production.slice(0, -1)}b`), "non-canonical")
    assert.strictEqual(reason("aa4jqpd7eaoslq7jinmjv4yikgzmcxgpjfsuobiniqnko32lpw7436eybuqq"), "version")
    assert.strictEqual(reason(`ae5${production.slice(3)}`), "checksum")
  })

  it("belongs to its key and to no other", () => {
    for (const crid of [production, test, short]) assert.isTrue(Crid.matches(crid, key))
    assert.isFalse(Crid.matches(production, key.subarray(1)))
    assert.isFalse(Crid.matches("r_1", key))
  })
})
