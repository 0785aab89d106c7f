import { createHmac } from "node:crypto"
import { assert, describe, it } from "vitest"
import { isQurlError, SeenEvents, WebhookEvent } from "../src/index.js"
import { untyped } from "./support/untyped.js"

const accessed = {
  id: "evt_1",
  type: "qurl.accessed",
  owner_id: "owner_1",
  data: { qurl_id: "q_1", resource_id: "r_1", access_count: 1, consumed: false }
}

const delivery = (body: string, secret = "whsec_new"): WebhookEvent.Delivery => ({
  body,
  headers: { "QURL-Signature": createHmac("sha256", secret).update(body).digest("hex") }
})

const thrown = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error
  }
  return assert.fail("nothing was thrown")
}

describe("a delivery", () => {
  const signed = delivery(JSON.stringify(accessed))

  it("is an event when one of the secrets has signed it", () => {
    for (const secrets of ["whsec_new", ["whsec_old", "whsec_new"]]) {
      const event = WebhookEvent.receive(signed, secrets)
      assert(event._tag === "QurlAccessed")
      assert.strictEqual(event.data.access_count, 1)
    }
    WebhookEvent.verify(signed, "whsec_new")
    assert.strictEqual(WebhookEvent.claimedOwner(signed), "owner_1")
    assert.isUndefined(WebhookEvent.claimedOwner({ body: "{}", headers: {} }))
  })

  it("with another signature is refused, and the error says why and no more", () => {
    for (
      const [reason, wrong, secrets] of [
        ["mismatch", signed, "whsec_other"],
        ["missing", { ...signed, headers: {} }, "whsec_new"],
        ["malformed", { ...signed, headers: { "qurl-signature": "x" } }, "whsec_new"]
      ] as const
    ) {
      const error = thrown(() => WebhookEvent.receive(wrong, secrets))
      assert(isQurlError(error, "WebhookSignatureError") && error instanceof Error)
      assert.strictEqual(error.reason, reason)
      assert.notInclude(error.message, "whsec_new")
      assert.notProperty(error, "cause")
    }
  })

  it("W1 signed with an empty key is refused under every secret that is not a non-empty string", () => {
    const forged = delivery(JSON.stringify(accessed), "")
    const values: ReadonlyArray<unknown> = [undefined, null, "", " ", "undefined", "null", 0, {}, [], [""], [
      "whsec_new"
    ]]
    const wrong = [
      ...values.slice(0, 8),
      [],
      Array(1),
      ...values.flatMap((value) => [[value], ["whsec_new", value]])
    ]
    for (const secrets of wrong) {
      const error = thrown(() => WebhookEvent.receive(forged, untyped(secrets)))
      assert(isQurlError(error, "WebhookSignatureError"))
      assert.strictEqual(error.reason, "no secret")
      assert.notInclude(error.message, "whsec_new")
      assert(isQurlError(thrown(() => WebhookEvent.verify(forged, untyped(secrets))), "WebhookSignatureError"))
    }
  })

  it("W1 with a body that is not raw is refused, with what to pass", () => {
    const parsed = untyped<WebhookEvent.Delivery>({ ...signed, body: accessed })
    const error = thrown(() => WebhookEvent.receive(parsed, "whsec_new"))
    assert(isQurlError(error, "WebhookSignatureError"))
    assert.strictEqual(error.reason, "body not raw")
    assert.match(error.message, /^the body is a parsed object: pass the raw body, .*express\.raw\(\)/)
    const decoded = thrown(() => WebhookEvent.decode(parsed))
    assert(isQurlError(decoded, "WebhookEventError"))
    assert.strictEqual(decoded.reason, "body not raw")
  })

  it("that is not an event is an error of another kind", () => {
    const error = thrown(() => WebhookEvent.receive(delivery("{\"type\":1}"), "whsec_new"))
    assert(isQurlError(error, "WebhookEventError"))
    assert.strictEqual(error.reason, "contract")
    assert.includeMembers([...error.fields], ["id", "type"])
    const text = thrown(() => WebhookEvent.decode({ body: "no json", headers: {} }))
    assert(isQurlError(text, "WebhookEventError") && !isQurlError(text, "WebhookSignatureError"))
    assert.strictEqual(text.reason, "not json")
  })
})

describe("seen events", () => {
  it("are dealt with once", async () => {
    const seen = new SeenEvents()
    let handled = 0
    const handle = async () => {
      handled += 1
    }
    assert.deepStrictEqual(await Promise.all([seen.once(accessed, handle), seen.once(accessed, handle)]), [true, false])
    assert.isTrue(await seen.once({ id: "evt_2" }, handle))
    assert.strictEqual(handled, 2)
  })

  it("are forgotten when their handler fails, whose error comes back", async () => {
    const seen = new SeenEvents({ capacity: 10, window: 60_000 })
    const own = new Error("mine")
    const error = await seen.once(accessed, () => Promise.reject(own)).catch((error: unknown) => error)
    assert.strictEqual(error, own)
    assert.isTrue(await seen.once(accessed, () => undefined))
  })
})
