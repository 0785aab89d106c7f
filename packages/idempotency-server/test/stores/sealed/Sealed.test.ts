import { assert, describe, it } from "@effect/vitest"
import { Effect, Option, Redacted, TestClock } from "effect"
import * as Conformance from "../../../src/Conformance.js"
import * as Sealed from "../../../src/Sealed.js"
import type { ClaimRequest, Record, Service, Settlement, TransactionalService } from "../../../src/Store.js"
import { identity } from "../../../src/Store.js"
import * as Memory from "../../../src/Store/Memory.js"
import { databaseFile, openStore } from "../../support/harness.js"

const secret = (letter: string) => Redacted.make(letter.repeat(32))
const options: Sealed.Options = { lookup: secret("l"), sealing: { id: "a", secret: secret("a") } }

const request = (key = "a key of the client", body = "f"): ClaimRequest => ({
  identity: identity(["principal"], key),
  fingerprint: body,
  owner: crypto.randomUUID(),
  leaseMillis: 1000,
  retentionMillis: 60_000,
  orphans: "take"
})

const response = {
  status: 201,
  headers: { location: "/secrets/42" },
  body: new TextEncoder().encode("{\"api_key\":\"sk_live_0123456789\"}")
}
const answer: Settlement = { _tag: "Answer", response, retentionMillis: 60_000 }

const finish = Effect.fnUntraced(function*(store: Service, claim = request(), settlement = answer) {
  const result = yield* store.claim(claim)
  if (result._tag !== "Claimed") return assert.fail(`it is ${result.record._tag}`)
  assert.strictEqual(yield* store.settle(result.ticket, settlement), "ok")
})

const isCorrupt = Effect.fnUntraced(function*(store: Service, claim = request()) {
  for (const attempt of [store.look(claim.identity), store.claim(claim)]) {
    const error = yield* Effect.flip<unknown, { readonly reason: string }, never>(attempt)
    assert.strictEqual(error.reason, "corrupt")
  }
})

const opened = (record: Option.Option<Record>) =>
  Option.match(record, {
    onNone: () => assert.fail("there is no record"),
    onSome: (record) => "response" in record ? record.response : assert.fail(`it is ${record._tag}`)
  })

describe("sealed records keep the contract", () => {
  const memory = Effect.gen(function*() {
    const store = yield* Memory.make
    const sealed = Effect.orDie(Sealed.make(store, options))
    return { stores: [yield* sealed, yield* sealed] as const, advance: TestClock.adjust }
  })
  for (const { name, run } of Conformance.cases) {
    it.effect(`in memory: ${name}`, () => Effect.flatMap(memory, run))
  }

  const sqlite = Effect.gen(function*() {
    const { sql, store } = yield* openStore(yield* databaseFile)
    yield* sql`CREATE TABLE effects (id INTEGER PRIMARY KEY)`
    const sealed: TransactionalService = yield* Sealed.makeTransactional(store, options)
    return {
      stores: [sealed] as const,
      advance: TestClock.adjust,
      write: Effect.orDie(Effect.asVoid(sql`INSERT INTO effects DEFAULT VALUES`)),
      written: Effect.orDie(
        Effect.map(sql<{ n: number }>`SELECT count(*) AS n FROM effects`, ([row]) => row?.n ?? -1)
      )
    }
  }).pipe(Effect.orDie)
  for (const { name, run } of [...Conformance.cases, ...Conformance.transactionalCases]) {
    it.scoped(`in SQLite: ${name}`, () => Effect.flatMap(sqlite, run))
  }
})

describe("sealed records", () => {
  it.effect("a sealing key that is replaced opens what it sealed as long as it is listed", () =>
    Effect.gen(function*() {
      const store = yield* Memory.make
      yield* finish(yield* Sealed.make(store, options))
      const next = { id: "b", secret: secret("b") }
      const rotated = yield* Sealed.make(store, { ...options, sealing: next, others: [options.sealing] })
      assert.deepStrictEqual(opened(yield* rotated.look(request().identity)), response)
      yield* finish(rotated, request("new"))
      const without = yield* Sealed.make(store, { ...options, sealing: next })
      assert.deepStrictEqual(opened(yield* without.look(request("new").identity)), response)
      yield* isCorrupt(without)
      // A process that does not seal with it yet has to know the next key as well.
      const early = yield* Sealed.make(store, { ...options, others: [next] })
      assert.deepStrictEqual(opened(yield* early.look(request("new").identity)), response)
    }))

  it.effect("S30 another secret under the same name opens nothing and claims nothing", () =>
    Effect.gen(function*() {
      const store = yield* Memory.make
      yield* finish(yield* Sealed.make(store, options))
      yield* isCorrupt(yield* Sealed.make(store, { ...options, sealing: { id: "a", secret: secret("x") } }))
    }))

  it.effect("S30 another lookup secret is refused before it finds no record and executes again", () =>
    Effect.gen(function*() {
      const store = yield* Memory.make
      yield* finish(yield* Sealed.make(store, options))
      const error = yield* Effect.flip(Sealed.make(store, { ...options, lookup: secret("x") }))
      assert.strictEqual(error._tag, "UnfitStoreError")
      yield* Sealed.make(store, options)
    }))

  it.effect("S30 a store with records that are not sealed is refused, and the records stay as they are", () =>
    Effect.gen(function*() {
      const store = yield* Memory.make
      yield* finish(store)
      assert.strictEqual((yield* Effect.flip(Sealed.make(store, options)))._tag, "UnfitStoreError")
      assert.deepStrictEqual(opened(yield* store.look(request().identity)), response)
    }))

  it.effect("S30 an answer opens under its own key, scope and generation only, and not with one bit changed", () =>
    Effect.gen(function*() {
      const store = yield* Memory.make
      let kept: Settlement | undefined
      const recording: Service = {
        ...store,
        settle: (ticket, settlement) => {
          if (settlement._tag === "Answer") kept = settlement
          return store.settle(ticket, settlement)
        }
      }
      yield* finish(yield* Sealed.make(recording, options))
      if (kept?._tag !== "Answer") return assert.fail("nothing was kept")
      const { body } = kept.response
      const moved = (change: (body: Uint8Array) => Uint8Array): Service => ({
        ...store,
        settle: (ticket) => store.settle(ticket, { ...answer, response: { ...response, body: change(body) } })
      })
      const asItIs = (body: Uint8Array) => body
      yield* finish(yield* Sealed.make(moved(asItIs), options), request("another key"))
      const scope = { ...request(), identity: identity(["somebody else"], "a key of the client") }
      yield* finish(yield* Sealed.make(moved(asItIs), options), scope)
      const sealed = yield* Sealed.make(store, options)
      for (const claim of [request("another key"), scope]) yield* isCorrupt(sealed, claim)
      // The same key once more: what its first owner kept is not the answer of its second one.
      yield* TestClock.adjust("2 minutes")
      yield* finish(yield* Sealed.make(moved(asItIs), options))
      yield* isCorrupt(sealed)
      for (let index = 0; index < body.length; index += 7) {
        const key = `bit ${index}`
        const spoilt = moved((body) => body.map((byte, at) => at === index ? byte ^ 1 : byte))
        yield* finish(yield* Sealed.make(spoilt, options), request(key))
        yield* isCorrupt(sealed, request(key))
      }
    }))

  it.effect("what a handler seals beside its effect opens under its child key and secrets only", () =>
    Effect.gen(function*() {
      const sealer = yield* Sealed.makeSealer(options)
      const bytes = sealer.seal("child-key", response)
      assert.deepStrictEqual(sealer.open("child-key", bytes), Option.some(response))
      const next = { id: "b", secret: secret("b") }
      const rotated = yield* Sealed.makeSealer({ ...options, sealing: next, others: [options.sealing] })
      assert.deepStrictEqual(rotated.open("child-key", bytes), Option.some(response))
      assert.strictEqual(rotated.nameOf("child-key"), sealer.nameOf("child-key"))
      const other = yield* Sealed.makeSealer({ ...options, sealing: { id: "a", secret: secret("x") } })
      for (
        const opened of [
          sealer.open("another", bytes),
          sealer.open("child-key", bytes.map((byte, at) => at === bytes.length - 1 ? byte ^ 1 : byte)),
          other.open("child-key", bytes)
        ]
      ) assert.isTrue(Option.isNone(opened))
      const written = sealer.nameOf("child-key") + Buffer.from(bytes).toString("latin1")
      for (const text of ["child-key", "sk_live", "/secrets/42"]) assert.notInclude(written, text)
      const short = Sealed.makeSealer({ ...options, lookup: Redacted.make("short") })
      assert.strictEqual((yield* Effect.flip(short))._tag, "UnfitStoreError")
    }))

  it.effect("secrets that are too short and invalid names are refused", () =>
    Effect.gen(function*() {
      const store = yield* Memory.make
      const { sealing } = options
      for (
        const wrong of [
          { ...options, lookup: Redacted.make("short") },
          { ...options, sealing: { id: "a", secret: Redacted.make("short") } },
          { ...options, sealing: { ...sealing, id: "" } },
          { ...options, others: [sealing] }
        ]
      ) {
        assert.strictEqual((yield* Effect.flip(Sealed.make(store, wrong)))._tag, "UnfitStoreError")
      }
      assert.strictEqual((yield* store.stats).released, 0)
    }))
})
