import { HttpClient, HttpClientRequest } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Option, TestClock } from "effect"
import { Idempotent, KeyGenerator, Pin, RetryPolicy } from "../src/index.js"
import { clientOf, post } from "./support/call.js"
import { enveloped } from "./support/dialects.js"
import { faultyServer } from "./support/faultyServer.js"

const as = (credential: string) => HttpClientRequest.setHeader("authorization", `Bearer ${credential}`)
const jwt = (claims: object) => `eyJhbGciOiJub25lIn0.${btoa(JSON.stringify(claims)).replaceAll("=", "")}.sig`
const job = KeyGenerator.fromJob("job", { startedAt: 0 })
const keysOf = (server: ReturnType<typeof faultyServer>) => server.sent.map(({ key }) => key)

/** The keys of requests that one run of a job sends in this order. */
const keys = (...requests: ReadonlyArray<HttpClientRequest.HttpClientRequest>) =>
  Effect.gen(function*() {
    const server = faultyServer([])
    const client = yield* clientOf(server)
    yield* Effect.forEach(requests, (request) => client.execute(request))
    return keysOf(server)
  }).pipe(Effect.provide(job))

describe("the identity of a call", () => {
  for (
    const [what, one, two] of [
      ["tenants", post().pipe(as("key-a")), post().pipe(as("key-b"))],
      ["queries", HttpClientRequest.setUrlParam(post(), "p", "1"), HttpClientRequest.setUrlParam(post(), "p", "2")],
      ["hosts", post(), HttpClientRequest.setUrl(post(), "https://other.test/v1/orders")],
      ["principals of tokens", post().pipe(as(jwt({ sub: "a" }))), post().pipe(as(jwt({ sub: "b" })))]
    ] as const
  ) {
    it.effect(`keeps ${what} apart in a job, whatever the order`, () =>
      Effect.gen(function*() {
        const [first, second] = yield* keys(one, two)
        assert.notStrictEqual(first, second)
        assert.deepStrictEqual(yield* keys(two, one), [second, first])
      }))

    it.effect(`keeps ${what} apart in a pin, whatever the order`, () =>
      Effect.gen(function*() {
        const server = faultyServer([])
        const client = yield* clientOf(server)
        const pin = yield* Pin.make
        let order = [one, two]
        const region = pin(Effect.suspend(() => Effect.forEach(order, (request) => client.execute(request))))
        yield* region
        order = [two, one]
        yield* region
        const [a, b, c, d] = keysOf(server)
        assert.deepStrictEqual([c, d], [b, a])
      }))
  }

  it.effect("outlasts a new token of the same principal, and a new key of a named tenant", () =>
    Effect.gen(function*() {
      const token = (exp: number) => post().pipe(as(jwt({ sub: "a", iss: "i", exp, jti: String(exp) })))
      assert.deepStrictEqual(yield* keys(token(1)), yield* keys(token(2)))
      const named = (credential: string) =>
        Effect.gen(function*() {
          const server = faultyServer([])
          const client = yield* clientOf(server)
          yield* client.execute(post().pipe(as(credential)), { tenant: "acme" })
          return keysOf(server)
        }).pipe(Effect.provide(job))
      assert.deepStrictEqual(yield* named("key-1"), yield* named("key-2"))
    }))
})

describe("a job", () => {
  it.effect("takes occurrences in constant time", () =>
    Effect.gen(function*() {
      const generator = yield* KeyGenerator
      const call = {
        operation: "create",
        method: "POST",
        url: "/",
        scope: "s",
        fingerprint: Option.some("digest"),
        retentionMillis: 1000,
        onEnd: (listener: (spent: boolean) => void) => listeners.push(listener)
      }
      const listeners: Array<(spent: boolean) => void> = []
      const made = yield* Effect.replicateEffect(generator.next(call), 20_000)
      // The lowest that were given back come first, whatever the order in which they were.
      for (const index of [7, 3, 5]) listeners[index]?.(false)
      const again = yield* Effect.replicateEffect(generator.next(call), 4)
      assert.deepStrictEqual(again.slice(0, 3), [made[3], made[5], made[7]])
      assert.notInclude(made, again[3])
    }).pipe(Effect.provide(job)))
})

describe("pins", () => {
  const lost = { kind: "reset", apply: true } as const
  const once = { retry: RetryPolicy.none }

  it.effect("made inside a pinned region take its keys", () =>
    Effect.gen(function*() {
      const server = faultyServer([lost])
      const client = yield* clientOf(server)
      const library = Effect.flatMap(Pin.make, (pin) => pin(client.execute(post(), once)))
      const pin = yield* Pin.make
      yield* Effect.retry(pin(library), { times: 1 })
      assert.strictEqual(server.effects(), 1)
      yield* pin(Effect.zipRight(library, library))
      assert.strictEqual(server.effects(), 2)
    }))

  it.effect("survive a retry inside the region, and of a library inside it", () =>
    Effect.gen(function*() {
      for (const nested of [false, true]) {
        const server = faultyServer([lost])
        const client = yield* clientOf(server)
        const call = client.execute(post(), once)
        const pin = yield* Pin.make
        yield* pin(Effect.retry(nested ? Effect.flatMap(Pin.make, (inner) => inner(call)) : call, { times: 1 }))
        assert.strictEqual(server.effects(), 1)
      }
    }))

  it.effect("give concurrent runs of a region one key, which the generator makes once", () => {
    let made = 0
    return Effect.gen(function*() {
      const server = faultyServer([], 1000)
      const client = yield* clientOf(server)
      const pin = yield* Pin.make
      const region = pin(client.execute(post()))
      const fiber = yield* Effect.fork(Effect.all([region, region, region], { concurrency: "unbounded" }))
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      assert.strictEqual(server.effects(), 1)
      assert.strictEqual(made, 1)
    }).pipe(Effect.provide(KeyGenerator.make(() => Effect.as(Effect.sleep("1 second"), `key-${++made}`))))
  })

  it.effect("mint again when the run that was minting is interrupted", () =>
    Effect.gen(function*() {
      const server = faultyServer([])
      const client = yield* clientOf(server)
      const pin = yield* Pin.make
      const region = pin(client.execute(post()))
      const first = yield* Effect.fork(region)
      const second = yield* Effect.fork(region)
      yield* TestClock.adjust("500 millis")
      yield* Fiber.interrupt(first)
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(second)
      assert.deepStrictEqual(keysOf(server), ["slow"])
    }).pipe(Effect.provide(KeyGenerator.make(() => Effect.as(Effect.sleep("1 second"), "slow")))))
})

describe("the middleware", () => {
  it.effect("is an HttpClient, and repetitions above it are the same logical call", () =>
    Effect.gen(function*() {
      const server = faultyServer([{ kind: "reset", apply: true }])
      const client: HttpClient.HttpClient = yield* Idempotent.middleware(server.client, { dialect: enveloped })
      const patient = HttpClient.retryTransient(client, { times: 1 })
      yield* patient.execute(post())
      assert.strictEqual(server.effects(), 1)
      yield* patient.execute(post())
      assert.strictEqual(server.effects(), 2)
    }).pipe(Effect.provide(RetryPolicy.layer(RetryPolicy.none))))

  it.effect("keeps the account of a failure behind the platform's error", () =>
    Effect.gen(function*() {
      const server = faultyServer([{ kind: "reset", apply: true }])
      const client = yield* Idempotent.middleware(server.client, { dialect: enveloped })
      const error = yield* Effect.flip(client.execute(post()))
      const value = Option.getOrThrow(Idempotent.callError(error))
      assert.deepInclude(value._tag === "TransportError" ? value.report : {}, { outcome: "unknown", attempts: 1 })
    }).pipe(Effect.provide(RetryPolicy.layer(RetryPolicy.none))))
})
