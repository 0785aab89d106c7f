import { assert, it } from "@effect/vitest"
import { Effect, FastCheck, Option, TestClock } from "effect"
import { identity, type Outcome } from "../src/internal/legacyStore.js"
import { openStore } from "./harness.js"

const retentionMillis = 1000

const step = FastCheck.record({
  key: FastCheck.integer({ min: 0, max: 2 }),
  what: FastCheck.constantFrom("keep" as const, "undo" as const, "look" as const),
  wait: FastCheck.constantFrom(0, 1, 499, 999, 1000)
})

const body = (text: string): Uint8Array => new TextEncoder().encode(text)

it.effect.prop(
  "whatever is asked in whatever order: one execution per key and retention, and its writes exactly when it is kept",
  [FastCheck.array(step, { maxLength: 30 })],
  ([steps]) =>
    Effect.scoped(Effect.gen(function*() {
      const { sql, store } = yield* openStore(":memory:")
      yield* sql`CREATE TABLE effects (answer TEXT NOT NULL)`
      const kept = new Map<number, { readonly answer: string; readonly expiresAt: number }>()
      const effects: Array<string> = []
      let now = yield* Effect.clockWith((clock) => clock.currentTimeMillis)
      for (const [index, { key, wait, what }] of steps.entries()) {
        yield* TestClock.adjust(wait)
        now += wait
        const record = kept.get(key)
        const expected = record !== undefined && record.expiresAt > now ? record.answer : undefined
        const id = identity(["owner"], String(key))
        const looked = Option.map(yield* store.look(id), ({ response }) => new TextDecoder().decode(response.body))
        assert.strictEqual(Option.getOrUndefined(looked), expected)
        if (what === "look") continue
        const answer = `answer ${index}`
        const outcome: Outcome<string> = {
          answer,
          record: what === "keep" ? Option.some({ status: 200, headers: {}, body: body(answer) }) : Option.none()
        }
        const result = yield* store.transact(
          { identity: id, fingerprint: "f", retentionMillis },
          Effect.as(Effect.orDie(sql`INSERT INTO effects VALUES (${answer})`), outcome)
        )
        assert.strictEqual(result._tag, expected === undefined ? "Executed" : "Existing")
        if (expected !== undefined || what === "undo") continue
        kept.set(key, { answer, expiresAt: now + retentionMillis })
        effects.push(answer)
      }
      const rows = yield* sql<{ answer: string }>`SELECT answer FROM effects ORDER BY rowid`
      assert.deepStrictEqual(rows.map((row) => row.answer), effects)
    }))
)
