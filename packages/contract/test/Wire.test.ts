import { assert, it } from "@effect/vitest"
import { absentInstant } from "@qurl/contract/Wire"
import { FastCheck as fc, Schema } from "effect"

const field = (min: number, max: number, digits: number) =>
  fc.integer({ min, max }).map((value) => String(value).padStart(digits, "0"))

/** Instants in the usual form, some of which no calendar or clock has. */
const instants = fc.tuple(
  field(0, 9999, 4),
  field(0, 14, 2),
  field(0, 33, 2),
  field(0, 25, 2),
  field(0, 61, 2),
  field(0, 61, 2),
  fc.constantFrom("", ".5", ".123456789", "."),
  fc.constantFrom("Z", "+02:00", "", "z")
).map(([year, month, day, hour, minute, second, fraction, zone]) =>
  `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`
)

it("an instant is what the clock can read, and anything else reads as missing", () => {
  const decode = Schema.decodeUnknownSync(Schema.Struct({ at: absentInstant }))
  fc.assert(
    fc.property(fc.oneof(instants, fc.string()), (at) => {
      assert.deepStrictEqual(decode({ at }), { at: Number.isNaN(Date.parse(at)) ? undefined : at })
    }),
    { numRuns: 5000, examples: [["2026-12-31T00:00:00Z"], ["2026-02-28T23:59:59.999Z"], ["2026-13-01T00:00:00Z"]] }
  )
})
