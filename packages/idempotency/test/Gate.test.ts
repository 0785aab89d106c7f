import { HttpClient, HttpClientResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Either, Fiber, Option, TestClock } from "effect"
import { Gate, Idempotent } from "../src/index.js"
import { post } from "./support/call.js"
import { enveloped } from "./support/dialects.js"

/** Accepts `perSecond` requests in every second and answers the rest with 429. */
const limitedServer = (perSecond: number, options: { readonly retryAfter: boolean; readonly latency: number }) => {
  const counts = { requests: 0, accepted: 0 }
  const windows = new Map<number, number>()
  const client = HttpClient.make((request) =>
    Effect.gen(function*() {
      counts.requests += 1
      const window = Math.floor((yield* Clock.currentTimeMillis) / 1000)
      const used = windows.get(window) ?? 0
      windows.set(window, used + 1)
      yield* Effect.sleep(options.latency)
      if (used < perSecond) {
        counts.accepted += 1
        return HttpClientResponse.fromWeb(request, Response.json({ data: {} }, { status: 201 }))
      }
      const headers: Record<string, string> = options.retryAfter ? { "retry-after": "1" } : {}
      return HttpClientResponse.fromWeb(request, Response.json({ error: {} }, { status: 429, headers }))
    })
  )
  return { client, counts }
}

describe.concurrent("a storm of 1,000 calls against a server that accepts 200 per second", () => {
  for (const { latency, retryAfter } of [{ retryAfter: true, latency: 30 }, { retryAfter: false, latency: 0 }]) {
    const name = `${retryAfter ? "with" : "without"} Retry-After, answering in ${latency} ms`
    // On the real clock: it waits for some seconds, where a virtual clock would compute for a minute.
    it.live(`ends with 1,000 successes and at most 1.2 requests per call: ${name}`, () =>
      Effect.gen(function*() {
        const server = limitedServer(200, { retryAfter, latency })
        const client = yield* Idempotent.make(server.client, { dialect: enveloped })
        const requests = Array.from({ length: 1000 }, (_, n) => post({ n }))
        const answers = yield* Effect.forEach(requests, (request) => client.execute(request), {
          concurrency: "unbounded"
        })
        assert.strictEqual(answers.filter(({ status }) => status === 201).length, 1000)
        assert.ok(server.counts.requests <= 1200, `${server.counts.requests} requests`)
      }), 180_000)
  }
})

describe("the gate", () => {
  const limited: Gate.Verdict = { _tag: "Limited", asked: 2000 }
  const served: Gate.Verdict = { _tag: "Served" }
  const ask = (ticket: number, patience = Number.MAX_SAFE_INTEGER) => ({ lane: "host", ticket, patience })

  it.effect("holds every call back after one rejection, for as long as the server asks", () =>
    Effect.gen(function*() {
      const gate = yield* Gate.make()
      yield* gate.pass(ask(1), Effect.void, () => limited)
      const fiber = yield* Effect.fork(gate.pass(ask(2), Clock.currentTimeMillis, () => served))
      yield* TestClock.adjust("1999 millis")
      assert.ok(Option.isNone(yield* Fiber.poll(fiber)))
      yield* TestClock.adjust("1 millis")
      assert.deepStrictEqual(yield* Fiber.join(fiber), Either.right(2000))
    }))

  it.effect("leaves other hosts and credentials alone", () =>
    Effect.gen(function*() {
      const gate = yield* Gate.make()
      yield* gate.pass(ask(1), Effect.void, () => limited)
      assert.deepStrictEqual(
        yield* gate.pass({ ...ask(2), lane: "other host" }, Effect.succeed("in"), () => served),
        Either.right("in")
      )
    }))

  it.effect("does not begin a wait that is known to be too long", () =>
    Effect.gen(function*() {
      const gate = yield* Gate.make()
      yield* gate.pass(ask(1), Effect.void, () => limited)
      assert.deepStrictEqual(
        yield* gate.pass(ask(2, 1500), Effect.succeed("in"), () => served),
        Either.left({ opensIn: 2000 })
      )
    }))

  it.effect("lets at most so many in at once, in the order of their tickets", () =>
    Effect.gen(function*() {
      const gate = yield* Gate.make(1)
      const order: Array<number> = []
      const work = (ticket: number) =>
        gate.pass(ask(ticket), Effect.sleep("1 second").pipe(Effect.map(() => order.push(ticket))), () => served)
      const fiber = yield* Effect.fork(Effect.forEach([1, 4, 3, 2], work, { concurrency: "unbounded" }))
      yield* TestClock.adjust("10 seconds")
      yield* Fiber.join(fiber)
      assert.deepStrictEqual(order, [1, 2, 3, 4])
    }))

  it.effect("gives back the place of a call that is interrupted, in line or inside", () =>
    Effect.gen(function*() {
      const gate = yield* Gate.make(1)
      const inside = yield* Effect.fork(gate.pass(ask(1), Effect.never, () => served))
      yield* Effect.yieldNow()
      const inLine = yield* Effect.fork(gate.pass(ask(2), Effect.void, () => served))
      yield* Effect.yieldNow()
      yield* Fiber.interrupt(inLine)
      yield* Fiber.interrupt(inside)
      assert.deepStrictEqual(yield* gate.pass(ask(3), Effect.succeed("in"), () => served), Either.right("in"))
    }))

  it.effect("stops waiting in line when its time is up", () =>
    Effect.gen(function*() {
      const gate = yield* Gate.make(1)
      yield* Effect.fork(gate.pass(ask(1), Effect.never, () => served))
      yield* Effect.yieldNow()
      const fiber = yield* Effect.fork(gate.pass(ask(2, 5000), Effect.void, () => served))
      yield* TestClock.adjust("5 seconds")
      assert.deepStrictEqual(yield* Fiber.join(fiber), Either.left({ opensIn: undefined }))
    }))

  it.effect("can be shared by several clients", () =>
    Effect.gen(function*() {
      const server = limitedServer(0, { retryAfter: true, latency: 0 })
      const [one, two] = yield* Effect.all([
        Idempotent.make(server.client, { dialect: enveloped }),
        Idempotent.make(server.client, { dialect: enveloped })
      ])
      yield* Effect.fork(one.execute(post()))
      yield* TestClock.adjust("1 millis")
      yield* Effect.fork(two.execute(post()))
      yield* TestClock.adjust("998 millis")
      assert.strictEqual(server.counts.requests, 1)
    }).pipe(Effect.provide(Gate.layer())))
})

describe("a 429 with a Retry-After far ahead", () => {
  const future = "Fri, 31 Dec 9999 23:59:59 GMT"
  const own = () =>
    Response.json({ error: { code: "rate_limited" }, meta: { request_id: "req_1" } }, {
      status: 429,
      headers: { "retry-after": future }
    })
  const page = () => new Response("<html>busy</html>", { status: 429, headers: { "retry-after": future } })

  for (const [name, answer, opensAfter] of [["of the API", own, 3_600_000], ["of a gateway", page, 60_000]] as const) {
    it.effect(`${name} closes the gate for ${opensAfter / 60_000} minutes at most`, () =>
      Effect.gen(function*() {
        const sent: Array<number> = []
        const server = HttpClient.make((request) =>
          Effect.map(Clock.currentTimeMillis, (now) => {
            sent.push(now)
            const response = sent.length === 1 ? answer() : Response.json({ data: {} }, { status: 201 })
            return HttpClientResponse.fromWeb(request, response)
          })
        )
        const client = yield* Idempotent.make(server, { dialect: enveloped })
        assert.strictEqual((yield* client.execute(post({ n: 1 }))).status, 429)
        const next = yield* Effect.fork(client.execute(post({ n: 2 }), { deadline: "2 hours" }))
        yield* TestClock.adjust("2 hours")
        assert.strictEqual((yield* Fiber.join(next)).status, 201)
        assert.deepStrictEqual(sent, [0, opensAfter])
      }))
  }
})
