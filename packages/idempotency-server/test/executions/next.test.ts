import { assert, describe, it } from "@effect/vitest"
import { type Dialect, standard } from "@qurl/idempotency/Dialect"
import { type Execution, next, retryAfter } from "../../src/internal/middleware/next.js"
import type { Record } from "../../src/Store.js"

const [fingerprint, other] = ["a".repeat(64), "b".repeat(64)]
const response = { status: 201, headers: { location: "/orders/1" }, body: new Uint8Array() }
const common = { fingerprint, gen: 7, createdAt: 1000, expiresAt: 100_000 }

const records = {
  done: { ...common, _tag: "Done", response },
  tombstone: { ...common, _tag: "Tombstone", reason: "too large", response },
  released: { ...common, _tag: "Released", reason: "may have run: 500" },
  free: { ...common, _tag: "Released", reason: "429" },
  parked: { ...common, _tag: "Parked", reason: "500" },
  running: { ...common, _tag: "Running", leaseLeftMillis: 30_000 },
  orphan: { ...common, _tag: "Running", leaseLeftMillis: 0 },
  foreign: { ...common, _tag: "Done", response, fingerprint: "v9:another version" }
} as const satisfies { readonly [name: string]: Record }

const asked = { dialect: standard, fingerprint, mismatch: "refuse" } as const
const impatient = { leftMillis: 0, now: 3000 }
const patient = { leftMillis: 10_000, now: 3000 }

/** The decision in one word. */
const word = (known: Record | Execution | undefined, request: Partial<typeof asked> = {}, patience = impatient) => {
  const decision = next(known, { ...asked, ...request }, patience)
  return decision._tag === "Refuse" ? decision.problem.reason : decision._tag
}

const here = (claim: Execution["claim"]): Execution => ({ _tag: "Here", claim, fingerprint, startedAt: 1000 })

describe("what follows from a record", () => {
  it("is an execution if there is none, and by its state otherwise", () => {
    assert.strictEqual(word(undefined), "Execute")
    const expected = {
      done: "Replay",
      tombstone: "not kept",
      released: "Execute",
      free: "Execute",
      parked: "outcome unknown",
      running: "in flight",
      orphan: "Execute",
      foreign: "store unavailable"
    }
    for (const [name, record] of Object.entries(records)) {
      assert.strictEqual(word(record), Reflect.get(expected, name), name)
    }
  })

  it("is a refusal for another request, unless the key is free", () => {
    const { foreign, free: _, ...known } = records
    for (const [name, record] of Object.entries(known)) {
      assert.strictEqual(next(record, { ...asked, fingerprint: other }, patient)._tag, "Refuse", name)
      assert.strictEqual(word(record, { fingerprint: other }), "key reused", name)
    }
    assert.strictEqual(word(foreign, { fingerprint: other }), "store unavailable")
  })

  it("is an execution under its own body if the key was released without an effect", () => {
    const decision = next(records.free, { ...asked, fingerprint: other }, patient)
    assert.deepStrictEqual(decision, { _tag: "Execute", fingerprint: other })
  })

  it("is a wait while there is patience, for no longer than the lease", () => {
    const decision = next(records.running, asked, patient)
    assert.deepStrictEqual(decision, { _tag: "AwaitChange", gen: 7, millis: 10_000 })
    const short = next({ ...records.running, leaseLeftMillis: 200 }, asked, patient)
    assert.deepStrictEqual(short, { _tag: "AwaitChange", gen: 7, millis: 200 })
  })

  it("tells where the thing is whose answer is not kept", () => {
    const decision = next(records.tombstone, asked, impatient)
    assert.strictEqual(decision._tag === "Refuse" ? decision.location : undefined, "/orders/1")
  })

  it("claims a record under the fingerprint it has", () => {
    assert.deepStrictEqual(next(records.orphan, asked, impatient), { _tag: "Execute", fingerprint })
  })
})

describe("what follows from an execution in this process", () => {
  it("waits for its claim before either body is the wrong one, and then for its end", () => {
    assert.strictEqual(word(here("requested"), { fingerprint: other }), "AwaitClaim")
    assert.strictEqual(word(here("held"), { fingerprint: other }), "key reused")
    assert.strictEqual(word(here("none"), { fingerprint: other }), "in flight")
    for (const claim of ["none", "held", "over"] as const) {
      assert.strictEqual(word(here(claim)), "in flight")
      assert.strictEqual(word(here(claim), {}, patient), "AwaitEnd")
    }
  })
})

describe("Retry-After", () => {
  it("is the time that the request has run so far, from 1 to 10 s, and at most the rest of its lease", () => {
    assert.strictEqual(retryAfter(1000, 1411), 1)
    assert.strictEqual(retryAfter(1000, 4500), 4)
    assert.strictEqual(retryAfter(1000, 60_000), 10)
    assert.strictEqual(retryAfter(1000, 6000, 2000), 2)
    // A clock that is behind.
    assert.strictEqual(retryAfter(5000, 1000), 1)
  })

  it("is said in the words of the dialect, or as unavailable if it has none", () => {
    const status = (dialect: Dialect) => {
      const decision = next(records.running, { ...asked, dialect }, impatient)
      return decision._tag === "Refuse" ? decision.problem.status : undefined
    }
    assert.deepStrictEqual([status(standard), status({ ...standard, inFlight: undefined })], [409, 503])
  })
})
