import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { Emulator, Fault, FaultPlan } from "../../src/index.js"
import { create, onSocket } from "../support/support.js"

it.scoped("a page of another origin may send keys, and reads when to come again and whether it was a replay", () =>
  Effect.gen(function*() {
    const { control, url } = yield* Emulator
    yield* control.setFaults(FaultPlan.of({ fault: Fault.rateLimit(), nth: 1 }))
    const asked = yield* Effect.promise(() =>
      fetch(`${url}/v1/qurls`, {
        method: "OPTIONS",
        headers: {
          origin: "https://app.example.com",
          "access-control-request-method": "POST",
          "access-control-request-headers": "authorization,content-type,idempotency-key"
        }
      })
    )
    assert.strictEqual(asked.status, 204)
    assert.strictEqual(asked.headers.get("access-control-allow-origin"), "*")
    assert.strictEqual(
      asked.headers.get("access-control-allow-headers"),
      "authorization,content-type,idempotency-key"
    )
    assert.include(asked.headers.get("access-control-allow-methods"), "PATCH")
    // It was not a request of the API, whose first request meets the fault.
    assert.deepStrictEqual(yield* control.requests, [])
    const limited = yield* create({ key: "k" })
    assert.strictEqual(limited.status, 429)
    const exposed = limited.headers["access-control-expose-headers"]?.split(", ")
    assert.includeMembers(exposed ?? [], ["retry-after", "idempotency-replayed", "x-request-id", "date"])
    assert.strictEqual(limited.headers["access-control-allow-origin"], "*")
  }).pipe(Effect.provide(onSocket())))

it.scopedLive("what only controls the emulator is nothing for pages of other origins", () =>
  Effect.gen(function*() {
    const { url } = yield* Emulator
    for (const path of ["faults", "inventory", "inspector", "inspector/events"]) {
      const { body, headers } = yield* Effect.promise(() => fetch(`${url}/_emulator/${path}`))
      yield* Effect.promise(async () => body?.cancel())
      assert.isNull(headers.get("access-control-allow-origin"))
    }
  }).pipe(Effect.provide(onSocket())))
