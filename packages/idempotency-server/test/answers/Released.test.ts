import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { call, counting, servers } from "../support/leasing.js"

const bodies = ["large", "less"] as const

describe("a key that was released", () => {
  for (const status of [401, 403, 404, 409, 413, 415, 429]) {
    it.scoped(`after a ${status} takes another body, on any server`, () =>
      Effect.gen(function*() {
        const { one, two } = yield* servers()
        const refusing = counting(Effect.void, status)
        assert.strictEqual((yield* call(one(refusing.app), { body: bodies[0] })).status, status)
        assert.strictEqual((yield* call(two(counting().app), { body: bodies[1] })).status, 201)
        assert.strictEqual((yield* call(one(refusing.app), { body: bodies[0] })).status, 422)
        assert.strictEqual(refusing.runs.n, 1)
      }))
  }

  it.scoped("by a handler that may have had an effect is bound to the body that the handler saw", () =>
    Effect.gen(function*() {
      const { one, two } = yield* servers({ crash: "resume" })
      const failing = counting(Effect.void, 500)
      assert.strictEqual((yield* call(one(failing.app), { body: bodies[0] })).status, 500)
      assert.strictEqual((yield* call(two(failing.app), { body: bodies[1] })).status, 422)
      assert.strictEqual((yield* call(two(counting().app), { body: bodies[0] })).status, 201)
      assert.strictEqual(failing.runs.n, 1)
    }))
})
