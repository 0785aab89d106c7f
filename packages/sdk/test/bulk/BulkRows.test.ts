import { assert, it } from "@effect/vitest"
import { Duration } from "effect"
import { look } from "../../src/internal/bulk/rows.js"
import { untyped } from "../support/untyped.js"

const row = {
  target_url: "https://example.com/a",
  label: "for Ada",
  access_policy: {
    ip_allowlist: ["10.0.0.0/8"],
    geo_denylist: ["KP"],
    ai_agent_policy: { block_all: true, allow_categories: [] }
  }
}

/** The same, every record written from its end to its beginning. */
const reversed = <A>(value: A): A =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, reversed(inner)]).toReversed())
    : value

it("a row is the same row however its properties are ordered, to the journal and, byte for byte, to the server", () => {
  const [one, other] = [look(row), look({ ...reversed(row), max_sessions: undefined })]
  assert.strictEqual(other.digest, one.digest)
  assert.deepStrictEqual(JSON.parse(one.json), row)
  assert.strictEqual(other.json, one.json)
  const flat = { target_url: "https://example.com/a", max_sessions: 2, label: "for Ada" }
  assert.strictEqual(look(flat).json, JSON.stringify(flat))
  assert.strictEqual(look(reversed(flat)).json, JSON.stringify(flat))
})

it("a row has the digest that journals of earlier versions have for it", () => {
  assert.strictEqual(look(row).digest, "347935bd316816c988c370fa33707fea")
  const daily = { target_url: "https://example.com/a", expires_in: Duration.hours(24), label: null }
  assert.strictEqual(look(daily).digest, "e366000f11c4b4755c0b36f690e65a75")
  assert.strictEqual(look({ target_url: "nonsense" }).digest, "4b1abc83b343a0612db90234fd58a432")
})

it("a wrong row is reported field by field", () => {
  assert.deepStrictEqual(
    look(Object.assign({ target_url: "nonsense", label: "x" }, { lable: "y" })).problems,
    {
      target_url:
        "must be an http or https URL of at most 2048 characters without spaces or control characters, not a string of 8 characters",
      lable: "is not a property of this input: remove it or check its spelling"
    }
  )
})

it("a row that cannot be read to its end is a wrong row, and so is one without a form in JSON", () => {
  const self: Record<string, unknown> = { target_url: "https://example.com/a" }
  self.self = self
  const broken = {
    get target_url(): string {
      throw new Error("planted")
    }
  }
  for (
    const [input, field] of [[self, "self"], [broken, "target_url"], [
      { ...row, max_sessions: 1n },
      "max_sessions"
    ]] as const
  ) {
    const looked = look(untyped(input))
    assert.deepStrictEqual(Object.keys(looked.problems ?? {}), [field])
    assert.notInclude(JSON.stringify(looked.problems), "planted")
    assert.lengthOf(looked.digest, 32)
  }
})
