import { assert, describe, it } from "@effect/vitest"
import { FastCheck as fc, Option } from "effect"
import { RetryAfter } from "../src/index.js"

const now = Date.UTC(2026, 10, 22, 12, 0, 0)
const read = (value: string, date?: string) =>
  Option.getOrUndefined(RetryAfter.parse({ "retry-after": value, ...(date === undefined ? {} : { date }) }, now))

describe("Retry-After", () => {
  it("reads seconds, zero among them", () => {
    assert.strictEqual(read("120"), 120_000)
    assert.strictEqual(read("0"), 0)
    assert.strictEqual(read(" 5 "), 5000)
  })

  it("loses only the hint on anything that is neither seconds nor a date", () => {
    for (const value of ["60abc", "1e3", "-1", "+5", "1.5", "", "soon", "2026-11-22T12:00:00Z", "9".repeat(40)]) {
      assert.strictEqual(read(value), undefined, value)
    }
    assert.ok(Option.isNone(RetryAfter.parse({}, now)))
  })

  it("reads the three forms of an HTTP date", () => {
    assert.strictEqual(read("Sun, 22 Nov 2026 12:00:30 GMT"), 30_000)
    assert.strictEqual(read("Sunday, 22-Nov-26 12:00:30 GMT"), 30_000)
    assert.strictEqual(read("Sun Nov 22 12:00:30 2026"), 30_000)
    assert.strictEqual(RetryAfter.httpDate("Sunday, 06-Nov-94 08:49:37 GMT", now).pipe(Option.getOrThrow), 784111777000)
  })

  it("refuses dates that do not exist", () => {
    for (
      const value of ["Sun, 31 Nov 2026 12:00:00 GMT", "Sun, 22 Nov 2026 24:00:00 GMT", "Sun, 22 Nov 2026 12:00:00"]
    ) {
      assert.strictEqual(read(value), undefined, value)
    }
  })

  it("measures a date against the answer's own Date, so that a wrong local clock changes nothing", () => {
    assert.strictEqual(read("Fri, 02 Jan 1970 00:00:10 GMT", "Fri, 02 Jan 1970 00:00:00 GMT"), 10_000)
  })

  it("takes a date that has passed as no wait", () => {
    assert.strictEqual(read("Sun, 22 Nov 2026 11:59:00 GMT"), 0)
  })

  it("reads back every date in the form that HTTP asks for", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date(Date.UTC(9999, 11, 31)), noInvalidDate: true }), (date) => {
        const whole = Math.floor(date.getTime() / 1000) * 1000
        assert.strictEqual(
          Option.getOrUndefined(RetryAfter.httpDate(new Date(whole).toUTCString(), now)),
          whole
        )
      })
    )
  })

  it("never throws, whatever the header holds", () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const wait = read(text)
      assert.ok(wait === undefined || wait >= 0)
    }))
  })
})
