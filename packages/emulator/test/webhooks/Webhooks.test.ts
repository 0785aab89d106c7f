import { FileSystem } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { SqlClient } from "@effect/sql"
import { SqliteClient } from "@effect/sql-sqlite-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Logger, LogLevel, Queue, TestClock } from "effect"
import { Emulator, Fault, FaultPlan, TestKey } from "../../src/index.js"
import { type Answer, batch, create, onSocket, send, targets, tokenOf } from "../support/support.js"
import { receiver, signature } from "./receiver.js"

const subscribe = (url: string, events: ReadonlyArray<string>, token = TestKey.full) =>
  Effect.map(send("POST", "/v1/webhooks", { token, body: { url, events } }), ({ json }) => json.data)

const deliveries = (id: string) =>
  Effect.map(send("GET", `/v1/webhooks/${id}/deliveries`), ({ json }) => json.data as ReadonlyArray<Answer["json"]>)

/** Asks until the latest delivery is in that state: what was answered is recorded a moment later. */
const settled = (id: string, status: string) =>
  Effect.repeat(deliveries(id), { until: ([latest]) => latest?.status === status })

const open = (link: string) => send("POST", "/v1/resolve", { body: { access_token: tokenOf(link) } })

it.scoped("a change is delivered to its subscribers, signed over the raw body", () =>
  Effect.gen(function*() {
    const hook = yield* receiver()
    const { secret, webhook_id } = yield* subscribe(hook.url, ["qurl.created", "token.minted", "qurl.accessed"])
    assert.match(secret, /^whsec_/)
    const { qurl_id, qurl_link, resource_id } = (yield* create()).json.data
    yield* open(qurl_link)
    const events = yield* Effect.replicateEffect(hook.next, 3)
    const byType = Object.fromEntries(events.map((event) => [event.json.type, event]))
    assert.deepStrictEqual(byType["qurl.created"]?.json.data, { resource_id })
    assert.deepStrictEqual(byType["token.minted"]?.json.data, { qurl_id, resource_id })
    const accessed = byType["qurl.accessed"]
    assert.deepInclude(accessed?.json, {
      type: "qurl.accessed",
      owner_id: "owner_full",
      timestamp: "1970-01-01T00:00:00.000Z"
    })
    assert.deepInclude(accessed?.json.data, {
      qurl_id,
      resource_id,
      access_count: 1,
      consumed: false,
      src_ip: "127.0.0.1"
    })
    for (const { body, headers, json } of events) {
      assert.strictEqual(headers["qurl-signature"], signature(body, secret))
      assert.strictEqual(headers["qurl-event"], json.type)
      assert.match(String(headers["qurl-delivery"]), /^wd_/)
      assert.strictEqual(headers["user-agent"], "QURL-Webhook/1.0")
      assert.notInclude(body, tokenOf(qurl_link))
    }
    const recorded = yield* Effect.repeat(deliveries(webhook_id), {
      until: (all) => all.length === 3 && all.every(({ status }) => status === "success")
    })
    assert.deepInclude(recorded[0], { response_code: 200, response_body: "thanks", retry_count: 0 })
    assert.sameMembers(
      recorded.map(({ delivery_id }) => delivery_id),
      events.map(({ headers }) => headers["qurl-delivery"])
    )
    const read = yield* send("GET", `/v1/webhooks/${webhook_id}`)
    assert.deepInclude(read.json.data, { failure_count: 0, last_delivery_success: true, last_delivery_time: 0 })
    assert.notInclude(read.text + (yield* send("GET", "/v1/webhooks")).text, secret)
  }).pipe(Effect.provide(onSocket())))

it.scoped("it continues after a database failure", () =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const database = `${yield* fs.makeTempDirectoryScoped()}/emulator.sqlite`
    const failed = yield* Queue.unbounded<void>()
    const layerLog = Logger.add(Logger.make(({ logLevel }) => {
      if (logLevel === LogLevel.Error) Queue.unsafeOffer(failed, undefined)
    }))
    yield* Effect.gen(function*() {
      const hook = yield* receiver()
      yield* subscribe(hook.url, ["token.minted"])
      const sql = yield* SqlClient.SqlClient
      yield* sql`ALTER TABLE told_expiries RENAME TO lost`
      yield* create()
      yield* Queue.take(failed)
      yield* sql`ALTER TABLE lost RENAME TO told_expiries`
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* hook.next).json.type, "token.minted")
      yield* create()
      assert.strictEqual((yield* hook.next).json.type, "token.minted")
    }).pipe(
      Effect.provide(SqliteClient.layer({ filename: database })),
      Effect.provide(Layer.provide(onSocket({ database }), layerLog))
    )
  }).pipe(Effect.provide(NodeContext.layer)))

it.scoped("a delivery that is not answered with 200 comes again after 1, 2, 4, 8 and 16 seconds, and then no more", () =>
  Effect.gen(function*() {
    const hook = yield* receiver(503, 500, 204, 302, 404, 503, 200)
    const { webhook_id } = yield* subscribe(hook.url, ["token.minted"])
    yield* create()
    const first = yield* hook.next
    for (const seconds of [1, 2, 4, 8, 16]) {
      yield* settled(webhook_id, "retrying")
      yield* TestClock.adjust(seconds * 1000 - 1)
      assert.strictEqual(yield* hook.size, 0)
      yield* TestClock.adjust(1)
      const again = yield* hook.next
      assert.deepStrictEqual([again.body, again.headers["qurl-delivery"]], [first.body, first.headers["qurl-delivery"]])
    }
    const [given] = yield* settled(webhook_id, "abandoned")
    assert.deepInclude(given, { response_code: 503, retry_count: 5 })
    const { data } = (yield* send("GET", `/v1/webhooks/${webhook_id}`)).json
    assert.deepInclude(data, { failure_count: 1, last_delivery_success: false })
    yield* create()
    assert.strictEqual((yield* hook.next).json.type, "token.minted")
    yield* settled(webhook_id, "success")
    assert.strictEqual((yield* send("GET", `/v1/webhooks/${webhook_id}`)).json.data.failure_count, 0)
  }).pipe(Effect.provide(onSocket())))

it.scoped("a new secret signs from then on, repetitions included; the old one is dead", () =>
  Effect.gen(function*() {
    const hook = yield* receiver(503, 200)
    const { secret, webhook_id } = yield* subscribe(hook.url, ["token.minted"])
    yield* create()
    const first = yield* hook.next
    assert.strictEqual(first.headers["qurl-signature"], signature(first.body, secret))
    yield* settled(webhook_id, "retrying")
    const replaced = (yield* send("POST", `/v1/webhooks/${webhook_id}/secret`)).json.data
    assert.notStrictEqual(replaced.secret, secret)
    yield* TestClock.adjust("1 second")
    const again = yield* hook.next
    assert.strictEqual(again.headers["qurl-signature"], signature(again.body, replaced.secret))
  }).pipe(Effect.provide(onSocket())))

it.scoped("the end of a link is delivered once, however the link ended", () =>
  Effect.gen(function*() {
    const hook = yield* receiver()
    const { webhook_id } = yield* subscribe(hook.url, ["qurl.expired"])
    const used =
      (yield* create({ body: { target_url: "https://x.test/", expires_in: "1m", one_time_use: true } })).json.data
    yield* open(used.qurl_link)
    yield* TestClock.adjust("1 minute")
    const event = yield* hook.next
    assert.deepStrictEqual(event.json.data, { qurl_id: used.qurl_id, resource_id: used.resource_id })
    yield* settled(webhook_id, "success")
    yield* TestClock.adjust("2 hours")
    yield* create({ body: { target_url: "https://x.test/2", expires_in: "1m" } })
    yield* TestClock.adjust("1 minute")
    assert.notStrictEqual((yield* hook.next).json.data.qurl_id, used.qurl_id)
    assert.strictEqual((yield* settled(webhook_id, "success")).length, 2)
  }).pipe(Effect.provide(onSocket())))

describe("nothing is delivered", () => {
  it.scoped("to others, to who is switched off, and to who has not asked", () =>
    Effect.gen(function*() {
      const hook = yield* receiver()
      yield* subscribe(hook.url, ["token.minted"], TestKey.other)
      yield* subscribe(hook.url, ["qurl.revoked"])
      const off = yield* subscribe(hook.url, ["token.minted"])
      yield* send("PATCH", `/v1/webhooks/${off.webhook_id}`, { body: { status: "disabled" } })
      const on = yield* subscribe(hook.url, ["token.minted"])
      yield* create()
      const { headers } = yield* hook.next
      const [delivered] = yield* settled(on.webhook_id, "success")
      assert.strictEqual(headers["qurl-delivery"], delivered.delivery_id)
      assert.deepStrictEqual(yield* deliveries(off.webhook_id), [])
      assert.strictEqual(yield* hook.size, 0)
    }).pipe(Effect.provide(onSocket())))

  it.scoped("of what was undone, and of a repetition", () =>
    Effect.gen(function*() {
      const hook = yield* receiver()
      const { webhook_id } = yield* subscribe(hook.url, ["token.minted"])
      yield* batch([...targets(2), { target_url: "ftp://no" }], { key: "bad" })
      yield* Effect.ignore(create({ key: "lost" }))
      yield* create({ key: "lost" })
      yield* create({ key: "lost" })
      yield* hook.next
      assert.strictEqual((yield* settled(webhook_id, "success")).length, 1)
    }).pipe(
      Effect.provide(onSocket({
        faults: FaultPlan.of({ fault: Fault.destroyAfterCommit, operation: "create", nth: 1 })
      }))
    ))

  it.scoped("beyond this machine: the delivery is recorded as failed", () =>
    Effect.gen(function*() {
      const { webhook_id } = yield* subscribe("https://hooks.example.com/", ["token.minted"])
      yield* create()
      const [failed] = yield* settled(webhook_id, "failed")
      assert.include(failed.error_message, "this machine only")
    }).pipe(Effect.provide(onSocket())))
})

it.scoped("webhooks are made twice for one URL, listed in pages, changed and deleted, each once per key", () =>
  Effect.gen(function*() {
    const body = { url: "http://127.0.0.1:9/", events: ["qurl.created", "qurl.created", "quota.warning"] }
    const make = (key: string) => send("POST", "/v1/webhooks", { key, body })
    const first = (yield* make("a")).json.data
    const replay = yield* make("a")
    assert.deepStrictEqual([replay.json.data, replay.headers["idempotency-replayed"]], [first, "true"])
    assert.deepStrictEqual(first.events, ["qurl.created", "quota.warning"])
    const second = (yield* make("b")).json.data
    assert.notStrictEqual(second.secret, first.secret)
    const page = (yield* send("GET", "/v1/webhooks?limit=1")).json
    const rest = (yield* send("GET", `/v1/webhooks?limit=1&cursor=${page.meta.next_cursor}`)).json
    assert.sameMembers(
      [page.data[0].webhook_id, rest.data[0].webhook_id, rest.meta.has_more],
      [first.webhook_id, second.webhook_id, false]
    )
    const changed = yield* send("PATCH", `/v1/webhooks/${first.webhook_id}`, {
      body: { description: "mine", url: "http://127.0.0.1:9/other" }
    })
    assert.deepInclude(changed.json.data, { description: "mine", url: "http://127.0.0.1:9/other", status: "active" })
    const refused = yield* send("PATCH", `/v1/webhooks/${first.webhook_id}`, { body: { status: "paused" } })
    assert.deepStrictEqual([refused.status, refused.json.error.code], [400, "validation_error"])
    const misspelt = yield* send("POST", "/v1/webhooks", { body: { ...body, events: ["qurl.acessed"] } })
    assert.deepStrictEqual([misspelt.status, Object.keys(misspelt.json.error.invalid_fields)], [400, ["events"]])
    const types = (yield* send("GET", "/v1/webhooks/events")).json.data
    assert.include(types.map(({ type }: { type: string }) => type), "qurl.accessed")
    const path = `/v1/webhooks/${first.webhook_id}`
    assert.strictEqual((yield* send("GET", path, { token: TestKey.other })).status, 404)
    assert.strictEqual((yield* send("DELETE", path)).status, 204)
    assert.strictEqual((yield* send("DELETE", path)).status, 404)
    const { control } = yield* Emulator
    const { effects, webhooks } = yield* control.inventory
    assert.deepStrictEqual(webhooks.map(({ id }) => id), [second.webhook_id])
    assert.deepStrictEqual(effects.map(({ kind }) => kind), [
      "webhook.created",
      "webhook.created",
      "webhook.updated",
      "webhook.deleted"
    ])
    assert.notInclude(JSON.stringify(yield* control.inventory), "whsec_")
  }).pipe(Effect.provide(onSocket())))
