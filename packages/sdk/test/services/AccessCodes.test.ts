import { assert, describe, it } from "@effect/vitest"
import { Fault, TestKey } from "@qurl/emulator"
import { AccessCodes, Qurl, RetryPolicy } from "@qurl/sdk"
import { Effect, Redacted } from "effect"
import { inspect } from "node:util"
import { digests, inventory, quickly, requests } from "../support/emulator.js"
import { serve } from "../support/server.js"
import { first, layerServices, serviced } from "../support/services.js"

const target_url = "https://example.com"

const made = Effect.gen(function*() {
  const { resource_id } = yield* Qurl.create({ target_url })
  return yield* AccessCodes.create({ resource_id, name: "fair", max_uses: null })
})

const redeemed = Effect.map(
  inventory,
  ({ effects }) => effects.filter(({ kind }) => kind === "access_code.redeemed").length
)

describe("AccessCodes", () => {
  it.live("live: made, redeemed, listed, revoked, refused", () =>
    Effect.gen(function*() {
      const { access_code_id, code } = yield* made
      const { redirect_url } = yield* AccessCodes.redeem({ code: Redacted.make(code), elapsed_ms: 5000 })
      const opened = yield* Qurl.resolve({ access_token: redirect_url.slice(redirect_url.indexOf("#") + 1) })
      assert.strictEqual(opened.target_url, target_url)
      const list = yield* AccessCodes.list()
      assert.deepInclude(list, { has_more: false })
      assert.deepInclude(list.items[0], { access_code_id, use_count: 1, status: "active" })
      yield* AccessCodes.revoke(access_code_id)
      const refused = yield* Effect.flip(AccessCodes.redeem({ code }))
      assert.deepInclude(refused, { _tag: "ValidationError", source: "server", code: "invalid_code" })
    }).pipe(serviced(TestKey.full)))

  it.live("are made and revoked once when answers are lost", () =>
    Effect.gen(function*() {
      const { access_code_id, meta } = yield* made
      assert.deepInclude(meta, { attempts: 2, replayed: "yes" })
      assert.strictEqual((yield* AccessCodes.revoke(access_code_id)).meta.attempts, 2)
      const { effects } = yield* inventory
      assert.deepStrictEqual(
        effects.filter(({ kind }) => kind.startsWith("access_code")).map(({ kind }) => kind),
        ["access_code.created", "access_code.revoked"]
      )
    }).pipe(serviced(
      TestKey.full,
      first("createAccessCode", Fault.destroyAfterCommit),
      first("revokeAccessCode", Fault.destroyAfterCommit)
    )))

  for (
    const [what, fault, error] of [
      ["a lost answer", Fault.destroyAfterCommit, { _tag: "NetworkError", outcome: "unknown" }],
      ["502", Fault.status(502, { when: "after" }), { _tag: "ServerError", outcome: "unknown" }],
      ["503", Fault.status(503, { when: "after" }), { _tag: "ServerError", outcome: "unknown" }]
    ] as const
  ) {
    it.live(`are never redeemed twice after ${what}, whatever the policy says`, () =>
      Effect.gen(function*() {
        const { code } = yield* made
        for (const repeat of ["keyed", "unsafe"] as const) {
          const retry = { ...quickly(RetryPolicy.keyed), repeat, statuses: [429, 502, 503, 504] as const }
          const before = yield* redeemed
          const failed = yield* Effect.flip(AccessCodes.redeem({ code }, { retry }))
          assert.deepInclude(failed, { ...error, attempts: 1 })
          assert.strictEqual((yield* redeemed) - before, 1)
        }
      }).pipe(serviced(TestKey.full, { fault, operation: "redeemAccessCode" })))
  }

  it.live("are redeemed after 429, under one key and without a credential", () =>
    Effect.gen(function*() {
      const server = yield* serve(
        { status: 429, headers: { "retry-after": "0" } },
        { status: 200, json: { data: { redirect_url: "https://qurl.link/#at_planted" } } }
      )
      const { meta } = yield* Effect.provide(
        AccessCodes.redeem({ code: "ac_planted", honeypot: "" }),
        layerServices(server.url, TestKey.full)
      )
      assert.strictEqual(meta.attempts, 2)
      assert.deepStrictEqual(server.received.map(({ headers }) => headers.authorization), [undefined, undefined])
      assert.strictEqual(new Set(server.received.map(({ headers }) => headers["idempotency-key"])).size, 1)
      assert.isString(server.received[0]?.headers["idempotency-key"])
      assert.deepStrictEqual(JSON.parse(server.received[0]?.body ?? ""), { code: "ac_planted", honeypot: "" })
    }).pipe(Effect.scoped))

  it.live("stay out of errors, even if the server repeats them", () =>
    Effect.gen(function*() {
      const server = yield* serve({
        status: 400,
        json: { error: { code: "invalid_code", detail: "planted-code is bad" } }
      })
      for (const code of ["planted-code", Redacted.make("planted-code")]) {
        const error = yield* Effect.flip(
          Effect.provide(AccessCodes.redeem({ code }), layerServices(server.url, TestKey.full))
        )
        assert.notInclude(inspect(error, { depth: 9 }) + error.message, "planted")
      }
    }).pipe(Effect.scoped))

  it.live("are for system-tier accounts", () =>
    Effect.gen(function*() {
      for (
        const call of [AccessCodes.create({ resource_id: "r_1" }), AccessCodes.list(), AccessCodes.revoke("acd_1")]
      ) {
        assert.deepInclude(yield* Effect.flip<unknown, unknown, AccessCodes>(call), { _tag: "AuthorizationError" })
      }
    }).pipe(serviced(TestKey.free)))

  it.live("refuse wrong input before anything is sent, all of it at once", () =>
    Effect.gen(function*() {
      const fields = (call: Effect.Effect<unknown, unknown, AccessCodes>) =>
        Effect.map(Effect.flip(call), (error) => {
          assert.deepInclude(error, { _tag: "ValidationError", source: "client" })
          return Object.keys(Object(error).invalidFields).sort()
        })
      const wrong = { resource_id: "", name: "x".repeat(101), max_uses: -1, uses: 1 }
      assert.deepStrictEqual(yield* fields(AccessCodes.create(wrong)), ["max_uses", "name", "resource_id", "uses"])
      assert.deepStrictEqual(yield* fields(AccessCodes.redeem({ code: "", elapsed_ms: 1.5 })), ["code", "elapsed_ms"])
      assert.deepStrictEqual(yield* fields(AccessCodes.revoke("")), ["id"])
      assert.deepStrictEqual(yield* requests, [])
      assert.deepStrictEqual(yield* digests, [])
    }).pipe(serviced(TestKey.full)))
})
