import { Emulator, Fault, FaultPlan, TestKey } from "@qurl/emulator"
import { shorten } from "@qurl/idempotency/IdempotencyKey"
import { Effect, Exit, Fiber, ManagedRuntime } from "effect"
import { createHash } from "node:crypto"
import { getEventListeners } from "node:events"
import { inspect } from "node:util"
import { afterAll, assert, beforeAll, beforeEach, describe, it, vi } from "vitest"
import {
  AbortError,
  type CallOptions,
  type ClientOptions,
  ConfigurationError,
  IdempotencyKey,
  isQurlError,
  KeyGenerator,
  QurlClient,
  QurlError,
  RateLimitError,
  RetryPolicy
} from "../src/index.js"
import { brand } from "../src/internal/brand.js"
import { untyped } from "./support/untyped.js"

const runtime = ManagedRuntime.make(Emulator.layerServer())
let emulator: (typeof Emulator)["Service"]

beforeAll(async () => {
  emulator = await runtime.runPromise(Emulator)
})
afterAll(() => runtime.dispose())
beforeEach(() => Effect.runPromise(Effect.zipRight(emulator.control.clearFaults, emulator.control.reset)))

const quick = { ...RetryPolicy.keyed, backoff: { ...RetryPolicy.keyed.backoff, base: 1, jitter: 0 } }

const clientOf = (options: Partial<ClientOptions> = {}) =>
  new QurlClient({ apiKey: TestKey.full, baseUrl: emulator.url, retry: quick, ...options })

const faulty = (...rules: ReadonlyArray<FaultPlan.Rule>) =>
  Effect.runPromise(emulator.control.setFaults(FaultPlan.of(...rules)))

const requests = () => Effect.runPromise(emulator.control.requests)
const digests = async () => (await requests()).map(({ key_digest }) => key_digest)
const digest = (key: string) => createHash("sha256").update(key).digest("hex")
const tokens = async () => (await Effect.runPromise(emulator.control.inventory)).tokens.length

const input = { target_url: "https://example.com" }

/** Reason of a rejected promise. */
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => assert.fail("it was not rejected"),
    (error: unknown) => error
  )

/** A `fetch` that tells when a request has left. */
const watched = () => {
  let left: () => void
  const sent = new Promise<void>((resolve) => {
    left = resolve
  })
  const fetch: typeof globalThis.fetch = (request, init) => {
    const answer = globalThis.fetch(request, init)
    left()
    return answer
  }
  return { sent, fetch }
}

describe("an aborted call", () => {
  it("that was sent rejects with its key and the outcome unknown, and with that key it can be taken up again", async () => {
    await faulty({ fault: Fault.noAnswer, nth: 1 })
    const { fetch, sent } = watched()
    const controller = new AbortController()
    const client = clientOf({ fetch })
    const call = rejection(client.create(input, { signal: controller.signal }))
    await sent
    // The request is in the emulator's book once its handler has run.
    while ((await tokens()) === 0) await new Promise((resolve) => setImmediate(resolve))
    controller.abort()
    const error = await call
    assert(isQurlError(error, "AbortError") && error instanceof AbortError && error instanceof QurlError)
    assert.deepInclude(error.toJSON(), {
      name: "AbortError",
      operation: "create",
      method: "POST",
      outcome: "unknown",
      reason: "signal",
      endedBy: "interrupted",
      attempts: 1
    })
    assert.include(error.message, `the error's idempotencyKey (${shorten(String(error.idempotencyKey))})`)
    assert.strictEqual((await requests()).length, 1)
    const again = await client.create(input, { idempotencyKey: error.idempotencyKey })
    assert.strictEqual(again.meta.replayed, "yes")
    assert.strictEqual(await tokens(), 1)
    assert.deepStrictEqual(await digests(), Array.from({ length: 2 }, () => digest(String(error.idempotencyKey))))
  })

  it("that never began was not sent", async () => {
    const error = await rejection(clientOf().create(input, { signal: AbortSignal.abort(), idempotencyKey: "job-1" }))
    assert(isQurlError(error, "AbortError"))
    assert.deepInclude(error, { outcome: "not sent", attempts: 0, idempotencyKey: "job-1" })
    assert.deepStrictEqual(await requests(), [])
  })

  it("sends nothing more while it waits", async () => {
    await faulty({ fault: Fault.rateLimit({ retryAfter: { seconds: 60 } }) })
    const controller = new AbortController()
    const lines: Array<string> = []
    const client = clientOf({
      log: (level, message) => {
        lines.push(`${level} ${message}`)
        if (message.includes("result=429")) setImmediate(() => controller.abort())
        throw new Error("a logger that fails fails no call")
      }
    })
    const error = await rejection(client.create(input, { signal: controller.signal }))
    assert(isQurlError(error, "AbortError"))
    assert.deepInclude(error.toJSON(), { outcome: "rejected", attempts: 1 })
    assert.strictEqual((await requests()).length, 1)
    assert.match(String(lines[0]), /^debug POST \/v1\/qurls .*attempt=1 result=429$/)
    assert.notInclude(lines.join(), String(error.idempotencyKey))
  })

  it("that has its answer keeps it", async () => {
    const controller = new AbortController()
    const { qurl_link } = await clientOf().create(input, { signal: controller.signal })
    controller.abort()
    assert.isString(qurl_link)
  })

  it("leaves no listener behind", async () => {
    const { signal } = new AbortController()
    let listeners = 0
    const counted = new Proxy(signal, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== "function") return value
        return (...args: ReadonlyArray<unknown>) => {
          if (name === "addEventListener") listeners += 1
          if (name === "removeEventListener") listeners -= 1
          return Reflect.apply(value, target, args)
        }
      }
    })
    await clientOf().create(input, { signal: counted })
    assert.strictEqual(listeners, 0)
  })

  it("shares one listener with the other calls of its signal, as Node warns of eleven", async () => {
    const controller = new AbortController()
    const many = Array.from({ length: 20 }, () => rejection(clientOf().create(input, { signal: controller.signal })))
    const listening = getEventListeners(controller.signal, "abort").length
    controller.abort()
    const ends = await Promise.all(many)
    assert.strictEqual(listening, 1)
    assert.isTrue(ends.every((error) => isQurlError(error, "AbortError")))
    assert.strictEqual(getEventListeners(controller.signal, "abort").length, 0)
  })
})

// V8 may keep the fiber for long, with all that it holds.
describe("a call that has ended", () => {
  it("leaves no result in its fiber", async () => {
    const before = new Set(Fiber.unsafeRoots())
    const { fetch, sent } = watched()
    const created = clientOf({ fetch }).create(input)
    await sent
    const fibers = Fiber.unsafeRoots().filter((fiber) => !before.has(fiber))
    assert.isString((await created).qurl_link)
    assert.isAbove(fibers.length, 0)
    for (const fiber of fibers) assert.deepStrictEqual(fiber.unsafePoll(), Exit.void)
  })
})

describe("a list", () => {
  const fill = async (client: QurlClient) => {
    for (const name of ["a", "b", "c"]) await client.create({ target_url: `https://example.com/${name}` })
  }

  it("is asked for page by page, as far as it is wanted", async () => {
    const client = clientOf()
    await fill(client)
    const before = (await requests()).length
    const seen: Array<string> = []
    for await (const { resource_id } of client.listAll({ limit: 1 })) {
      seen.push(resource_id)
      if (seen.length === 2) break
    }
    assert.strictEqual((await requests()).length - before, 2)
    const list = client.listAll({ limit: 2 })
    for (let round = 0; round < 2; round++) {
      const all: Array<string> = []
      for await (const { resource_id } of list) all.push(resource_id)
      assert.strictEqual(new Set(all).size, 3)
      assert.deepStrictEqual(all.slice(0, 2), seen)
    }
  })

  it("ends when it is aborted, also between the items of a page", async () => {
    const client = clientOf()
    await fill(client)
    const controller = new AbortController()
    const seen: Array<string> = []
    const error = await rejection((async () => {
      for await (const { resource_id } of client.listAll({}, { signal: controller.signal })) {
        seen.push(resource_id)
        controller.abort()
      }
    })())
    assert(isQurlError(error, "AbortError"))
    assert.strictEqual(seen.length, 1)
  })

  it("keeps what came before a failure", async () => {
    const client = clientOf()
    await fill(client)
    await faulty({ fault: Fault.status(500), operation: "list", nth: 2 })
    const seen: Array<string> = []
    const error = await rejection((async () => {
      for await (const { resource_id } of client.listAll({ limit: 1 })) seen.push(resource_id)
    })())
    assert(isQurlError(error) && error.name === "ServerError")
    assert.strictEqual(seen.length, 1)
  })
})

describe("options", () => {
  it("of a call come before those of the client", async () => {
    await faulty({ fault: Fault.destroyBeforeHandler })
    const client = clientOf({ keyGenerator: KeyGenerator.sequence("test"), retry: { ...quick, attempts: 2 } })
    const first = await rejection(client.create(input))
    const second = await rejection(client.create(input, { retry: RetryPolicy.none, idempotencyKey: "job-42" }))
    assert(isQurlError(first) && isQurlError(second))
    assert.deepStrictEqual([first.attempts, second.attempts], [2, 1])
    assert.deepStrictEqual(await digests(), ["test-1", "test-1", "job-42"].map(digest))
  })

  it("limit an attempt and a call in milliseconds", async () => {
    await faulty({ fault: Fault.noAnswerBefore })
    const error = await rejection(clientOf().getQuota({ timeout: 20, retry: { ...quick, attempts: 2 } }))
    assert(isQurlError(error) && error.name === "TimeoutError")
    assert.deepInclude(error.toJSON(), { attempts: 2, endedBy: "attempts" })
    const late = await rejection(clientOf().getQuota({ deadline: 20 }))
    assert(isQurlError(late) && late.name === "TimeoutError")
    assert.strictEqual(late.endedBy, "deadline")
    const never = await rejection(clientOf().getQuota({ deadline: 0 }))
    assert(isQurlError(never) && never.name === "TimeoutError")
  })

  it("that are misspelt or make no sense are refused before anything is sent", async () => {
    const call = (options: object) => rejection(clientOf().create(input, options as CallOptions))
    for (
      const [setting, options] of [
        ["idempotencykey", { idempotencykey: "job-42" }],
        ["timeout", { timeout: "30 seconds" }],
        ["deadline", { deadline: -1 }],
        ["deadline", { deadline: Number.NaN }],
        ["retry", { retry: "none" }],
        ["retry.attemptTimeout", { retry: { repeat: "keyed", attempts: 2 } }],
        ["retry.atempts", { retry: { ...quick, atempts: 2 } }],
        ["retry.backoff.factor", { retry: { ...quick, backoff: { ...quick.backoff, factor: Number.NaN } } }],
        ["retry.attempts", { retry: { ...quick, attempts: 0 } }],
        ["retry.backoff.base", { retry: { ...quick, backoff: { ...quick.backoff, base: "1s" } } }]
      ] as const
    ) {
      const error = await call(options)
      assert(isQurlError(error, "ConfigurationError"), setting)
      assert.strictEqual(error.setting, setting)
    }
    assert.deepStrictEqual(await requests(), [])
  })

  it("of a client are looked at when it is made", () => {
    for (
      const [setting, options] of [
        ["QURL_API_KEY", { apiKey: "" }],
        ["apiKey", {}],
        ["QURL_API_URL", { apiKey: "k", baseUrl: "http://example.com" }],
        ["unkeyedOperations", { apiKey: "k", unkeyedOperations: ["nothing"] }],
        ["apikey", { apikey: "k" }],
        ["apiUrl", { apiKey: "k", apiUrl: "https://example.com" }],
        ["keys", { apiKey: "k", keys: "some" }]
      ] as const
    ) {
      try {
        // As plain JavaScript would: none of these are the options that the type allows.
        Reflect.construct(QurlClient, [options])
        assert.fail(setting)
      } catch (error) {
        assert(isQurlError(error, "ConfigurationError"), String(error))
        assert.strictEqual(error.setting, setting)
      }
    }
  })

  it("come from the environment", async () => {
    const before = { ...process.env }
    try {
      Object.assign(process.env, { QURL_API_KEY: TestKey.full, QURL_API_URL: emulator.url })
      assert.strictEqual((await QurlClient.fromEnvironment().list()).items.length, 0)
      delete process.env.QURL_API_KEY
      assert.throws(() => QurlClient.fromEnvironment(), /QURL_API_KEY is not set/)
    } finally {
      process.env = before
    }
  })
})

describe("keys", () => {
  it("come from a generator of the caller's own, or from none", async () => {
    const client = clientOf({
      keyGenerator: {
        next: async (call) => call.operation === "create" ? `mine-${call.method}-${call.url}` : null
      }
    })
    await client.create(input)
    await client.batchCreate([input])
    assert.deepStrictEqual(await digests(), [digest("mine-POST-/v1/qurls"), null])
  })

  it("of a job are the same in the next run", async () => {
    const run = async () => {
      const client = clientOf({ keyGenerator: KeyGenerator.fromJob("job", { startedAt: new Date() }) })
      await client.create(input)
      return client.create(input)
    }
    await run()
    assert.strictEqual((await run()).meta.replayed, "yes")
    assert.strictEqual(await tokens(), 2)
  })

  it("that a wrapped generator refuses are a conflict, and a generator that breaks makes the input invalid", async () => {
    const old = KeyGenerator.fromJob("job", { startedAt: 0 })
    const error = await rejection(clientOf({ keyGenerator: { next: (call) => old.next(call) } }).create(input))
    assert(isQurlError(error) && error.name === "IdempotencyConflictError")
    assert.strictEqual(error.reason, "expired")
    const keyGenerator = {
      next: () => {
        throw new RangeError("mine")
      }
    }
    const broken = await rejection(clientOf({ keyGenerator }).create(input))
    assert(isQurlError(broken) && broken.name === "ValidationError")
    assert.match(broken.invalidFields.idempotencyKey ?? "", /key generator failed with RangeError/)
    assert.strictEqual(broken.outcome, "not sent")
  })

  it("are not needed to refuse rows that are not a list", async () => {
    const client = clientOf({})
    for (const rows of [undefined, null, 7]) {
      const single = await rejection(client.batchCreate(untyped(rows)))
      assert(isQurlError(single, "ValidationError"), String(single))
      assert.match(single.invalidFields.items ?? "", /an array of 1 to 100 items/)
      const bulk = await rejection(client.batchCreateAll(untyped(rows))[Symbol.asyncIterator]().next())
      assert(isQurlError(bulk, "ValidationError"), String(bulk))
      assert.match(bulk.invalidFields.rows ?? "", /must be a list/)
    }
  })

  it("that a generator forgets to return make the input invalid", async () => {
    for (const key of [undefined, 7]) {
      const error = await rejection(clientOf({ keyGenerator: { next: () => untyped(key) } }).create(input))
      assert(isQurlError(error, "ValidationError"), String(error))
      assert.match(error.invalidFields.idempotencyKey ?? "", /return a string from the key generator/)
      assert.strictEqual(error.outcome, "not sent")
    }
  })

  it("are not sent where a wrapped generator makes none", async () => {
    await clientOf({ keyGenerator: { next: (call) => KeyGenerator.none.next(call) } }).create(input)
    assert.deepStrictEqual(await digests(), [null])
  })

  it("are made from what identifies the work", () => {
    assert.match(IdempotencyKey.fromParts("invoice", 42), /^[0-9a-f]{64}$/)
    assert.notStrictEqual(IdempotencyKey.fromParts("a", "bc"), IdempotencyKey.fromParts("ab", "c"))
  })
})

describe("code of the caller's own", () => {
  it("D10 that breaks a call which was sent rejects with its key and outcome, and the key finds the result", async () => {
    const own = new RangeError("a bug")
    let isBroken = false
    const fetch: typeof globalThis.fetch = async (request, init) => {
      const answer = await globalThis.fetch(request, init)
      if (isBroken) return answer
      isBroken = true
      throw own
    }
    const client = clientOf({ fetch, keyGenerator: KeyGenerator.sequence("test") })
    const error = await rejection(client.create(input))
    assert(isQurlError(error, "DefectError") && isQurlError(error))
    assert.deepInclude(error, { outcome: "unknown", idempotencyKey: "test-1", endedBy: "defect", attempts: 1 })
    assert.strictEqual(error.cause, own)
    assert.match(error.message, /Call again with .*idempotencyKey/)
    await client.create(input, { idempotencyKey: error.idempotencyKey })
    assert.strictEqual(await tokens(), 1)
  })

  it("that leaves a loop does not wait for the page that is being fetched", async () => {
    await faulty({ fault: Fault.noAnswer })
    const { fetch, sent } = watched()
    const loop = clientOf({ fetch }).listAll()[Symbol.asyncIterator]()
    const next = loop.next()
    await sent
    await loop.return?.()
    assert.deepStrictEqual(await next, { done: true, value: undefined })
  })
})

describe("clients that share", () => {
  it("wait together, and others do not", async () => {
    await faulty({ fault: Fault.rateLimit({ retryAfter: { seconds: 300 } }), nth: 1 })
    const first = clientOf()
    const shared = clientOf({ shareWith: first })
    const once = { retry: RetryPolicy.none }
    assert(isQurlError(await rejection(first.create(input, once)), "RateLimitError"))
    const error = await rejection(shared.create(input, once))
    assert(isQurlError(error, "RateLimitError"))
    assert.deepInclude(error.toJSON(), { attempts: 0, outcome: "not sent" })
    assert.isAbove(error.retryAt ?? 0, Date.now())
    await clientOf().create(input, once)
    assert.throws(() => clientOf({ shareWith: JSON.parse("{}") }), /shareWith is not a client/)
  })
})

describe("errors", () => {
  it("are errors, with the caller in their stack and without a cause", async () => {
    await faulty({ fault: Fault.rateLimit() })
    const callingFunction = async () => {
      await clientOf().create(input, { retry: RetryPolicy.none })
    }
    const error = await rejection(callingFunction())
    assert(error instanceof RateLimitError && error instanceof QurlError && error instanceof Error)
    assert.deepInclude(error.toJSON(), { name: "RateLimitError", status: 429, outcome: "rejected", attempts: 1 })
    assert.include(error.stack, "callingFunction")
    assert.notProperty(error, "cause")
    assert.strictEqual(Object.prototype.toString.call(error), "[object Error]")
  })

  it("have classes of their names, which Node prints if nothing catches them, even after a bundler renamed them", () => {
    class RateLimitError2 extends Error {}
    brand(RateLimitError2, "RateLimitError")
    assert.strictEqual(new RateLimitError2().constructor.name, "RateLimitError")
  })

  it("of another copy of this package are known", async () => {
    vi.resetModules()
    const copy = await import("../src/index.js")
    const error = new copy.RateLimitError("too many requests", { status: 429 })
    assert.isFalse(error instanceof RateLimitError)
    assert.isTrue(isQurlError(error) && isQurlError(error, "RateLimitError"))
    assert.isFalse(isQurlError(error, "ValidationError"))
    for (const other of [null, undefined, "RateLimitError", { name: "RateLimitError" }, new Error("no")]) {
      assert.isFalse(isQurlError(other) || isQurlError(other, "RateLimitError"))
    }
  })
})

describe("an error that is logged", () => {
  it("keeps its name, message, outcome and next step, and a short key", async () => {
    await faulty({ fault: Fault.destroyAfterCommit })
    const key = "order-4711-of-planted-gmbh"
    const error = await rejection(clientOf().create(input, { idempotencyKey: key, retry: RetryPolicy.none }))
    assert(isQurlError(error) && error.name === "NetworkError")
    assert.strictEqual(error.idempotencyKey, key)
    for (const text of [JSON.stringify({ error }), inspect(error), inspect({ error }, { depth: 5 })]) {
      for (const part of ["NetworkError", error.message, "unknown", "order-47…gmbh", String(error.host)]) {
        assert.include(text, part)
      }
      assert.notInclude(text, "planted")
      assert.notInclude(text, TestKey.full)
    }
    const clone = structuredClone(error)
    assert.strictEqual(clone.message, error.message)
    assert.include(clone.stack, "NetworkError")
    const { message, name } = JSON.parse(
      JSON.stringify(new ConfigurationError({ setting: "apiKey", problem: "is empty" }))
    )
    assert.deepStrictEqual([name, message], ["ConfigurationError", "apiKey is empty"])
  })

  it("names no key of the emulator for another host, which is refused", () => {
    for (const apiKey of TestKey.accounts.keys()) {
      assert.throws(() => new QurlClient({ apiKey }), /is a key of the local emulator, which api\.layerv\.ai/)
    }
  })
})

describe("a client", () => {
  it("shows no credential", () => {
    const client = clientOf()
    const shown = [inspect(client, { depth: 10, showHidden: true }), JSON.stringify(client)].join("\n")
    assert.notInclude(shown, TestKey.full)
    assert.include(shown, "<redacted>")
  })

  it("that is closed ends what runs and sends nothing more", async () => {
    await faulty({ fault: Fault.noAnswer })
    const { fetch, sent } = watched()
    const client = clientOf({ fetch })
    const call = rejection(client.create(input))
    await sent
    await client[Symbol.asyncDispose]()
    const error = await call
    assert(isQurlError(error, "AbortError"))
    assert.deepInclude(error.toJSON(), { reason: "closed", outcome: "unknown" })
    const next = await rejection(client.create(input))
    assert(isQurlError(next, "AbortError"))
    assert.deepInclude(next.toJSON(), { reason: "closed", outcome: "not sent" })
    await client.close()
  })

  it("has methods that need no receiver", async () => {
    const { create, resources: { get } } = clientOf()
    assert.isDefined((await get((await create(input)).resource_id)).resource)
  })
})
