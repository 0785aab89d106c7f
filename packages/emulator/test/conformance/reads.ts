import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import type { Answer, Api, Call } from "./api.js"
import { operations } from "./description/description.js"
import { furnish } from "./furnish.js"
import { idOf, tokenOf } from "./reading.js"
import { sample } from "./refusals.js"

const target_url = "https://example.com/"

export const strangers = (api: Api) =>
  it.scoped("nothing of an owner is there for another one, and their attempts change nothing", () =>
    Effect.gen(function*() {
      const pathOf = yield* furnish(api)
      const { control } = yield* Emulator
      const before = yield* control.inventory
      for (const operation of operations.filter(({ path }) => path.includes("{"))) {
        const credential = operation.credentials.includes("apiKey") ? TestKey.other : TestKey.jwtFree
        yield* api.expect(operation.foreign, operation.id, {
          ...sample(operation),
          path: pathOf(operation.path),
          credential
        })
      }
      for (const operation of operations.filter(({ id }) => id.startsWith("list") && id !== "listWebhookEventTypes")) {
        if (operation.path.includes("{")) continue
        const credential = operation.credentials.includes("apiKey") ? TestKey.other : TestKey.jwtFree
        const data = yield* api.expect(200, operation.id, { credential })
        assert.lengthOf(data.invoices ?? data, 0, operation.id)
      }
      assert.deepStrictEqual(yield* control.inventory, before)
    }).pipe(Effect.provide(Emulator.layerServer())))

export const reads = ({ expect, send }: Api) => {
  const unchanged = (operation: string, call: Call, { headers }: Answer) =>
    send(operation, { ...call, headers: { "if-none-match": `"another", ${headers.get("etag")}` } })

  it.scoped("reads say when nothing changed to a caller who asks for that", () =>
    Effect.gen(function*() {
      const path = { id: (yield* expect(201, "create", { body: { target_url } })).resource_id }
      for (const [operation, call] of [["get", { path }], ["list", {}], ["getQuota", {}]] as const) {
        const first = yield* send(operation, call)
        const second = yield* unchanged(operation, call, first)
        assert.deepStrictEqual([second.status, second.text], [304, ""])
        assert.strictEqual(second.headers.get("etag"), first.headers.get("etag"))
        yield* expect(201, "mintLink", { path, body: {} })
        const third = yield* unchanged(operation, call, first)
        assert.strictEqual(third.status, 200)
        assert.notStrictEqual(third.headers.get("etag"), first.headers.get("etag"))
      }
    }).pipe(Effect.provide(Emulator.layerServer())))

  it.scoped("what is created has an address, in a replay as well", () =>
    Effect.gen(function*() {
      const made = yield* send("createResource", { body: { type: "url", target_url }, key: "k" })
      const { resource_id: id } = made.json.data
      assert.strictEqual(made.headers.get("location"), `/v1/resources/${id}`)
      const again = yield* send("createResource", { body: { type: "url", target_url }, key: "k" })
      assert.strictEqual(again.headers.get("location"), `/v1/resources/${id}`)
      for (const operation of ["mintLink", "createQurlForResource"]) {
        const { headers, json } = yield* send(operation, { path: { id }, body: {} })
        const location = headers.get("location") ?? ""
        assert.notInclude(location, tokenOf(json.data.qurl_link))
        const read = yield* expect(200, "get", { path: { id: location.split("/").at(-1) ?? "" } })
        assert.strictEqual(idOf(read), id)
      }
    }).pipe(Effect.provide(Emulator.layerServer())))
}
