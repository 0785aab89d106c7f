import { assert, it } from "@effect/vitest"
import { Emulator, Fault, TestKey } from "@qurl/emulator"
import { Connectors, Resources } from "@qurl/sdk"
import { Chunk, Effect, Stream } from "effect"
import { requests } from "../support/emulator.js"
import { asking, effects, running, servicesFor } from "../support/resources.js"
import { serve } from "../support/server.js"

it.live("installations are listed page by page", () =>
  Effect.gen(function*() {
    const { control } = yield* Emulator
    for (const label of ["one", "two", "three"]) {
      yield* control.install({
        label,
        subject_display_name: "Example",
        status: label === "two" ? "needs_reauth" : "active"
      })
    }
    yield* control.install({ owner: "owner_other", label: "not ours", subject_display_name: "Other" })
    const all = Chunk.toReadonlyArray(yield* Stream.runCollect(Connectors.listAll({ limit: 2 })))
    assert.sameMembers(all.map(({ label }) => label), ["one", "two", "three"])
    assert.deepInclude(all.find(({ label }) => label === "two"), { plugin_id: "slack", status: "needs_reauth" })
    assert.deepInclude(yield* Connectors.list({ limit: 2 }), { has_more: true, page_size: 2 })
    const error = yield* Effect.flip(Connectors.list({ limit: 101 }))
    assert.deepInclude(error, { _tag: "ValidationError", source: "client" })
  }).pipe(running()))

it.live("a connector has one resource, which is made once and found by its slug", () =>
  Effect.gen(function*() {
    assert.deepInclude(yield* Effect.flip(Connectors.resource("printer")), {
      _tag: "NotFoundError",
      operation: "connectorResource",
      code: "resource_not_found"
    })
    const made = yield* Connectors.ensure("printer", { description: "on the second floor" })
    assert.deepInclude(made.meta, { foundExisting: false, attempts: 2, replayed: "yes" })
    assert.isTrue((yield* Connectors.ensure("printer")).meta.foundExisting)
    const found = yield* Connectors.resource("printer")
    assert.deepInclude(found, { resource_id: made.resource_id, slug: "printer", type: "tunnel" })
    assert.isDefined((yield* Resources.createQurl(found.resource_id, { target_path: "/queue" })).qurl_link)
    assert.deepStrictEqual(yield* effects, ["resource.created", "token.created"])
    const { url } = yield* Emulator
    const refused = yield* Effect.flip(Connectors.ensure("printer")).pipe(
      Effect.provide(servicesFor(url, TestKey.readOnly))
    )
    assert.deepInclude(refused, { _tag: "AuthorizationError", code: "insufficient_scope" })
  }).pipe(running({ fault: Fault.destroyAfterCommit, operation: "createResource", nth: 1 })))

it.live("an id that is none asks for nothing", () =>
  Effect.gen(function*() {
    for (const id of ["", "A", "no spaces please"]) {
      const error = yield* Effect.flip(Connectors.resource(id))
      assert.deepInclude(error, { _tag: "ValidationError", source: "client", outcome: "not sent" })
    }
    assert.strictEqual((yield* Effect.flip(Connectors.ensure("")))._tag, "ValidationError")
    assert.deepStrictEqual(yield* requests, [])
  }).pipe(running()))

it.live("what is not one resource with that slug is not taken for it", () =>
  Effect.gen(function*() {
    const row = { resource_id: "r_1", slug: "printer" }
    const answers = [{ data: [row, row] }, { data: [{ resource_id: "r_1", slug: "scanner" }] }, { data: null }, {}]
    const server = yield* serve(...answers.map((json) => ({ status: 200, json })), { status: 204 })
    yield* asking(
      server,
      Effect.gen(function*() {
        const several = yield* Effect.flip(Connectors.resource("printer"))
        assert.deepInclude(several, { _tag: "UnexpectedResponseError", code: "ambiguous_resource" })
        for (let i = 0; i < 4; i++) {
          assert.strictEqual((yield* Effect.flip(Connectors.resource("printer")))._tag, "UnexpectedResponseError")
        }
      })
    )
    assert.strictEqual(server.received[0]?.url, "/v1/resources?slug=printer")
  }).pipe(Effect.scoped))
