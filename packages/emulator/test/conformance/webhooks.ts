import { assert, describe, it } from "@effect/vitest"
import { Effect, Queue, TestClock } from "effect"
import { createHmac, timingSafeEqual } from "node:crypto"
import { Emulator } from "../../src/index.js"
import type { Answer, Api } from "./api.js"
import { webhook } from "./description/description.js"
import { complaints, schema } from "./description/schemas.js"
import { tokenOf } from "./reading.js"
import { listen, type Received } from "./receiver.js"

const target_url = "https://example.com/"

const isSigned = ({ body, headers }: Received, secret: string): boolean => {
  const expected = createHmac("sha256", secret).update(body).digest()
  const told = Buffer.from(String(headers["qurl-signature"]), "hex")
  return told.length === expected.length && timingSafeEqual(told, expected)
}

const known: { readonly [type: string]: string } = {
  "qurl.accessed": "QurlAccessedData",
  "qurl.expired": "QurlExpiredData"
}

/** Reads a delivery, and holds it to the description. */
const read = (delivery: Received, secret: string) => {
  assert.isTrue(isSigned(delivery, secret), "the signature")
  const payload = JSON.parse(delivery.body.toString())
  const { data, type } = payload
  const wrong = webhook.parameters.flatMap(({ name, pointer, required }) => {
    const text = delivery.headers[name.toLowerCase()]
    return text === undefined ? required ? [`${name} is missing`] : [] : complaints("answered", pointer, text)
  })
  assert.deepStrictEqual([
    ...wrong,
    ...complaints("answered", webhook.body ?? "", payload),
    ...(known[type] === undefined ? [] : complaints("answered", schema(known[type]), data))
  ], [])
  assert.strictEqual(delivery.headers["qurl-event"], type)
  assert.match(String(delivery.headers["user-agent"]), /^QURL-Webhook\//)
  assert.strictEqual(delivery.headers["content-type"], "application/json")
  return { ...payload, delivery_id: delivery.headers["qurl-delivery"] }
}

const everything = ["qurl.created", "qurl.updated", "qurl.revoked", "qurl.expired", "qurl.accessed", "token.minted"]

const typesOf = (events: ReadonlyArray<{ readonly type: string }>) => events.map(({ type }) => type)

export const webhooks = ({ expect, send }: Api) => {
  /** The deliveries of a webhook, once all of them have come to that. */
  const settled = (id: string, status: string, count: number) =>
    Effect.repeat(send("listWebhookDeliveries", { path: { id } }), {
      until: ({ json }: Answer) =>
        json.data.filter((delivery: { status: string }) => delivery.status === status).length === count
    }).pipe(Effect.map(({ json }) => json.data))

  return describe("webhooks", () => {
    it.scoped("tell what happened to links, in signed words", () =>
      Effect.gen(function*() {
        const { received, url } = yield* listen()
        const { secret, webhook_id: id } = yield* expect(201, "createWebhook", { body: { url, events: everything } })
        const next = Effect.map(Queue.take(received), (delivery) => read(delivery, secret))
        const made = yield* expect(201, "create", { body: { target_url, expires_in: "1h" } })
        const first = [yield* next, yield* next]
        assert.sameMembers(typesOf(first), ["qurl.created", "token.minted"])
        assert.strictEqual(new Set(first.map(({ delivery_id }) => delivery_id)).size, 2)
        assert.strictEqual(new Set(first.map(({ id }) => id)).size, 2)
        const minted = yield* expect(201, "mintLink", { path: { id: made.resource_id }, body: { one_time_use: true } })
        assert.deepInclude(yield* next, {
          type: "token.minted",
          data: { qurl_id: minted.qurl_id, resource_id: made.resource_id }
        })
        yield* expect(200, "resolve", {
          body: { access_token: tokenOf(minted.qurl_link) },
          headers: { "user-agent": "conformance" }
        })
        const accessed = yield* next
        assert.deepInclude(accessed, { type: "qurl.accessed", timestamp: "1970-01-01T00:00:00.000Z" })
        assert.deepStrictEqual(accessed.data, {
          qurl_id: minted.qurl_id,
          resource_id: made.resource_id,
          access_count: 1,
          consumed: true,
          src_ip: "127.0.0.1",
          user_agent: "conformance"
        })
        yield* expect(200, "update", { path: { id: made.resource_id }, body: { description: "x" } })
        assert.strictEqual((yield* next).type, "qurl.updated")
        yield* TestClock.adjust("1 hour")
        const expired = yield* next
        assert.deepInclude(expired, { type: "qurl.expired", timestamp: "1970-01-01T01:00:00.000Z" })
        assert.strictEqual(expired.data.qurl_id, made.qurl_id)
        yield* expect(204, "delete", { path: { id: made.resource_id } })
        assert.strictEqual((yield* next).type, "qurl.revoked")
        const deliveries = yield* settled(id, "success", 7)
        assert.lengthOf(deliveries, 7)
        for (const delivery of deliveries) {
          assert.deepInclude(delivery, { webhook_id: id, response_code: 200, response_body: "heard", retry_count: 0 })
        }
        assert.strictEqual(yield* Queue.size(received), 0)
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("are made, read, changed, given new secrets, and deleted", () =>
      Effect.gen(function*() {
        const { received, url } = yield* listen()
        const body = { url, events: ["token.minted"], description: "ours" }
        const { secret, ...made } = yield* expect(201, "createWebhook", { body })
        assert.deepInclude(made, { ...body, status: "active", failure_count: 0 })
        const path = { id: made.webhook_id }
        assert.deepStrictEqual(yield* expect(200, "getWebhook", { path }), made)
        const { secret: another, webhook_id: second } = yield* expect(201, "createWebhook", { body })
        assert.notStrictEqual(another, secret)
        const first = yield* send("listWebhooks", { query: { limit: 1 } })
        const last = yield* send("listWebhooks", { query: { limit: 1, cursor: first.json.meta.next_cursor } })
        const ids = [...first.json.data, ...last.json.data].map(({ webhook_id }: { webhook_id: string }) => webhook_id)
        assert.sameMembers(ids, [made.webhook_id, second])
        assert.notInclude(first.text + last.text, "whsec_")
        yield* expect(400, "listWebhooks", { query: { cursor: "nonsense" } })
        yield* expect(204, "deleteWebhook", { path: { id: second } })

        const changed = yield* expect(200, "updateWebhook", { path, body: { status: "disabled", description: "" } })
        assert.strictEqual(changed.status, "disabled")
        assert.notProperty(changed, "description")
        yield* expect(201, "create", { body: { target_url } })
        yield* expect(200, "updateWebhook", { path, body: { status: "active" } })
        const renewed = yield* expect(200, "regenerateWebhookSecret", { path })
        yield* expect(201, "create", { body: { target_url } })
        const delivery = yield* Queue.take(received)
        assert.isFalse(isSigned(delivery, secret))
        read(delivery, renewed.secret)
        const [listed] = yield* settled(made.webhook_id, "success", 1)
        assert.strictEqual(listed.delivery_id, delivery.headers["qurl-delivery"])
        const after = yield* expect(200, "getWebhook", { path })
        assert.deepInclude(after, { last_delivery_success: true, last_delivery_time: 0 })

        yield* expect(204, "deleteWebhook", { path })
        for (const operation of ["getWebhook", "deleteWebhook", "listWebhookDeliveries", "regenerateWebhookSecret"]) {
          yield* expect(404, operation, { path })
        }
        yield* expect(201, "create", { body: { target_url } })
        assert.strictEqual(yield* Queue.size(received), 0)
        for (
          const wrong of [{ ...body, url: "ftp://example.com/" }, { ...body, events: [] }, { ...body, url: "http://" }]
        ) {
          yield* expect(400, "createWebhook", { body: wrong })
        }
        yield* expect(400, "listWebhookDeliveries", { path, query: { limit: 0 } })
        const types = yield* expect(200, "listWebhookEventTypes")
        assert.includeMembers([...typesOf(types)], everything)
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("try again under the same id, later and later, and give up after five times", () =>
      Effect.gen(function*() {
        const { received, url } = yield* listen(503, 500, 404, 302, 201, 500)
        const { secret, webhook_id: id } = yield* expect(201, "createWebhook", {
          body: { url, events: ["token.minted"] }
        })
        yield* expect(201, "create", { body: { target_url } })
        const seen = [read(yield* Queue.take(received), secret)]
        for (const seconds of [1, 2, 4, 8, 16]) {
          const [delivery] = yield* settled(id, "retrying", 1)
          assert.strictEqual(delivery.retry_count, seen.length)
          yield* TestClock.adjust(`${seconds} seconds`)
          seen.push(read(yield* Queue.take(received), secret))
        }
        assert.strictEqual(new Set(seen.map(({ delivery_id, id }) => `${delivery_id} ${id}`)).size, 1)
        const [given] = yield* settled(id, "abandoned", 1)
        assert.deepInclude(given, { response_code: 500, completed_at: "1970-01-01T00:00:31.000Z" })
        const { failure_count, last_delivery_success } = yield* expect(200, "getWebhook", { path: { id } })
        assert.deepStrictEqual([last_delivery_success, failure_count > 0], [false, true])
      }).pipe(Effect.provide(Emulator.layerServer())))
  })
}
