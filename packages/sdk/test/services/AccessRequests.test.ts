import { assert, describe, it } from "@effect/vitest"
import { Emulator, Fault } from "@qurl/emulator"
import { AccessRequests, Connectors, Resources } from "@qurl/sdk"
import { Effect } from "effect"
import { effects, running } from "../support/resources.js"
import { first } from "../support/services.js"

const shared = Effect.map(
  Resources.create({ type: "url", target_url: "https://example.com/", private: true, access_requests: true }),
  ({ crid = "" }) => crid
)

const ask = (resource_id: string, name: string) =>
  Effect.flatMap(Emulator, ({ control }) => control.requestAccess({ resource_id, name }))

it.live("people are approved by a code, denied, and removed", () =>
  Effect.gen(function*() {
    const crid = yield* shared
    const ada = yield* ask(crid, "Ada")
    const bob = yield* ask(crid, "Bob")
    assert.strictEqual((yield* AccessRequests.listOfResource(crid)).items.length, 2)
    assert.deepInclude(yield* AccessRequests.list(), { has_more: false })
    assert.deepInclude(yield* AccessRequests.approve(crid, ada.code), { name: "Ada", device_id: ada.device_id })
    yield* AccessRequests.deny(crid, bob.device_id)
    assert.strictEqual((yield* Effect.flip(AccessRequests.deny(crid, bob.device_id)))._tag, "NotFoundError")
    const { resource } = yield* Resources.get(crid)
    assert.deepStrictEqual(resource.allowed_passkeys?.map(({ device_id }) => device_id), [ada.device_id])
    assert.strictEqual((yield* AccessRequests.removePerson(crid, ada.device_id)).meta.attempts, 2)
    assert.deepStrictEqual((yield* effects).slice(1), [
      "access_request.approved",
      "access_request.denied",
      "allowed_passkey.removed"
    ])
  }).pipe(running(first("removeAllowedPasskey", Fault.destroyAfterCommit))))

it.live("five wrong codes close a resource to codes", () =>
  Effect.gen(function*() {
    const crid = yield* shared
    const { code } = yield* ask(crid, "Ada")
    const wrong = code === "000000" ? "000001" : "000000"
    for (let n = 0; n < 5; n++) {
      assert.strictEqual((yield* Effect.flip(AccessRequests.approve(crid, wrong)))._tag, "NotFoundError")
    }
    const error = yield* Effect.flip(AccessRequests.approve(crid, code))
    assert(error._tag === "RateLimitError")
    assert.strictEqual(error.attempts, 1)
  }).pipe(running()))

const faults = [
  Fault.destroyBeforeHandler,
  Fault.destroyAfterCommit,
  Fault.destroyAfterHeaders,
  Fault.destroyMidBody,
  Fault.status(502, { when: "after" }),
  Fault.rateLimit({ retryAfter: { seconds: 0 } })
]

describe("an approval and a restart are sent once, whatever happens to their answers", () => {
  for (const fault of faults.filter(({ kind }) => kind !== "rateLimit")) {
    it.live(fault.kind, () =>
      Effect.gen(function*() {
        const { control } = yield* Emulator
        const crid = yield* shared
        const { code } = yield* ask(crid, "Ada")
        const tunnel = yield* Connectors.ensure("printer")
        const before = (yield* control.requests).length
        yield* Effect.flip(AccessRequests.approve(crid, code))
        yield* Effect.flip(Connectors.restartSharing(tunnel.crid ?? ""))
        assert.strictEqual((yield* control.requests).length, before + 2)
        for (const kind of ["access_request.approved", "sharing.restarted"]) {
          assert.isAtMost((yield* effects).filter((one) => one === kind).length, 1)
        }
      }).pipe(running(first("approveAccessRequest", fault), first("restartResourceSharing", fault))))
  }
})

describe("sharing is switched once, whatever happens to the answer", () => {
  for (const fault of faults.filter(({ kind }) => kind !== "status")) {
    it.live(fault.kind, () =>
      Effect.gen(function*() {
        const { crid = "" } = yield* Connectors.ensure("printer")
        const changed = yield* Connectors.setSharing(crid, { desired_state: "on" })
        assert.deepInclude(changed, { desired_state: "on", serving_epoch: 1 })
        assert.strictEqual((yield* effects).filter((kind) => kind === "sharing.changed").length, 1)
      }).pipe(running(first("setResourceSharing", fault))))
  }
})

it.live("the resource of a connector is read by its CRID, switched, and revoked", () =>
  Effect.gen(function*() {
    const { crid = "" } = yield* Connectors.ensure("printer")
    assert.deepInclude(yield* Connectors.get(crid), { slug: "printer", crid })
    assert.deepInclude(yield* Connectors.sharing(crid), { connection_state: "stopped", serving_epoch: 0 })
    assert.strictEqual((yield* Connectors.restartSharing(crid)).serving_epoch, 1)
    yield* Connectors.delete(crid)
    assert.deepInclude(yield* Effect.flip(Connectors.get(crid)), {
      _tag: "GoneError",
      code: "connector_resource_revoked"
    })
    assert.isFalse((yield* Connectors.ensure("printer")).meta.foundExisting)
  }).pipe(running()))

it.live("the links of a resource are listed page by page", () =>
  Effect.gen(function*() {
    const crid = yield* shared
    for (const label of ["a", "b", "c"]) yield* Resources.createQurl(crid, { label })
    const page = yield* Resources.listQurls(crid, { limit: 2 })
    assert.deepInclude(page, { has_more: true, page_size: 2 })
    const rest = yield* Resources.listQurls(crid, { limit: 2, cursor: page.next_cursor })
    assert.sameMembers([...page.items, ...rest.items].map(({ label }) => label), ["a", "b", "c"])
  }).pipe(running()))
