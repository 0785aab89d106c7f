import { assert, describe, it } from "@effect/vitest"
import { Emulator, Fault } from "@qurl/emulator"
import { Delegated, Resources, withExtras } from "@qurl/sdk"
import { Effect } from "effect"
import { inspect } from "node:util"
import { inventory, requests } from "./support/emulator.js"
import { asking, effects, running, servicesFor } from "./support/resources.js"
import { serve } from "./support/server.js"
import { first } from "./support/services.js"

const key = "invitations-of-2026-11-30-0123456789"

const capability = Effect.map(
  Resources.create({ type: "url", target_url: "https://example.com/plans" }),
  ({ crid }) => `mc_${crid}`
)

const batch = Effect.flatMap(
  capability,
  (mint_capability) =>
    Delegated.createBatch({ mint_capability, grants: [{ label: "Ada", expires_in: "24h" }, { label: "Bob" }] }, key)
)

it.live("a batch is submitted once, polled until it has ended, and its links are read and revoked", () =>
  Effect.gen(function*() {
    const made = yield* batch
    assert.deepInclude(made, { status: "queued", item_count: 2 })
    assert.deepInclude(made.meta, { attempts: 2, replayed: "yes", idempotencyKey: key })
    assert.notProperty(yield* Delegated.getBatch(made.batch_id), "results")
    const { results = [], status } = yield* Delegated.waitForBatch(made.batch_id)
    assert.strictEqual(status, "succeeded")
    const ids = results.map(({ qurl }) => qurl?.qurl_id ?? "")
    assert.strictEqual((yield* inventory).tokens.length, 2)
    assert.deepInclude(yield* Delegated.get(ids[0] ?? ""), { status: "active", label: "Ada" })
    yield* Delegated.revoke(ids[0] ?? "")
    yield* Delegated.revoke(ids[0] ?? "")
    assert.strictEqual((yield* Delegated.get(ids[0] ?? "")).status, "revoked")
    assert.deepStrictEqual(yield* effects, [
      "resource.created",
      "token.created",
      "token.created",
      "delegated_batch.created",
      "token.revoked"
    ])
  }).pipe(running(first("createDelegatedQurlBatch", Fault.destroyAfterCommit))))

describe("whatever happens to the answer, a batch is submitted once", () => {
  for (
    const fault of [
      Fault.destroyBeforeHandler,
      Fault.destroyAfterCommit,
      Fault.destroyAfterHeaders,
      Fault.destroyMidBody,
      Fault.rateLimit({ retryAfter: { seconds: 0 } }),
      Fault.status(503, { when: "before" }),
      Fault.status(503, { when: "after" }),
      Fault.inFlight
    ]
  ) {
    const when = "when" in fault ? ` ${fault.when} its handler` : ""
    it.live(`${fault.kind}${when}`, () =>
      Effect.gen(function*() {
        yield* batch
        assert.deepInclude((yield* effects).filter((kind) => kind !== "resource.created"), "delegated_batch.created")
        assert.strictEqual((yield* inventory).tokens.length, 2)
        assert.strictEqual((yield* inventory).delegated_batches.length, 1)
      }).pipe(running(first("createDelegatedQurlBatch", fault))))
  }
})

it.live("a batch whose outcome is unknown is found by the same key and input, by another client as well", () =>
  Effect.gen(function*() {
    const { url } = yield* Emulator
    const mint_capability = yield* capability
    const input = { mint_capability, grants: [{ label: "Ada" }] }
    const lost = yield* Effect.flip(Delegated.createBatch(input, key))
    assert.deepInclude(lost, { _tag: "ServerError", outcome: "unknown", idempotencyKey: key })
    assert.notInclude(inspect(lost, { depth: 9 }), mint_capability)
    const found = yield* Delegated.createBatch(input, key).pipe(Effect.provide(servicesFor(url)))
    assert.strictEqual(found.meta.replayed, "yes")
    assert.deepStrictEqual((yield* inventory).delegated_batches.map(({ id }) => id), [found.batch_id])
  }).pipe(running({ fault: Fault.status(500, { when: "after" }), operation: "createDelegatedQurlBatch", nth: 1 })))

it.live("a key that is missing, short or has a space, and input that is wrong, are refused before anything is sent", () =>
  Effect.gen(function*() {
    const input = { mint_capability: "mc_x", grants: [{}] }
    for (const wrong of ["short", `${key} with spaces`, JSON.parse("null")]) {
      const error = yield* Effect.flip(Delegated.createBatch(input, wrong))
      assert.deepInclude(error, { _tag: "ValidationError", outcome: "not sent" })
    }
    const long = { mint_capability: "", grants: [{ label: "é".repeat(251) }] }
    const error = yield* Effect.flip(Delegated.createBatch(long, key))
    assert(error._tag === "ValidationError")
    assert.sameMembers(Object.keys(error.invalidFields), ["mint_capability", "grants[0].label"])
    assert.deepStrictEqual(yield* requests, [])
  }).pipe(running()))

it.live("states and codes that are new are kept, and so are fields", () =>
  Effect.gen(function*() {
    const failed = { index: 0, status: "failed", error: { code: "new_code", message: "m", hint: "h" } }
    const data = { batch_id: "dqb_1", status: "cancelled", item_count: 1, results: [failed], region: "eu" }
    const server = yield* serve({ status: 200, json: { data, meta: { request_id: "r" } } })
    const found = yield* asking(server, Delegated.waitForBatch("dqb_1"))
    assert.deepInclude(withExtras(found), { status: "cancelled", region: "eu", results: [failed] })
  }).pipe(Effect.scoped))
