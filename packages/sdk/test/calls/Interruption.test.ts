import { HttpClient, HttpClientResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { atEveryStep, interruptedAt } from "@qurl/lab/kit/steps"
import { KeyGenerator, Pin, Portal, Qurl, type QurlError, QurlServices, Resources, RetryPolicy } from "@qurl/sdk"
import { Context, Duration, Effect, Exit, Layer, Redacted } from "effect"

/** The quick form of the suite tries one step of three. */
const stride = process.env["QURL_TESTS"] === "quick" ? 3 : 1

const apiKey = Redacted.make("lv_test_interruption")
const target_url = "https://example.com"

const created = { resource_id: "r_00000000001", qurl_id: "q_1", qurl_link: "https://qurl.link/#at_1", qurl_site: "x" }

/** A server that executes once per key. Every answer to the first attempt of a key is lost if `isLossy`. */
const serverOf = (isLossy: boolean) => {
  const keys: Array<string> = []
  const client = HttpClient.make((request) =>
    Effect.suspend(() => {
      const key = request.headers["idempotency-key"] ?? ""
      const isNew = !keys.includes(key)
      if (isNew) keys.push(key)
      const result = (index: number) => ({ index, success: true, ...created })
      const data = request.url.endsWith("/batch")
        // Out of order, so that the SDK has something to sort.
        ? { succeeded: 2, failed: 0, results: [result(1), result(0)] }
        : created
      const text = JSON.stringify({ data, meta: { request_id: "req_1" } })
      const headers = { "content-type": "application/json", ...(isNew ? {} : { "idempotency-replayed": "true" }) }
      const body = isLossy && isNew ? text.slice(0, 20) : text
      return Effect.succeed(HttpClientResponse.fromWeb(request, new Response(body, { status: 201, headers })))
    })
  )
  return { keys, client }
}

const quick = {
  retry: { ...RetryPolicy.keyed, backoff: { ...RetryPolicy.keyed.backoff, base: Duration.millis(1) } }
}

const calls = {
  create: (context: Context.Context<QurlServices>) => Context.get(context, Qurl).create({ target_url }, quick),
  batchCreate: (context: Context.Context<QurlServices>) =>
    Context.get(context, Qurl).batchCreate([{ target_url }, { target_url, label: "b" }], quick),
  "Resources.create": (context: Context.Context<QurlServices>) =>
    Context.get(context, Resources).create({ type: "url", target_url }, quick),
  protectUrl: (context: Context.Context<QurlServices>) =>
    Context.get(context, Portal).protectUrl(target_url, {}, quick),
  createPortalForUrl: (context: Context.Context<QurlServices>) =>
    Context.get(context, Portal).createPortalForUrl(target_url, {}, quick)
}

const services = Layer.build(QurlServices.layer({ apiKey, baseUrl: "http://127.0.0.1:9" }))

/** A server of its own, and a call on it. */
const prepared = (name: keyof typeof calls, isLossy: boolean) =>
  Effect.gen(function*() {
    const { client, keys } = serverOf(isLossy)
    const context = yield* Effect.provideService(services, HttpClient.HttpClient, client)
    // Not provided to the call: that would take a step after its end, in which its result could be lost.
    const call: Effect.Effect<unknown, QurlError> = calls[name](context)
    return { keys, call }
  })

const started = Effect.provide(KeyGenerator, KeyGenerator.fromJob("job", { startedAt: Date.now() }))

describe("D10 a call of the SDK that is interrupted at any step", () => {
  it.scopedLive.each(
    [
      ["create", false],
      ["batchCreate", false],
      ["batchCreate", true],
      ["Resources.create", false],
      ["protectUrl", false],
      ["createPortalForUrl", false]
    ] as const
  )(
    "has one execution for each intent of a job, after a repetition and a restart: %s, lost answer: %s",
    ([name, isLossy]) =>
      Effect.gen(function*() {
        const steps = yield* atEveryStep((step) =>
          Effect.gen(function*() {
            const { call, keys } = yield* prepared(name, isLossy)
            let received = 0
            const receive = Effect.flatMap(call, () => {
              received += 1
              return Effect.void
            })
            const first = yield* started
            const exit = yield* interruptedAt(Effect.provideService(receive, KeyGenerator, first), step)
            if (received === 0) yield* Effect.provideService(call, KeyGenerator, first)
            assert.strictEqual(keys.length, 1, `interrupted at step ${step}`)
            yield* Effect.provideService(call, KeyGenerator, first)
            assert.strictEqual(keys.length, 2, `the second intent, after step ${step}`)
            const second = yield* started
            yield* Effect.provideService(Effect.zipRight(call, call), KeyGenerator, second)
            assert.strictEqual(keys.length, 2, `after a restart, step ${step}`)
            return exit
          }), stride)
        assert.isAbove(steps, 20)
      }),
    120_000
  )

  it.scopedLive.each([["create", false], ["batchCreate", true]] as const)(
    "has one execution under Pin: %s, lost answer: %s",
    ([name, isLossy]) =>
      Effect.gen(function*() {
        yield* atEveryStep((step) =>
          Effect.gen(function*() {
            const { call, keys } = yield* prepared(name, isLossy)
            const pin = yield* Pin.make
            const region = pin(call)
            const exit = yield* interruptedAt(region, step)
            if (Exit.isInterrupted(exit)) yield* region
            assert.strictEqual(keys.length, 1, `interrupted at step ${step}`)
            return exit
          }), stride)
      }),
    120_000
  )
})
