import { assert, describe, it } from "@effect/vitest"
import * as Conformance from "../../src/Conformance.js"

type Event = Conformance.History["events"][number]
type Operation = Event["operation"]

/** An operation with the instants of its begin and end. An operation without an end was cut off by a crash. */
const event = (operation: Operation, result?: string, began = 0, ended?: number): Event => ({
  client: 0,
  operation,
  began,
  ended,
  result
})

/** Operations one after the other. */
const inTurn = (...steps: ReadonlyArray<readonly [Operation, string?]>): ReadonlyArray<Event> =>
  steps.map(([operation, result], index) =>
    event(operation, result, 2 * index, result === undefined ? undefined : 2 * index + 1)
  )

const check = (events: ReadonlyArray<Event>, exact = true, problems: ReadonlyArray<string> = []) =>
  Conformance.checkHistory({ seed: 1, events, crashes: 0, problems }, { exact })

const claim = (owner: string, more: { readonly lease?: "short" | "long"; readonly fingerprint?: string } = {}) =>
  ({
    _tag: "Claim",
    owner,
    fingerprint: more.fingerprint ?? "a",
    lease: more.lease ?? "long",
    retention: "long",
    orphans: "take"
  }) as const
const settle = (owner: string, gen: number, body: string, as: "Answer" | "Release" = "Answer") =>
  ({ _tag: "Settle", owner, gen, as, body, retention: "long" }) as const
const renew = (owner: string, gen: number) => ({ _tag: "Renew", owner, gen, lease: "long" }) as const
const look = { _tag: "Look" } as const
const advance = { _tag: "Advance" } as const

describe("S42 the checker of histories accepts", () => {
  const right: Readonly<Record<string, ReadonlyArray<Event>>> = {
    "an execution, its answer and a look at it": inTurn(
      [claim("x"), "Claimed gen 5,"],
      [claim("y"), "Found Running gen 5 of a."],
      [settle("x", 5, "1"), "ok"],
      [look, "Done gen 5 of a 1."]
    ),
    "an owner that was taken over": inTurn(
      [claim("x", { lease: "short" }), "Claimed gen 5,"],
      [advance, "done"],
      [claim("y"), "Claimed gen 6,"],
      [settle("x", 5, "1"), "lost"]
    ),
    "another body after a release": inTurn(
      [claim("x"), "Claimed gen 5,"],
      [settle("x", 5, "1", "Release"), "ok"],
      [claim("y", { fingerprint: "b" }), "Claimed gen 6,"]
    ),
    "a crash whose operation took place": inTurn(
      [claim("x"), "Claimed gen 5,"],
      [settle("x", 5, "1")],
      [look, "Running gen 5 of a."],
      [look, "Done gen 5 of a 1."]
    ),
    "a look during the end of a record, before or after it": [
      event(claim("x"), "Claimed gen 5,", 0, 1),
      event(settle("x", 5, "1"), "ok", 2, 5),
      event(look, "Running gen 5 of a.", 3, 6)
    ]
  }
  it.each(Object.entries(right))("%s", (_, events) => assert.isUndefined(check(events)))
})

describe("S42 the checker of histories rejects", () => {
  const wrong: Readonly<Record<string, ReadonlyArray<Event>>> = {
    "two owners at once": inTurn([claim("x"), "Claimed gen 5,"], [claim("y"), "Claimed gen 6,"]),
    "two owners of one generation": inTurn(
      [claim("x", { lease: "short" }), "Claimed gen 5,"],
      [advance, "done"],
      [claim("y"), "Claimed gen 5,"]
    ),
    "a generation that goes back": inTurn(
      [claim("x", { lease: "short" }), "Claimed gen 5,"],
      [advance, "done"],
      [claim("y"), "Claimed gen 4,"]
    ),
    "an owner that ends the record of its successor": inTurn(
      [claim("x", { lease: "short" }), "Claimed gen 5,"],
      [advance, "done"],
      [claim("y"), "Claimed gen 6,"],
      [settle("x", 5, "1"), "ok"]
    ),
    "a renewal by an owner that was taken over": inTurn(
      [claim("x", { lease: "short" }), "Claimed gen 5,"],
      [advance, "done"],
      [claim("y"), "Claimed gen 6,"],
      [renew("x", 5), "ok"]
    ),
    "an answer that is lost": inTurn(
      [claim("x"), "Claimed gen 5,"],
      [settle("x", 5, "1"), "ok"],
      [look, "nothing"]
    ),
    "a look at an older state than the one that was confirmed": inTurn(
      [claim("x"), "Claimed gen 5,"],
      [settle("x", 5, "1"), "ok"],
      [look, "Running gen 5 of a."]
    ),
    "an answer of someone else": inTurn(
      [claim("x"), "Claimed gen 5,"],
      [settle("x", 5, "1"), "ok"],
      [look, "Done gen 5 of a 2."]
    ),
    "an answer that changes": inTurn(
      [claim("x"), "Claimed gen 5,"],
      [settle("x", 5, "1"), "ok"],
      [settle("x", 5, "2", "Release"), "ok"],
      [claim("y"), "Claimed gen 6,"]
    ),
    "an answer for another body": inTurn(
      [claim("x"), "Claimed gen 5,"],
      [settle("x", 5, "1"), "ok"],
      [claim("y", { fingerprint: "b" }), "Claimed gen 6,"]
    ),
    "a crash that took place and then did not": inTurn(
      [claim("x"), "Claimed gen 5,"],
      [settle("x", 5, "1")],
      [look, "Done gen 5 of a 1."],
      [look, "Running gen 5 of a."]
    ),
    "two looks in the wrong order during the end of a record": [
      event(claim("x"), "Claimed gen 5,", 0, 1),
      event(settle("x", 5, "1"), "ok", 2, 7),
      event(look, "Done gen 5 of a 1.", 3, 4),
      event(look, "Running gen 5 of a.", 5, 6)
    ]
  }
  it.each(Object.entries(wrong))("%s", (_, events) => {
    assert.include(check(events) ?? "", "no order of these operations explains their answers")
    assert.include(check(events, false) ?? "", "no order of these operations explains their answers")
  })

  it("writes of handlers that should not be there", () => {
    assert.include(check([], true, ["a write is left"]) ?? "", "a write is left")
  })
})
