import { HttpClient, HttpClientResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { atEveryStep, interruptedAt } from "@qurl/lab/kit/steps"
import { KeyGenerator, Pin, Qurl, type QurlError, type QurlService } from "@qurl/sdk"
import { Effect, Exit, Redacted } from "effect"

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

const quick = { retry: { backoff: { base: 1 } } }

const calls: Record<"create" | "batchCreate", (qurl: QurlService) => Effect.Effect<unknown, QurlError>> = {
  create: (qurl) => qurl.create({ target_url }, quick),
  batchCreate: (qurl) => qurl.batchCreate([{ target_url }, { target_url, label: "b" }], quick)
}

const started = Effect.provide(KeyGenerator, KeyGenerator.fromJob("job", { startedAt: Date.now() }))

describe.each([["an answer", false, ["create", "batchCreate"]], ["a lost answer", true, ["batchCreate"]]] as const)(
  "D10 a call that is interrupted at any step, with %s",
  (_, isLossy, names) => {
    const service = Effect.map(Effect.sync(() => serverOf(isLossy)), (server) => ({
      ...server,
      qurl: Qurl.make({ apiKey, baseUrl: "http://127.0.0.1:9" }).pipe(
        Effect.provideService(HttpClient.HttpClient, server.client)
      )
    }))

    for (const name of names) {
      const call = calls[name]
      it.live(`has one execution for each intent of a job, after a repetition and a restart: ${name}`, () =>
        Effect.gen(function*() {
          const steps = yield* atEveryStep((step) =>
            Effect.gen(function*() {
              const { keys, qurl } = yield* service
              const sent = call(yield* qurl)
              let received = 0
              const receive = Effect.flatMap(sent, () => {
                received += 1
                return Effect.void
              })
              const first = yield* started
              const exit = yield* interruptedAt(Effect.provideService(receive, KeyGenerator, first), step)
              if (received === 0) yield* Effect.provideService(sent, KeyGenerator, first)
              assert.strictEqual(keys.length, 1, `interrupted at step ${step}`)
              yield* Effect.provideService(sent, KeyGenerator, first)
              assert.strictEqual(keys.length, 2, `the second intent, after step ${step}`)
              const second = yield* started
              yield* Effect.provideService(Effect.zipRight(sent, sent), KeyGenerator, second)
              assert.strictEqual(keys.length, 2, `after a restart, step ${step}`)
              return exit
            })
          )
          assert.isAbove(steps, 20)
        }), 120_000)

      it.live(`has one execution under Pin: ${name}`, () =>
        Effect.gen(function*() {
          yield* atEveryStep((step) =>
            Effect.gen(function*() {
              const { keys, qurl } = yield* service
              const pin = yield* Pin.make
              const region = pin(call(yield* qurl))
              const exit = yield* interruptedAt(region, step)
              if (Exit.isInterrupted(exit)) yield* region
              assert.strictEqual(keys.length, 1, `interrupted at step ${step}`)
              return exit
            })
          )
        }), 120_000)
    }
  }
)
