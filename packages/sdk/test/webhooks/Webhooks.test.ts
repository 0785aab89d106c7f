import { assert, describe, it } from "@effect/vitest"
import { Emulator, Fault, TestKey } from "@qurl/emulator"
import { Qurl, RetryPolicy, WebhookEvent, Webhooks } from "@qurl/sdk"
import { Chunk, Effect, Logger, Redacted, Stream } from "effect"
import { inventory, requests } from "../support/emulator.js"
import { apiKey, serve } from "../support/server.js"
import { first, layerServices, serviced } from "../support/services.js"

const events = ["token.minted", "qurl.accessed"]
const nowhere = { url: "https://hooks.example.com/", events }

const kinds = Effect.map(inventory, ({ effects }) => effects.map(({ kind }) => kind))

/** Asks until every delivery has been answered with 200 and recorded. */
const delivered = (id: string, count: number) =>
  Effect.repeat(Webhooks.deliveries(id), {
    until: ({ items }) => items.length === count && items.every(({ status }) => status === "success")
  })

describe("Webhooks", () => {
  it.live("live: made, told of events, read, changed, given a new secret, deleted, gone", () =>
    Effect.gen(function*() {
      const receiver = yield* serve({ status: 200 })
      const { meta, secret, webhook_id } = yield* Webhooks.create({ url: receiver.url, events, description: null })
      assert.deepInclude(meta, { attempts: 1, replayed: "no" })

      const { qurl_id, qurl_link } = yield* Qurl.create({ target_url: "https://example.com" })
      yield* Qurl.resolve({ access_token: qurl_link.slice(qurl_link.indexOf("#") + 1) })
      yield* delivered(webhook_id, 2)
      const received = yield* Effect.forEach(receiver.received, (delivery) =>
        WebhookEvent.receive(delivery, [Redacted.make("whsec_before"), Redacted.make(secret)]))
      const accessed = received.flatMap((event) =>
        event._tag === "QurlAccessed" ? [event.data] : []
      )
      assert.deepStrictEqual(
        accessed.map(({ access_count, qurl_id, src_ip }) => [qurl_id, access_count, src_ip]),
        [[qurl_id, 1, "127.0.0.1"]]
      )
      assert.isTrue(received.some(({ type }) => type === "token.minted"))

      const replaced = yield* Webhooks.regenerateSecret(webhook_id)
      yield* Qurl.create({ target_url: "https://example.com" })
      yield* delivered(webhook_id, 3)
      const latest = receiver.received.at(-1)!
      assert.strictEqual((yield* WebhookEvent.receive(latest, Redacted.make(replaced.secret))).type, "token.minted")
      const refused = yield* Effect.flip(WebhookEvent.receive(latest, Redacted.make(secret)))
      assert.deepInclude(refused, { _tag: "WebhookSignatureError", reason: "mismatch" })

      const found = yield* Webhooks.get(webhook_id)
      assert.deepInclude(found, { events, status: "active", failure_count: 0, last_delivery_success: true })
      assert.notProperty(found, "secret")
      const changed = yield* Webhooks.update(webhook_id, { status: "disabled", description: "mine" })
      assert.deepInclude(changed, { status: "disabled", description: "mine" })

      yield* Webhooks.delete(webhook_id)
      for (const call of [Webhooks.get(webhook_id), Webhooks.delete(webhook_id), Webhooks.deliveries(webhook_id)]) {
        assert.strictEqual(
          (yield* Effect.flip<unknown, { readonly _tag: string }, Webhooks>(call))._tag,
          "NotFoundError"
        )
      }
      assert.deepStrictEqual((yield* inventory).webhooks, [])
    }).pipe(Effect.scoped, serviced(TestKey.full)))

  it.live("are made once per call when the answer is lost, and so are their secrets", () =>
    Effect.gen(function*() {
      const made = yield* Webhooks.create(nowhere)
      const replaced = yield* Webhooks.regenerateSecret(made.webhook_id)
      const changed = yield* Webhooks.update(made.webhook_id, { description: "x" })
      for (const { meta } of [made, replaced, changed]) assert.deepInclude(meta, { attempts: 2, replayed: "yes" })
      assert.notStrictEqual(made.secret, replaced.secret)
      assert.strictEqual((yield* Webhooks.delete(made.webhook_id)).meta.attempts, 2)
      assert.deepStrictEqual(yield* kinds, [
        "webhook.created",
        "webhook.secret_replaced",
        "webhook.updated",
        "webhook.deleted"
      ])
    }).pipe(serviced(
      TestKey.full,
      first("createWebhook", Fault.destroyAfterCommit),
      first("regenerateWebhookSecret", Fault.destroyMidBody),
      first("updateWebhook", Fault.destroyAfterHeaders),
      first("deleteWebhook", Fault.destroyAfterCommit)
    )))

  it.live("are two for one URL when two calls make them, and wait when there are too many requests", () =>
    Effect.gen(function*() {
      const one = yield* Webhooks.create(nowhere)
      const two = yield* Webhooks.create(nowhere)
      assert.strictEqual(one.meta.attempts, 2)
      assert.notStrictEqual(one.webhook_id, two.webhook_id)
      const page = yield* Webhooks.list({ limit: 1 })
      assert.strictEqual(page.items.length, 1)
      const all = Chunk.toArray(yield* Stream.runCollect(Webhooks.listAll({ limit: 1 })))
      assert.deepStrictEqual(
        all.map(({ webhook_id }) => webhook_id).sort(),
        [one.webhook_id, two.webhook_id].sort()
      )
      assert.deepStrictEqual(
        (yield* requests).slice(0, 3).map(({ status }) => status),
        [429, 201, 201]
      )
    }).pipe(serviced(TestKey.full, first("createWebhook", Fault.rateLimit({ retryAfter: { seconds: 0 } })))))

  it.live("list what became of deliveries, page by page", () =>
    Effect.gen(function*() {
      const { webhook_id } = yield* Webhooks.create(nowhere)
      for (const path of ["a", "b", "c"]) yield* Qurl.create({ target_url: `https://example.com/${path}` })
      const collect = Effect.map(
        Stream.runCollect(Webhooks.allDeliveries(webhook_id, { limit: 2 })),
        Chunk.toReadonlyArray
      )
      const all = yield* Effect.repeat(collect, { until: (all) => all.every(({ status }) => status === "failed") })
      assert.deepStrictEqual(all.map(({ event_type }) => event_type), ["token.minted", "token.minted", "token.minted"])
    }).pipe(serviced(TestKey.full)))

  it.live("list event types in one answer, and say so if the API begins to page them", () =>
    Effect.gen(function*() {
      const warnings: Array<string> = []
      const logger = Logger.replace(Logger.defaultLogger, Logger.make(({ message }) => warnings.push(String(message))))
      const meta = { has_more: true, next_cursor: "c" }
      const server = yield* serve(
        { status: 200, json: { data: [{ type: "one.of.tomorrow", category: "new" }], meta } },
        { status: 204 }
      )
      const types = Effect.provide(Webhooks.eventTypes(), [layerServices(server.url, apiKey), logger])
      assert.deepInclude(yield* types, {
        items: [{ type: "one.of.tomorrow", category: "new" }],
        has_more: false,
        next_cursor: undefined
      })
      assert.deepStrictEqual((yield* types).items, [])
      assert.strictEqual(warnings.length, 1)
    }).pipe(Effect.scoped))

  it.live("refuse wrong input before anything is sent, all of it at once", () =>
    Effect.gen(function*() {
      const misspelt = { url: "ftp://planted", events: ["", "x"], description: "x".repeat(501), event: "planted" }
      const calls: Record<string, Effect.Effect<unknown, unknown, Webhooks>> = {
        create: Webhooks.create(misspelt),
        none: Webhooks.create({ ...nowhere, events: [] }),
        // @ts-expect-error The types refuse it as well.
        update: Webhooks.update("at_planted", {}),
        empty: Webhooks.update("wh_1", { events: [] }),
        list: Webhooks.list({ limit: 0 }),
        deliveries: Webhooks.deliveries("..", { limit: 101 }),
        key: Webhooks.create(nowhere, { idempotencyKey: " padded" })
      }
      const fields: Record<string, ReadonlyArray<string>> = {}
      for (const [name, call] of Object.entries(calls)) {
        const error = yield* Effect.flip(call)
        assert.deepInclude(error, { _tag: "ValidationError", source: "client", outcome: "not sent" })
        fields[name] = Object.keys(Object(error).invalidFields).sort()
        assert.notInclude(String(error), "planted")
      }
      assert.deepStrictEqual(fields, {
        create: ["description", "event", "events[0]", "url"],
        none: ["events"],
        update: ["id", "input"],
        empty: ["events"],
        list: ["limit"],
        deliveries: ["id", "limit"],
        key: ["idempotencyKey"]
      })
      assert.deepStrictEqual(yield* requests, [])
    }).pipe(serviced(TestKey.full)))

  it.live("answers without a secret are unreadable, and tell how to get it", () =>
    Effect.gen(function*() {
      const server = yield* serve({ status: 201, json: { data: { webhook_id: "wh_1" } } })
      const error = yield* Effect.flip(
        Effect.provide(Webhooks.create(nowhere, { retry: RetryPolicy.none }), layerServices(server.url, apiKey))
      )
      assert(error._tag === "UnexpectedResponseError")
      assert.deepStrictEqual([error.fields, error.outcome], [["data.secret"], "applied but unreadable"])
    }).pipe(Effect.scoped))
})

it.live("a service can be replaced alone", () =>
  Effect.gen(function*() {
    const fake = yield* Effect.map(Webhooks, (webhooks) =>
      Webhooks.of({ ...webhooks, delete: () => Effect.dieMessage("replaced") }))
    const exit = yield* Effect.exit(Effect.provideService(Webhooks.delete("wh_1"), Webhooks, fake))
    assert.include(String(exit), "replaced")
    yield* Qurl.create({ target_url: "https://example.com" })
    assert.strictEqual((yield* (yield* Emulator).control.requests).length, 1)
  }).pipe(serviced(TestKey.full)))
