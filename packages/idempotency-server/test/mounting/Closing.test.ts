import { assert, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { makeIdempotency } from "../../src/Web.js"
import { makeGate } from "../support/harness.js"

it.effect("R1 keys that are closed run no further request, and let the running one finish", () =>
  Effect.gen(function*() {
    const gate = yield* makeGate
    const runs: Array<string> = []
    const { close, wrap } = yield* Effect.promise(() =>
      makeIdempotency({ store: { type: "memory" }, principal: () => "ada" })
    )
    const place = wrap(async ({ headers }) => {
      runs.push(headers.get("idempotency-key") ?? "")
      await Effect.runPromise(gate.pass)
      return new Response(null, { status: 201 })
    })
    const send = (key: string) =>
      Effect.promise(() =>
        place(new Request("http://shop/orders", { method: "POST", headers: { "idempotency-key": key }, body: "{}" }))
      )
    const running = yield* Effect.fork(send("running"))
    yield* gate.started
    const closed = close()
    const late = yield* send("late")
    assert.deepStrictEqual([late.status, late.headers.get("retry-after")], [503, "1"])
    yield* gate.release
    const { status } = yield* Fiber.join(running)
    assert.strictEqual(status, 201)
    yield* Effect.promise(() => closed)
    const after = yield* send("after")
    assert.deepStrictEqual([after.status, after.headers.get("retry-after")], [503, "1"])
    assert.deepStrictEqual(runs, ["running"])
  }))
