import { assert, describe, it } from "@effect/vitest"
import { WebhookEvent } from "@qurl/sdk"
import { Effect, Option, Redacted } from "effect"
import { createHmac } from "node:crypto"
import { inspect } from "node:util"
import { runInNewContext } from "node:vm"
import { untyped } from "../support/untyped.js"

const accessed = {
  id: "evt_1",
  type: "qurl.accessed",
  owner_id: "owner_1",
  timestamp: "2030-01-01T00:00:00Z",
  api_version: "2024-01-01",
  data: { qurl_id: "q_1", resource_id: "r_1", access_count: 1, consumed: false, src_ip: "192.0.2.1" }
}

const sign = (body: string | Uint8Array, secret: string) => createHmac("sha256", secret).update(body).digest("hex")

const delivery = (event: unknown, secret = "whsec_new") => {
  const body = typeof event === "string" ? event : JSON.stringify(event)
  return { body, headers: { "QURL-Signature": sign(body, secret), "QURL-Event": "x", "QURL-Delivery": "wd_1" } }
}

const secrets = [Redacted.make("whsec_old"), Redacted.make("whsec_new")]

const reason = (delivery: WebhookEvent.Delivery, known: WebhookEvent.Secrets = secrets) =>
  Effect.map(
    Effect.flip(WebhookEvent.receive(delivery, known)),
    (error) => error._tag === "WebhookSignatureError" ? error.reason : `body: ${error.reason}`
  )

describe("a delivery", () => {
  it.effect("signed with a secret, or with any of several while they change over, is an event", () =>
    Effect.gen(function*() {
      for (
        const [known, secret] of [[secrets[1]!, "whsec_new"], [secrets, "whsec_old"], [secrets, "whsec_new"]] as const
      ) {
        const event = yield* WebhookEvent.receive(delivery(accessed, secret), known)
        assert.deepStrictEqual(event, { ...accessed, _tag: "QurlAccessed", type: "qurl.accessed" })
      }
      assert.strictEqual(yield* reason(delivery(accessed, "whsec_old"), secrets[1]!), "mismatch")
    }))

  it.effect("is checked over its bytes, not over what they mean", () =>
    Effect.gen(function*() {
      const { body, headers } = delivery({ ...accessed, data: { ...accessed.data, user_agent: "Bär\u2028 🐻" } })
      const bytes = new TextEncoder().encode(body)
      assert.strictEqual((yield* WebhookEvent.receive({ body: bytes, headers }, secrets)).id, "evt_1")
      assert.strictEqual((yield* WebhookEvent.receive({ body, headers: new Headers(headers) }, secrets)).id, "evt_1")
      assert.strictEqual(yield* reason({ body: `${body} `, headers }), "mismatch")
      assert.strictEqual(yield* reason({ body: JSON.stringify(JSON.parse(body), null, 1), headers }), "mismatch")
      assert.strictEqual(yield* reason({ body: bytes.with(5, 0x20), headers }), "mismatch")
    }))

  it.effect("without a signature, or with one of another form, is refused as such", () =>
    Effect.gen(function*() {
      const { body, headers } = delivery(accessed)
      const signature = headers["QURL-Signature"]
      assert.strictEqual(yield* reason({ body, headers: {} }), "missing")
      for (const wrong of ["", `sha256=${signature}`, signature.toUpperCase(), signature.slice(1), `${signature}00`]) {
        assert.strictEqual(yield* reason({ body, headers: { "qurl-signature": wrong } }), "malformed")
      }
      assert.strictEqual(yield* reason({ body, headers: { "qurl-signature": [signature, signature] } }), "malformed")
      const other = signature.slice(0, -1) + (signature.endsWith("0") ? "1" : "0")
      assert.strictEqual(yield* reason({ body, headers: { "qurl-signature": other } }), "mismatch")
    }))

  it.effect("W1 signed with an empty key is refused under every secret that is not a non-empty string", () =>
    Effect.gen(function*() {
      const forged = delivery(accessed, "")
      const wiped = Redacted.make("whsec_wiped")
      Redacted.unsafeWipe(wiped)
      // What a variable that is not set becomes in a program without types.
      const values: ReadonlyArray<unknown> = JSON.parse("[null, \"\", \"  \", \"undefined\", 0, [], [\"\"], {}]")
      const wrong: ReadonlyArray<unknown> = [
        undefined,
        null,
        "",
        "whsec_new",
        [],
        {},
        [undefined],
        // A hole, which `map` does not visit.
        Array(1),
        [...secrets, undefined],
        [...secrets, ""],
        [secrets],
        wiped,
        ...[undefined, ...values].flatMap((value) => [Redacted.make(value), [...secrets, Redacted.make(value)]])
      ]
      for (const known of wrong) {
        for (const received of [forged, delivery(accessed, "undefined"), { body: forged.body, headers: {} }]) {
          const error = yield* Effect.flip(WebhookEvent.receive(received, untyped(known)))
          assert.deepInclude(error, { _tag: "WebhookSignatureError", reason: "no secret" })
        }
      }
    }))

  it.effect("W1 with a body that is not raw is refused, with what to pass", () =>
    Effect.gen(function*() {
      const { body, headers } = delivery(accessed)
      const wrong: ReadonlyArray<readonly [unknown, string]> = [
        [accessed, "a parsed object"],
        [[accessed], "a parsed object"],
        [Promise.resolve(body), "a promise, which has to be awaited"],
        [new Blob([body]).stream(), "a stream, which has to be read"],
        [undefined, "undefined"],
        [null, "null"],
        [1, "a number"]
      ]
      for (const [value, kind] of wrong) {
        const parsed = untyped<WebhookEvent.Delivery>({ body: value, headers })
        const error = yield* Effect.flip(WebhookEvent.receive(parsed, secrets))
        assert.deepInclude(error, { _tag: "WebhookSignatureError", reason: "body not raw", body: kind })
        assert.match(error.message, new RegExp(`the body is ${kind}: pass the raw body`))
        const decoded = yield* Effect.flip(WebhookEvent.decode(parsed))
        assert.deepInclude(decoded, { _tag: "WebhookEventError", reason: "body not raw" })
        assert.strictEqual(decoded.message, error.message)
      }
      const parsed = untyped<WebhookEvent.Delivery>({ body: accessed, headers })
      assert.deepStrictEqual(WebhookEvent.claimedOwner(parsed), Option.some("owner_1"))
    }))

  it.effect("that cannot be read is refused, and shows nothing of what was thrown", () =>
    Effect.gen(function*() {
      const { body, headers } = delivery(accessed)
      const revoked = Proxy.revocable({}, {})
      revoked.revoke()
      const throwing = () => {
        throw new Error("planted")
      }
      const unread: ReadonlyArray<readonly [reason: string, delivery: unknown, secrets?: unknown]> = [
        ["body not raw", { body: revoked.proxy, headers }],
        ["body not raw", Object.defineProperty({ headers }, "body", { get: throwing })],
        ["body not raw", { body: Object.defineProperty({}, Symbol.toStringTag, { get: throwing }), headers }],
        ["body not raw", revoked.proxy],
        ["body not raw", undefined],
        ["headers unreadable", { body, headers: revoked.proxy }],
        ["headers unreadable", { body, headers: { get: throwing } }],
        ["headers unreadable", {
          body,
          headers: Object.defineProperty({}, "qurl-signature", { get: throwing, enumerable: true })
        }],
        ["headers unreadable", Object.defineProperty({ body }, "headers", { get: throwing })],
        ["no secret", { body, headers }, revoked.proxy],
        ["no secret", { body, headers }, [revoked.proxy]]
      ]
      for (const [reason, given, known = secrets] of unread) {
        const error = yield* Effect.flip(WebhookEvent.receive(untyped(given), untyped(known)))
        assert.deepStrictEqual([error._tag, error.reason], ["WebhookSignatureError", reason])
        assert.notInclude(inspect(error), "planted")
        WebhookEvent.claimedOwner(untyped(given))
      }
    }))

  it.effect("has its bytes in any view or buffer, of this realm or another", () =>
    Effect.gen(function*() {
      const { body, headers } = delivery(accessed)
      const bytes = Buffer.from(body)
      const foreign = runInNewContext("(bytes) => new Uint8Array(bytes)")([...bytes])
      const padded = new Uint8Array([0, ...bytes, 0])
      const raw: ReadonlyArray<unknown> = [
        bytes,
        new Uint8Array(bytes).buffer,
        padded.subarray(1, -1),
        new DataView(padded.buffer, 1, bytes.length),
        foreign,
        foreign.buffer
      ]
      for (const body of raw) {
        assert.strictEqual((yield* WebhookEvent.receive(untyped({ body, headers }), secrets)).id, "evt_1")
      }
    }))

  it.effect("has its headers in a Map, a plain object, another realm's Headers, or anything with get", () =>
    Effect.gen(function*() {
      const { body, headers } = delivery(accessed)
      const signature = headers["QURL-Signature"]
      const get = (name: string) => name.toLowerCase() === "qurl-signature" ? signature : null
      const given: ReadonlyArray<unknown> = [
        headers,
        Object.assign(Object.create(null), headers),
        { "qurl-signature": [signature] },
        new Headers(headers),
        new Map(Object.entries(headers)),
        Object.entries(headers),
        { get },
        Object.assign(() => undefined, { get }),
        // `Headers` of Node and of the DOM are classes of different realms.
        runInNewContext("(get) => new (class Headers { get(name) { return get(name) } })")(get),
        runInNewContext("(entries) => new Map(entries)")(Object.entries(headers))
      ]
      for (const headers of given) {
        assert.strictEqual((yield* WebhookEvent.receive(untyped({ body, headers }), secrets)).id, "evt_1")
      }
      const without: ReadonlyArray<unknown> = [
        undefined,
        null,
        {},
        [],
        new Map(),
        new Headers(),
        { get: () => null },
        "x"
      ]
      for (const headers of without) assert.strictEqual(yield* reason(untyped({ body, headers })), "missing")
    }))

  it.effect("names the account that it claims to be for, before anything is verified", () =>
    Effect.sync(() => {
      assert.deepStrictEqual(WebhookEvent.claimedOwner(delivery(accessed)), Option.some("owner_1"))
      for (const body of ["", "[]", "{}", "null", "{\"owner_id\":1}", "{\"owner_id\":\"\"}"]) {
        assert.isTrue(Option.isNone(WebhookEvent.claimedOwner(delivery(body))))
      }
    }))

  it.effect("shows no secret and no body when it is refused", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(WebhookEvent.receive(delivery(accessed, "other"), secrets))
      assert.notMatch(inspect(error, { depth: 9 }) + error.message + JSON.stringify(error), /whsec|evt_1|192\.0/)
    }))
})

describe("what an event says", () => {
  it.effect("is typed where its shape is known, and kept where it is not", () =>
    Effect.gen(function*() {
      const read = (event: object) => WebhookEvent.decode(delivery({ ...accessed, ...event }))
      const expired = yield* read({ type: "qurl.expired", data: { qurl_id: "q_1" } })
      assert.deepInclude(expired, { _tag: "QurlExpired", data: { qurl_id: "q_1" } })
      const unknown = yield* read({ type: "resource.closed", data: { anything: [1] } })
      assert.deepInclude(unknown, { _tag: "OtherEvent", type: "resource.closed", data: { anything: [1] } })
      const drifted = yield* read({ data: { qurl_id: "q_1", count: 1 } })
      assert.deepInclude(drifted, { _tag: "OtherEvent", type: "qurl.accessed", data: { qurl_id: "q_1", count: 1 } })
      const bare = yield* WebhookEvent.decode(delivery({ id: "evt_2", type: "quota.warning", data: null }))
      assert.deepStrictEqual(bare, { _tag: "OtherEvent", id: "evt_2", type: "quota.warning", data: {} })
    }))

  it.effect("is refused if it is not an event, by the names of its fields", () =>
    Effect.gen(function*() {
      for (const body of ["", "{", new Uint8Array([0x22, 0xff, 0x22])]) {
        const headers = { "qurl-signature": sign(body, "whsec_new") }
        assert.strictEqual(yield* reason({ body, headers }), "body: not json")
      }
      const error = yield* Effect.flip(WebhookEvent.decode(delivery({ id: "", data: "planted" })))
      assert.deepStrictEqual([error.reason, [...error.fields].sort()], ["contract", ["data", "id", "type"]])
      assert.notInclude(error.message, "planted")
    }))
})
