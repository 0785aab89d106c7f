import { assert, describe, it } from "@effect/vitest"
import type { Inventory } from "@qurl/emulator"
import { createHash } from "node:crypto"
import { describe as describeVerdict } from "../src/internal/describe.js"
import { judge } from "../src/internal/judge.js"
import * as Ledger from "../src/internal/ledger.js"

/** A server's diary, written by hand. */
const diary = () => {
  const effects: Array<Inventory.Effect> = []
  const note = (
    request_id: string,
    kind: Inventory.Effect["kind"],
    subject: string,
    by: { readonly intent?: string | null; readonly key?: string }
  ) => {
    effects.push({
      seq: effects.length + 1,
      kind,
      subject,
      operation: "create",
      at: "2030-01-01T00:00:00.000Z",
      request_id,
      key_digest: by.key === undefined ? null : createHash("sha256").update(by.key).digest("hex"),
      intent: by.intent ?? null
    })
  }
  return { effects, note }
}

const began = (ledger: Ledger.Ledger, work = "create a", intent?: Ledger.Intent) => {
  const call = ledger.begin("create", intent)
  call.work = work
  return { call, intent: ledger.header({ intent: call.intent, call, work: undefined }) }
}

const kinds = (ledger: Ledger.Ledger, effects: ReadonlyArray<Inventory.Effect>) =>
  judge(ledger, effects).violations.map(({ kind }) => kind)

const link = (subject: string, own = true): Ledger.Claim => ({ kind: "token.created", subject, own, count: 1 })

describe("judge", () => {
  it("one call, two executions", () => {
    const ledger = Ledger.make("a")
    const { effects, note } = diary()
    const { call, intent } = began(ledger)
    note("req_1", "token.created", "q_1", { intent })
    note("req_2", "token.created", "q_2", { intent })
    ledger.end(call, "applied", [link("q_2")])
    const verdict = judge(ledger, effects)
    assert.deepStrictEqual(verdict.violations.map(({ kind }) => kind), ["duplicate"])
    assert.include(describeVerdict(verdict), "request req_1, create, no key: created 1 link")
  })

  it("a batch of many links is one execution", () => {
    const ledger = Ledger.make("a")
    const { effects, note } = diary()
    const { call, intent } = began(ledger)
    for (let index = 0; index < 100; index++) note("req_1", "token.created", `q_${index}`, { intent })
    ledger.end(call, "applied", [{ kind: "token.created", subject: undefined, own: true, count: 100 }])
    assert.deepStrictEqual(kinds(ledger, effects), [])
    assert.strictEqual(judge(ledger, effects).changes, 100)
  })

  it("a batch that reported fewer or more links than exist", () => {
    for (const [count, kind] of [[3, "missing"], [1, "unexpected"]] as const) {
      const ledger = Ledger.make("a")
      const { effects, note } = diary()
      const { call, intent } = began(ledger)
      note("req_1", "token.created", "q_1", { intent })
      note("req_1", "token.created", "q_2", { intent })
      ledger.end(call, "applied", [{ kind: "token.created", subject: undefined, own: true, count }])
      assert.deepStrictEqual(kinds(ledger, effects), [kind])
    }
  })

  it("the same key twice is reported as the server's fault", () => {
    const ledger = Ledger.make("a")
    const { effects, note } = diary()
    const { call, intent } = began(ledger)
    call.key = "k"
    note("req_1", "token.created", "q_1", { intent, key: "k" })
    note("req_2", "token.created", "q_2", { intent, key: "k" })
    assert.include(describeVerdict(judge(ledger, effects)), "Every request carried the same key")
  })

  it("a call that makes a key per attempt is not shown under the first of them twice", () => {
    const ledger = Ledger.make("a")
    const { effects, note } = diary()
    const { call, intent } = began(ledger)
    call.key = "first"
    note("req_1", "token.created", "q_1", { intent, key: "first" })
    note("req_2", "token.created", "q_2", { intent, key: "second" })
    const [violation] = judge(ledger, effects).violations
    assert.deepStrictEqual(violation?.executions.map(({ key }) => key), ["first", undefined])
    assert.include(describeVerdict(judge(ledger, effects)), "Every repetition needs the same key")
  })

  it("a call that reports the work of another one under its key", () => {
    const ledger = Ledger.make("a")
    const { effects, note } = diary()
    const first = began(ledger)
    first.call.key = "k"
    note("req_1", "token.created", "q_1", { intent: first.intent, key: "k" })
    ledger.end(first.call, "unknown", [])
    const second = began(ledger)
    second.call.key = "k"
    ledger.end(second.call, "applied", [link("q_1")])
    assert.deepStrictEqual(kinds(ledger, effects), [])
  })

  it("a call that reports the work of a foreign call", () => {
    const ledger = Ledger.make("a")
    const { effects, note } = diary()
    note("req_0", "token.created", "q_1", {})
    const { call } = began(ledger)
    ledger.end(call, "applied", [link("q_1")])
    assert.deepStrictEqual(kinds(ledger, effects), ["missing"])
    ledger.end(call, "applied", [link("q_1", false)])
    assert.deepStrictEqual(kinds(ledger, effects), [])
  })

  it("an effect of a call that was not sent, rejected or unknown to the ledger", () => {
    for (
      const [outcome, found] of [
        ["not sent", ["unexpected"]],
        ["rejected", ["unexpected"]],
        ["unknown", []],
        ["in flight", []],
        ["applied but unreadable", []]
      ] as const
    ) {
      const ledger = Ledger.make("a")
      const { effects, note } = diary()
      const { call, intent } = began(ledger)
      note("req_1", "token.created", "q_1", { intent })
      ledger.end(call, outcome, [])
      assert.deepStrictEqual(kinds(ledger, effects), [...found], outcome)
    }
  })

  it("what never was need not have been removed", () => {
    const ledger = Ledger.make("a")
    const { effects, note } = diary()
    const { call } = began(ledger)
    const gone = { kind: "resource.revoked", subject: "r_1", own: false, count: 1, given: "resource.created" } as const
    ledger.end(call, "applied", [gone])
    assert.deepStrictEqual(kinds(ledger, effects), [])
    note("req_0", "resource.created", "r_1", {})
    assert.deepStrictEqual(kinds(ledger, effects), ["missing"])
    note("req_1", "resource.revoked", "r_1", {})
    assert.deepStrictEqual(kinds(ledger, effects), [])
  })

  it("the same call again, before and after the first has ended", () => {
    const ledger = Ledger.make("a")
    const { effects, note } = diary()
    const [first, meanwhile] = [began(ledger), began(ledger)]
    ledger.end(first.call, "unknown", [])
    note("req_1", "token.created", "q_1", { intent: first.intent })
    note("req_2", "token.created", "q_2", { intent: meanwhile.intent })
    assert.deepStrictEqual(kinds(ledger, effects), [], "two that overlap are two that were meant")
    const other = began(ledger, "create b")
    note("req_3", "token.created", "q_3", { intent: other.intent })
    assert.deepStrictEqual(kinds(ledger, effects), [])
    const again = began(ledger)
    note("req_4", "token.created", "q_4", { intent: again.intent })
    assert.deepStrictEqual(
      judge(ledger, effects).violations.map(({ calls, kind }) => [kind, ...calls.map(({ call }) => call)]),
      [
        ["repeated", "create #1", "create #4"]
      ]
    )
  })

  it("header values that a test made up are intents, those of other oracles are not", () => {
    const { effects, note } = diary()
    for (const request of ["req_1", "req_2"]) {
      note(request, "token.created", request, { intent: "nightly import" })
      note(request, "token.created", request, { intent: `${Ledger.prefix}other-1` })
    }
    const { violations } = judge(Ledger.make("a"), effects)
    assert.deepStrictEqual(violations.map(({ intent, kind }) => [kind, intent]), [["duplicate", "nightly import"]])
  })
})
