import { assert, describe, it } from "@effect/vitest"
import { shorten } from "@qurl/idempotency/IdempotencyKey"
import { Qurl, type QurlError, RetryPolicy } from "@qurl/sdk"
import { Duration, Effect } from "effect"
import { against, apiKey, created, problem, type Received, replayOfHalf, type Reply, serve } from "../support/server.js"

const target_url = "https://example.com"
const quick = { ...RetryPolicy.keyed, attempts: 2, backoff: { ...RetryPolicy.keyed.backoff, base: Duration.millis(1) } }

/** The error of one call against a server that gives these replies. */
const failure = <A>(
  effect: Effect.Effect<A, QurlError, Qurl>,
  ...replies: ReadonlyArray<Reply | ((request: Received) => Reply)>
) => Effect.scoped(Effect.flatMap(serve(...replies), (server) => Effect.flip(against(server, effect))))

const once = { retry: RetryPolicy.none, idempotencyKey: "k-1" }

const create = Qurl.create({ target_url }, once)

/** An operation that declares every status. */
const resolve = Qurl.resolve("at_token", once)

describe("a status becomes a class", () => {
  const table = [
    [400, "ValidationError"],
    [401, "AuthenticationError"],
    [403, "AuthorizationError"],
    [404, "NotFoundError"],
    [409, "ConflictError"],
    [410, "GoneError"],
    [422, "ValidationError"],
    [429, "RateLimitError"],
    [500, "ServerError"],
    [502, "ServerError"],
    [503, "ServerError"],
    [418, "UnexpectedResponseError"]
  ] as const

  for (const [status, tag] of table) {
    it.live(`${status}: ${tag}`, () =>
      Effect.gen(function*() {
        // The body contradicts HTTP on purpose.
        const error = yield* failure(resolve, problem(status, { code: "a_code", detail: "a detail", status: 200 }))
        assert.strictEqual(error._tag, tag)
        assert.deepInclude(error, {
          operation: "resolve",
          status,
          code: "a_code",
          detail: "a detail",
          idempotencyKey: "k-1",
          requestId: "req_9",
          attempts: 1,
          endedBy: "not retryable",
          // No documented conflict has this code: it may as well mean that the first attempt is still running.
          outcome: status >= 500 || status === 409 ? "unknown" : "rejected",
          answeredBy: "api"
        })
        assert.include(error.message, `(${status} a_code: a detail)`)
        assert.include(error.message, "req_9")
      }))
  }

  for (const status of [404, 410] as const) {
    it.live(`${status} is unexpected from an operation that does not declare it`, () =>
      Effect.gen(function*() {
        const error = yield* failure(create, problem(status, { code: "a_code", detail: "a detail" }))
        assert.deepInclude(error, { _tag: "UnexpectedResponseError", reason: "status", status, code: "a_code" })
        assert.include(error.message, `(${status} a_code: a detail)`)
      }))
  }

  it.live("the two refusals of a key are distinguished by status and code together", () =>
    Effect.gen(function*() {
      const inFlight = yield* failure(create, problem(409, { code: "idempotency_in_progress" }))
      assert.deepInclude(inFlight, { _tag: "IdempotencyInFlightError", outcome: "in flight" })
      const mismatch = yield* failure(create, problem(422, { code: "idempotency_key_reused" }))
      assert.deepInclude(mismatch, { _tag: "IdempotencyConflictError", reason: "mismatch", outcome: "rejected" })
      assert.strictEqual(
        (yield* failure(create, problem(422, { code: "idempotency_in_progress" })))._tag,
        "ValidationError"
      )
      assert.strictEqual(
        (yield* failure(create, problem(409, { code: "idempotency_key_reused" })))._tag,
        "ConflictError"
      )
      // A read has no key to refuse, and this one declares no conflict.
      const read = yield* failure(
        Qurl.get("r_1", { retry: RetryPolicy.none }),
        problem(409, { code: "idempotency_in_progress" })
      )
      assert.deepInclude(read, { _tag: "UnexpectedResponseError", reason: "status", status: 409 })
    }))
})

describe("the text of an error", () => {
  const textOf = (error: object, rest: object = {}) =>
    Effect.map(
      failure(resolve, { status: 404, json: { error, ...rest } }),
      (error) => "detail" in error ? error.detail : ""
    )

  it.live("is the detail, the message, the title or the words of the status", () =>
    Effect.gen(function*() {
      assert.strictEqual(yield* textOf({ detail: "d", message: "m", title: "t" }), "d")
      assert.strictEqual(yield* textOf({ message: "m", title: "t" }), "m")
      assert.strictEqual(yield* textOf({ title: "t" }), "t")
      assert.strictEqual(yield* textOf({}), "Not Found")
    }))

  it.live("is read from flat bodies, and missing from pages of proxies", () =>
    Effect.gen(function*() {
      const flat = yield* failure(create, { status: 403, json: { title: "Denied", detail: "by proxy", code: "edge" } })
      assert.deepInclude(flat, { _tag: "AuthorizationError", detail: "by proxy", code: "edge" })
      const page = yield* failure(create, { status: 502, text: "<html>at_planted</html>" })
      assert.deepInclude(page, { _tag: "ServerError", detail: "Bad Gateway", code: undefined })
    }))

  it.live("is one line of at most 512 bytes", () =>
    Effect.gen(function*() {
      const text = String(yield* textOf({ detail: `one\r\n\u001b[31mtwo\u202e\u2066 three ${"ü".repeat(600)}` }))
      assert.isTrue(text.startsWith("one [31mtwo three ü"))
      assert.isAtMost(Buffer.byteLength(text), 512)
      assert.notInclude(text, "\ufffd")
    }))

  it.live("loses links, tokens and keys, wherever the server puts them", () =>
    Effect.gen(function*() {
      const error = yield* failure(
        Qurl.resolve({ access_token: "planted-odd-token" }, { retry: RetryPolicy.none }),
        problem(400, {
          code: "at_planted",
          detail: `see https://planted.test/x#at_planted and at_planted, ${apiKey}, lv_live_planted, planted-odd-token`,
          invalid_fields: { "https://planted.test": "no", "access_token": "at_planted is wrong\n" }
        }, { request_id: "at_planted" })
      )
      assert.notMatch(JSON.stringify(error) + error.message, /planted|0123456789abcdef/)
      assert.deepInclude(error, {
        detail: "see [link] and [token], [secret], [key], [secret]",
        invalidFields: { "(unprintable)": "no", access_token: "[token] is wrong" }
      })
    }))

  it.live("says once what the detail and a field both say", () =>
    Effect.gen(function*() {
      const texts = [["target_url must be https", "must be https"], ["must be https", "must be https"]] as const
      for (const [detail, text] of texts) {
        const body = { code: "a_code", detail, invalid_fields: { target_url: text } }
        const error = yield* failure(create, problem(400, body))
        assert.deepInclude(error, { detail })
        assert.include(error.message, "(400 a_code): target_url must be https")
      }
    }))

  it.live("keeps at most 100 fields", () =>
    Effect.gen(function*() {
      const invalid_fields = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`f${index}`, "no"]))
      const error = yield* failure(create, problem(400, { invalid_fields }))
      assert(error._tag === "ValidationError")
      assert.strictEqual(Object.keys(error.invalidFields).length, 100)
      assert.include(error.message, "f9 no; and 90 more")
    }))
})

describe("what is known and what to do", () => {
  it.live("a lost answer is unknown, and the message says how to continue", () =>
    Effect.gen(function*() {
      const error = yield* failure(Qurl.create({ target_url }, { retry: quick }), "reset")
      assert(error._tag === "NetworkError")
      assert.deepInclude(error, { outcome: "unknown", attempts: 2, endedBy: "attempts", reason: "reset" })
      assert.include(
        error.message,
        `after 2 attempts, the last one allowed. It may have been done. Call again with the error's idempotencyKey `
          + `(${shorten(String(error.idempotencyKey))}) and the same input to find out without doing it twice.`
      )
    }))

  it.live("an answer cut short leaves the outcome unknown, unless it is marked as a replay", () =>
    Effect.gen(function*() {
      const unmarked = yield* failure(create, "cut")
      assert.deepInclude(unmarked, { _tag: "NetworkError", outcome: "unknown", reason: "body cut" })
      const marked = yield* failure(create, replayOfHalf)
      assert.deepInclude(marked, { _tag: "NetworkError", outcome: "applied but unreadable", reason: "body cut" })
    }))

  it.live("a refused connection sent nothing", () =>
    Effect.gen(function*() {
      const closed = yield* Effect.scoped(serve(created()))
      const error = yield* Effect.flip(against(closed, create))
      assert.deepInclude(error, { _tag: "NetworkError", outcome: "not sent", reason: "not sent" })
      assert.include(error.message, "Nothing was sent.")
    }))

  it.live("an attempt without an answer in time is a timeout", () =>
    Effect.gen(function*() {
      const server = yield* serve({ status: 200 })
      const slow = yield* Effect.flip(
        against(server, Qurl.create({ target_url }, { retry: RetryPolicy.none, timeout: 0 }))
      )
      assert.strictEqual(slow._tag, "TimeoutError")
    }).pipe(Effect.scoped))

  it.live("a wait past the deadline fails at once and says when", () =>
    Effect.gen(function*() {
      const error = yield* failure(Qurl.create({ target_url }), {
        ...problem(429, { code: "rate_limited" }),
        headers: { "retry-after": "600" }
      })
      assert(error._tag === "RateLimitError")
      assert.deepInclude(error, { outcome: "rejected", endedBy: "retry-after past the deadline", attempts: 1 })
      assert.include(error.message, new Date(error.retryAt ?? 0).toISOString())
    }))

  it.live("a read is safe to repeat, and says so instead of naming a key", () =>
    Effect.gen(function*() {
      const error = yield* failure(Qurl.getQuota({ retry: RetryPolicy.none }), "reset")
      assert.include(error.message, "Reading again is safe.")
      assert.isUndefined(error.idempotencyKey)
    }))

  it.live("a delete that finds nothing is an error at first and a success after a lost answer", () =>
    Effect.gen(function*() {
      const missing = problem(404, { code: "not_found" })
      assert.strictEqual((yield* failure(Qurl.delete("r_1"), missing))._tag, "NotFoundError")
      const server = yield* serve("reset", missing)
      const deleted = yield* against(server, Qurl.delete("r_1", { retry: quick }))
      assert.strictEqual(deleted.meta.attempts, 2)
    }).pipe(Effect.scoped))

  it.live("a closed resource tells when it was closed", () =>
    Effect.gen(function*() {
      const tombstone = { tombstoned_at: "2026-01-02T03:04:05Z", final_access_count: 7 }
      const error = yield* failure(resolve, problem(410, { code: "resource_tombstoned" }, { tombstone }))
      assert(error._tag === "GoneError")
      assert.deepInclude(error.tombstone, { tombstonedAt: "2026-01-02T03:04:05.000Z", finalAccessCount: 7 })
    }))
})

describe("an unexpected answer", () => {
  it.live("a redirect is neither followed nor shown", () =>
    Effect.gen(function*() {
      const elsewhere = yield* serve(created())
      for (const status of [301, 302, 303, 307, 308]) {
        const error = yield* failure(create, {
          status,
          headers: { location: `${elsewhere.url}/planted` },
          text: "planted"
        })
        assert.deepInclude(error, { _tag: "UnexpectedResponseError", reason: "redirect", status, attempts: 1 })
        assert.notInclude(JSON.stringify(error) + error.message, "planted")
      }
      assert.strictEqual(elsewhere.received.length, 0)
    }).pipe(Effect.scoped))

  it.live("a success that does not decode names properties and no values", () =>
    Effect.gen(function*() {
      const error = yield* failure(create, { status: 201, json: { data: { qurl_link: { planted: 1 } } } })
      assert(error._tag === "UnexpectedResponseError")
      assert.deepInclude(error, { outcome: "applied but unreadable", reason: "contract", status: 201 })
      assert.include(["data.resource_id", "data.qurl_link"], error.fields[0])
      assert.notInclude(JSON.stringify(error) + error.message, "planted")
    }))

  it.live("an empty or broken success does not count as a result", () =>
    Effect.gen(function*() {
      for (const reply of [{ status: 204 }, { status: 200, text: "<html>Sign in</html>" }]) {
        const error = yield* failure(create, reply)
        assert.deepInclude(error, { _tag: "UnexpectedResponseError", reason: "not json", outcome: "unknown" })
      }
      const wrong = yield* failure(create, { status: 201, json: { data: {} } })
      assert.deepInclude(wrong, { reason: "contract", outcome: "applied but unreadable" })
    }))

  it.live("JSON that stops in the middle is an answer that was lost", () =>
    Effect.gen(function*() {
      for (const text of ["{", "{\"data\":{\"qurl_id\":\"q_1", "{\"data\":{\"a\":[1,2]"]) {
        const error = yield* failure(create, { status: 201, headers: { "content-type": "application/json" }, text })
        assert.deepInclude(error, { _tag: "NetworkError", reason: "body cut", outcome: "unknown" })
      }
    }))

  it.live("a body beyond 1 MiB is not read", () =>
    Effect.gen(function*() {
      const error = yield* failure(create, { status: 201, text: " ".repeat(1_048_577) })
      assert.deepInclude(error, { _tag: "UnexpectedResponseError", reason: "too large" })
    }))
})

describe("keys", () => {
  it.live("a bad key is refused before sending, without being repeated", () =>
    Effect.gen(function*() {
      const server = yield* serve(created())
      for (const idempotencyKey of ["", " planted", "planted\n", "plänted", "planted".repeat(50)]) {
        const error = yield* Effect.flip(against(server, Qurl.create({ target_url }, { idempotencyKey })))
        assert(error._tag === "ValidationError")
        assert.property(error.invalidFields, "idempotencyKey")
        assert.notMatch(JSON.stringify(error) + error.message, /pl.nted/)
      }
      // @ts-expect-error a read takes no key, which JavaScript callers learn when they call
      const read = yield* Effect.flip(against(server, Qurl.getQuota({ idempotencyKey: "job-1" })))
      assert.strictEqual(read._tag, "ValidationError")
      assert.strictEqual(server.received.length, 0)
    }).pipe(Effect.scoped))

  it.live("a key that was sent with another input is refused before sending", () =>
    Effect.gen(function*() {
      const server = yield* serve(created())
      const twice = Effect.zipRight(
        Qurl.create({ target_url }, { idempotencyKey: "job-1" }),
        Qurl.create({ target_url: `${target_url}/other` }, { idempotencyKey: "job-1" })
      )
      const error = yield* Effect.flip(against(server, twice))
      assert.deepInclude(error, { _tag: "IdempotencyConflictError", reason: "reused", outcome: "not sent" })
      assert.strictEqual(server.received.length, 1)
    }).pipe(Effect.scoped))
})
