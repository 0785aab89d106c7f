import { FileSystem } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { assert, describe, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { createHash } from "node:crypto"
import { Emulator, Inventory, TestKey } from "../../src/index.js"
import { batch, create, onSocket, send, targets, tokenOf, transports } from "../support/support.js"

const databaseFile = Effect.flatMap(FileSystem.FileSystem, (fs) => fs.makeTempDirectoryScoped()).pipe(
  Effect.map((directory) => `${directory}/emulator.sqlite`),
  Effect.provide(NodeContext.layer)
)

const inventory = Effect.flatMap(Emulator, ({ control }) => control.inventory)

for (const [name, layer] of transports) {
  describe(`${name}`, () => {
    it.scoped("a replay is the first answer byte for byte, marked, and has no effect", () =>
      Effect.gen(function*() {
        const { resource_id } = (yield* create({ key: "c" })).json.data
        const writes = [
          () => create({ key: "c" }),
          () => batch(targets(3), { key: "b" }),
          () => send("PATCH", `/v1/qurls/${resource_id}`, { key: "u", body: { extend_by: "1h" } }),
          () => send("POST", `/v1/qurls/${resource_id}/mint_link`, { key: "m", body: { one_time_use: true } })
        ]
        for (const write of writes) {
          const first = yield* write()
          const before = yield* inventory
          const second = yield* write()
          assert.strictEqual(second.text, first.text)
          assert.strictEqual(second.status, first.status)
          assert.strictEqual(second.headers["content-type"], first.headers["content-type"])
          assert.strictEqual(second.headers["x-request-id"], first.headers["x-request-id"])
          assert.strictEqual(second.headers["idempotency-replayed"], "true")
          assert.deepStrictEqual(yield* inventory, before)
        }
      }).pipe(Effect.provide(layer())))

    it.scoped("a one-time link is opened once, and its opening can be asked for again", () =>
      Effect.gen(function*() {
        const { qurl_link } = (yield* create({ body: { target_url: "https://x.test/", one_time_use: true } })).json.data
        const open = (key: string) => send("POST", "/v1/resolve", { key, body: { access_token: tokenOf(qurl_link) } })
        const first = yield* open("k")
        assert.strictEqual(first.status, 200)
        assert.strictEqual((yield* open("k")).text, first.text)
        assert.strictEqual((yield* open("other")).status, 410)
      }).pipe(Effect.provide(layer())))
  })
}

it.scoped("refusals by the handler are kept, and a new key is needed once their cause is gone", () =>
  Effect.gen(function*() {
    const { resource_id } = (yield* create({ body: { target_url: "https://x.test/", type: "tunnel" } })).json.data
    assert.strictEqual((yield* create({ key: "k" })).status, 409)
    yield* send("DELETE", `/v1/qurls/${resource_id}`)
    const again = yield* create({ key: "k" })
    assert.deepStrictEqual([again.status, again.headers["idempotency-replayed"]], [409, "true"])
    assert.strictEqual((yield* create({ key: "new" })).status, 201)
  }).pipe(Effect.provide(onSocket())))

it.scoped("another body under a used key gets the first answer, or is refused when the emulator is strict", () =>
  Effect.gen(function*() {
    const first = yield* create({ key: "k" })
    const other = yield* create({ key: "k", body: { target_url: "https://x.test/other" } })
    assert.strictEqual(other.text, first.text)
    assert.strictEqual((yield* inventory).tokens.length, 1)
  }).pipe(Effect.provide(onSocket())))

it.scoped("strict: another body under a used key is refused", () =>
  Effect.gen(function*() {
    yield* create({ key: "k" })
    const other = yield* create({ key: "k", body: { target_url: "https://x.test/other" } })
    assert.deepStrictEqual([other.status, other.json.error.code], [422, "idempotency_key_reused"])
    assert.match(other.json.meta.request_id, /^req_/)
  }).pipe(Effect.provide(onSocket({ strict: true }))))

it.scoped("a key is an owner's, a path's and a day's", () =>
  Effect.gen(function*() {
    const { resource_id } = (yield* create({ key: "k" })).json.data
    const fresh = (answer: { readonly headers: Record<string, string> }) =>
      assert.notProperty(answer.headers, "idempotency-replayed")
    fresh(yield* create({ key: "k", token: TestKey.other }))
    fresh(yield* batch(targets(1), { key: "k" }))
    fresh(yield* send("POST", `/v1/qurls/${resource_id}/mint_link`, { key: "k", body: {} }))
    yield* TestClock.adjust(24 * 60 * 60 * 1000 - 1)
    assert.property((yield* create({ key: "k" })).headers, "idempotency-replayed")
    yield* TestClock.adjust(1)
    fresh(yield* create({ key: "k" }))
  }).pipe(Effect.provide(onSocket())))

it.scoped("a key that breaks the rules is refused in the vendor's words", () =>
  Effect.gen(function*() {
    const answer = yield* create({ key: "x".repeat(257) })
    assert.deepStrictEqual([answer.status, answer.json.error.code], [400, "validation_error"])
    assert.hasAllKeys(answer.json.error.invalid_fields, ["Idempotency-Key"])
  }).pipe(Effect.provide(onSocket())))

it.scoped("fifty batches at once under one key make one", () =>
  Effect.gen(function*() {
    const answers = yield* Effect.all(Array.from({ length: 50 }, () => batch(targets(100), { key: "k" })), {
      concurrency: "unbounded"
    })
    assert.isTrue(answers.every(({ status }) => status === 201 || status === 409))
    assert.strictEqual(new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text)).size, 1)
    assert.strictEqual((yield* inventory).tokens.length, 100)
  }).pipe(Effect.provide(onSocket())))

it.scoped("replays outlive a restart on the same file", () =>
  Effect.gen(function*() {
    const database = yield* databaseFile
    const first = yield* Effect.provide(batch(targets(3), { key: "k" }), onSocket({ database }))
    yield* Effect.gen(function*() {
      const second = yield* batch(targets(3), { key: "k" })
      assert.strictEqual(second.text, first.text)
      assert.strictEqual((yield* inventory).tokens.length, 3)
    }).pipe(Effect.provide(onSocket({ database })))
  }))

it.scoped("the inventory attributes effects to key digest, intent and request", () =>
  Effect.gen(function*() {
    const answer = yield* create({ key: "k", headers: { [Inventory.intentHeader]: "call-1" } })
    yield* create({ key: "k", headers: { [Inventory.intentHeader]: "call-1" } })
    yield* create({ headers: { [Inventory.intentHeader]: "call-2" } })
    const cause = {
      request_id: answer.json.meta.request_id,
      key_digest: createHash("sha256").update("k").digest("hex"),
      intent: "call-1"
    }
    const { effects, resources, tokens } = yield* inventory
    assert.strictEqual(resources.length, 1)
    assert.deepInclude(resources[0], { id: answer.json.data.resource_id, target_url: "https://x.test/", ...cause })
    assert.deepInclude(tokens[0], { id: answer.json.data.qurl_id, ...cause })
    assert.deepInclude(tokens[1], { key_digest: null, intent: "call-2" })
    assert.deepStrictEqual(effects.map(({ intent, kind, operation }) => [kind, operation, intent]), [
      ["resource.created", "create", "call-1"],
      ["token.created", "create", "call-1"],
      ["token.created", "create", "call-2"]
    ])
    const log = yield* Effect.flatMap(Emulator, ({ control }) => control.requests)
    assert.deepStrictEqual(log.map(({ fault, intent, replayed, status }) => [intent, status, replayed, fault]), [
      ["call-1", 201, false, null],
      ["call-1", 201, true, null],
      ["call-2", 201, false, null]
    ])
    assert.notInclude(JSON.stringify([log, effects, resources, tokens]), "at_")
  }).pipe(Effect.provide(onSocket())))

it.scoped("a seed makes ids and links the same in every run, and a file's earlier ids do not disturb it", () =>
  Effect.gen(function*() {
    const run = (options: { readonly database?: string }) =>
      Effect.map(Effect.provide(create(), onSocket({ seed: 7, ...options })), ({ json }) => json.data.qurl_link)
    assert.strictEqual(yield* run({}), yield* run({}))
    const database = yield* databaseFile
    assert.notStrictEqual(yield* run({ database }), yield* run({ database }))
  }))
