import { assert, describe, it } from "@effect/vitest"
import { FastCheck as fc, Option } from "effect"
import { inspect } from "node:util"
import { IdempotencyKey, OptionError } from "../src/index.js"

describe("keys", () => {
  it("are refused for a reason that says what to do", () => {
    const rules = { minLength: 1, maxLength: 8 }
    const problem = (key: string) => Option.getOrUndefined(IdempotencyKey.problem(key, rules))
    assert.strictEqual(problem("job 42"), undefined)
    assert.match(problem("") ?? "", /has 0 characters: use 1 to 8/)
    assert.match(problem("123456789") ?? "", /has 9 characters/)
    assert.match(problem(" a") ?? "", /begins or ends with a space/)
    assert.match(problem("jöb") ?? "", /outside printable ASCII/)
    assert.match(problem("a\r\nb") ?? "", /outside printable ASCII/)
  })

  it("made from parts differ when the parts do", () => {
    assert.match(IdempotencyKey.fromParts("invoice", 42), /^[0-9a-f]{64}$/)
    assert.strictEqual(IdempotencyKey.fromParts("invoice", 42), IdempotencyKey.fromParts("invoice", 42))
    const part = fc.oneof(fc.string({ minLength: 1 }), fc.integer())
    const parts = fc.tuple(part, part, part)
    fc.assert(fc.property(parts, parts, (a, b) => {
      assert.strictEqual(
        IdempotencyKey.fromParts(...a) === IdempotencyKey.fromParts(...b),
        JSON.stringify(a) === JSON.stringify(b)
      )
    }))
    assert.notStrictEqual(IdempotencyKey.fromParts("a", "bc"), IdempotencyKey.fromParts("ab", "c"))
    assert.notStrictEqual(IdempotencyKey.fromParts(1), IdempotencyKey.fromParts("1"))
  })
})

describe("keys are not made from parts", () => {
  // A program without types gives anything.
  const fromParts: (...parts: ReadonlyArray<unknown>) => string = IdempotencyKey.fromParts as never
  const wrong: ReadonlyArray<readonly [parts: ReadonlyArray<unknown>, option: string, problem: RegExp]> = [
    [[], "parts", /are missing/],
    [["order", undefined], "part 2", /is undefined, and different work/],
    [[null, "order"], "part 1", /is null/],
    [["order", Number.NaN], "part 2", /is NaN/],
    [["order", Infinity], "part 2", /is Infinity/],
    [["order", 2 ** 53], "part 2", /more digits than JavaScript keeps/],
    [["order", 7n], "part 2", /is of type bigint/],
    [["order", {}], "part 2", /is of type object/],
    [["order", ["1"]], "part 2", /is of type object/],
    [["order", true], "part 2", /is of type boolean/],
    [["order", ""], "part 2", /is an empty string/]
  ]
  for (const [parts, option, problem] of wrong) {
    it(`such as ${inspect(parts)}`, () => {
      try {
        fromParts(...parts)
      } catch (error) {
        assert(error instanceof OptionError, String(error))
        assert.deepInclude(error, { operation: "IdempotencyKey.fromParts", option })
        assert.match(error.problem, problem)
        return
      }
      assert.fail("a key was made")
    })
  }
})
