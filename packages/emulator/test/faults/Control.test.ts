import { assert, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { Emulator, Fault, FaultPlan, Inventory } from "../../src/index.js"
import { create, onSocket, send } from "../support/support.js"

it.scoped("faults are set, read and cleared by HTTP", () =>
  Effect.gen(function*() {
    const plan = FaultPlan.of({ fault: Fault.status(503), operation: "create" })
    for (const method of ["PUT", "POST"] as const) {
      assert.strictEqual((yield* send(method, "/_emulator/faults", { body: plan })).status, 200)
      assert.deepStrictEqual((yield* send("GET", "/_emulator/faults")).json, plan)
      assert.strictEqual((yield* create()).status, 503)
      assert.strictEqual((yield* send("DELETE", "/_emulator/faults")).status, 204)
      assert.strictEqual((yield* create()).status, 201)
    }
    const refused = yield* send("PUT", "/_emulator/faults", { body: { rules: [{ fault: { kind: "explode" } }] } })
    assert.strictEqual(refused.status, 400)
    assert.include(refused.json.error, "destroyAfterCommit")
    assert.strictEqual((yield* send("PUT", "/_emulator/faults", { text: "{" })).status, 400)
  }).pipe(Effect.provide(onSocket())))

it.scoped("inventory and requests are the same by HTTP, and need no credential", () =>
  Effect.gen(function*() {
    const { control } = yield* Emulator
    yield* create({ key: "k" })
    const anonymous = { headers: { authorization: "" } }
    const inventory = yield* send("GET", "/_emulator/inventory", anonymous)
    assert.deepStrictEqual(yield* Schema.decodeUnknown(Inventory.Inventory)(inventory.json), yield* control.inventory)
    const requests = yield* send("GET", "/_emulator/requests", anonymous)
    assert.deepStrictEqual(requests.json.requests, yield* control.requests)
    assert.strictEqual(requests.json.requests.length, 1)
    assert.strictEqual((yield* send("GET", "/_emulator/nothing")).status, 404)
  }).pipe(Effect.provide(onSocket())))

it.scoped("a reset forgets resources, answers and requests, and keeps the plan", () =>
  Effect.gen(function*() {
    const { control } = yield* Emulator
    const plan = FaultPlan.of({ fault: Fault.status(503), method: "GET" })
    yield* control.setFaults(plan)
    const first = yield* create({ key: "k" })
    assert.strictEqual((yield* send("POST", "/_emulator/reset")).status, 204)
    assert.isTrue(Object.values(yield* control.inventory).every((entries) => entries.length === 0))
    assert.deepStrictEqual(yield* control.requests, [])
    assert.deepStrictEqual(yield* control.faults, plan)
    assert.notStrictEqual((yield* create({ key: "k" })).text, first.text)
  }).pipe(Effect.provide(onSocket())))

it.scoped("the log names the fault a request met", () =>
  Effect.gen(function*() {
    const { control } = yield* Emulator
    yield* control.setFaults(FaultPlan.of(
      { fault: Fault.rateLimit(), nth: 1 },
      { fault: Fault.destroyBeforeHandler, nth: 2 },
      { fault: Fault.destroyAfterCommit, nth: 3 }
    ))
    for (let i = 0; i < 4; i++) yield* Effect.either(create())
    assert.deepStrictEqual((yield* control.requests).map(({ fault, status }) => [fault, status]), [
      ["rateLimit", 429],
      ["destroyBeforeHandler", null],
      ["destroyAfterCommit", 201],
      [null, 201]
    ])
  }).pipe(Effect.provide(onSocket())))
