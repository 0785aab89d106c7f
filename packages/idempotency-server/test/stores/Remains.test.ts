import { assert, describe, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { existsSync, readdirSync, writeFileSync } from "node:fs"
import { basename, dirname } from "node:path"
import { StoreMemory } from "../../src/index.js"
import { type ClaimRequest, identity, type Service } from "../../src/Store.js"
import { databaseFile, openStore } from "../support/harness.js"

const request = (key: string): ClaimRequest => ({
  identity: identity(["owner"], key),
  fingerprint: "f",
  owner: crypto.randomUUID(),
  leaseMillis: 1000,
  retentionMillis: 1000,
  orphans: "take"
})

const year = 365 * 24 * 60 * 60 * 1000

const answered = Effect.fnUntraced(function*(store: Service, key: string, retentionMillis: number) {
  const claimed = yield* store.claim(request(key))
  if (claimed._tag !== "Claimed") return assert.fail("the key is taken")
  const response = { status: 201, headers: {}, body: new Uint8Array() }
  yield* store.settle(claimed.ticket, { _tag: "Answer", response, retentionMillis })
})

/** Two answers that are kept for a year, then many that are not, each with new requests after it. */
const kept = Effect.fnUntraced(function*(store: Service) {
  for (const key of ["old", "older"]) yield* answered(store, key, year)
  for (let index = 0; index < 300; index++) {
    yield* answered(store, `k ${index}`, 1000)
    yield* TestClock.adjust(100)
  }
})

describe("expired records do not pile up beside those that are kept", () => {
  it.effect("in memory", () =>
    Effect.gen(function*() {
      const store = yield* StoreMemory.make
      yield* kept(store)
      assert.isAtMost(yield* store.purge(1000), 30)
    }))

  it.scoped("in SQLite with leases", () =>
    Effect.gen(function*() {
      const { sql, store } = yield* openStore(yield* databaseFile)
      yield* kept(store)
      assert.isAtMost((yield* sql`SELECT key_hash FROM idempotency_records`).length, 30)
    }))
})

it.scoped("files of killed processes are removed at the next start, and those of running ones are not", () =>
  Effect.gen(function*() {
    const file = yield* databaseFile
    const alive = yield* openStore(file)
    yield* alive.store.claim(request("k"))
    const boots = () => readdirSync(dirname(file)).filter((name) => name.startsWith(`${basename(file)}-boot-`))
    const [own] = boots()
    for (const name of ["killed", "killed-journal", "lone-journal"]) writeFileSync(`${file}-boot-${name}`, "")
    yield* openStore(file)
    assert.deepStrictEqual(boots().filter((name) => !name.endsWith("-journal")), [own])
    assert.isFalse(existsSync(`${file}-boot-lone-journal`))
  }))
