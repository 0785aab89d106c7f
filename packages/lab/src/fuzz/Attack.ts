/**
 * Attacks over real sockets: on the SDK by a server, on the emulator by a client.
 *
 * @since 0.1.0
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { Emulator, TestKey } from "@qurl/emulator"
import { Portal, Qurl, RetryPolicy } from "@qurl/sdk"
import { layerHttpClient } from "@qurl/sdk/Node"
import { type Draw, make as makeDraw, pick } from "@qurl/testing/Draw"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { inspect } from "node:util"
import * as Server from "./HostileServer.js"
import { mutate, mutateJson } from "./Mutator.js"

/** In the key, the input and the answers: no failure may show it. */
const planted = "planted"

const policy = {
  ...RetryPolicy.keyed,
  attempts: 2,
  attemptTimeout: Duration.millis(400),
  deadline: Duration.seconds(2),
  backoff: { base: Duration.millis(1), factor: 1, cap: Duration.millis(1), jitter: 0 }
}

/**
 * The transports of the SDK.
 *
 * @since 0.1.0
 * @category models
 */
export const transports = { fetch: FetchHttpClient.layer, undici: layerHttpClient } as const

/** Describes a problem with the end of a call, if there is one. */
const problemOf = (exit: Exit.Exit<unknown, unknown>): string | undefined => {
  if (Exit.isSuccess(exit)) return undefined
  if (!Cause.isFailType(exit.cause)) return `a defect: ${Cause.pretty(exit.cause)}`
  if (exit.cause.error === "hangs") return "it hangs"
  const shown = [Cause.pretty(exit.cause), inspect(exit.cause.error, { depth: 9 }), JSON.stringify(exit.cause.error)]
  return shown.some((text) => text.includes(planted)) ? `it shows a secret: ${shown[0]}` : undefined
}

/**
 * Attacks of a server on the SDK, each by name, transport and seed. Returns the problem, if there is one.
 *
 * @since 0.1.0
 * @category constructors
 */
export const onClient: Effect.Effect<
  (behavior: Server.Behavior, transport: keyof typeof transports, seed: number) => Effect.Effect<string | undefined>,
  never,
  Scope.Scope
> = Effect.gen(function*() {
  const running = new Map<string, (response: Parameters<Server.Behavior>[0]) => void>()
  let led = 0
  const elsewhere = yield* Server.serve((response) => {
    led += 1
    response.end()
  })
  const url = yield* Server.serve((response, path) => running.get(path.split("/")[1] ?? "")?.(response))
  let count = 0
  return (behavior, transport, seed) =>
    Effect.gen(function*() {
      const name = String(count++)
      const draw = makeDraw(seed)
      running.set(name, (response) => behavior(response, draw, elsewhere))
      const exit = yield* Qurl.create({ target_url: `https://${planted}.example.com` }).pipe(
        Effect.provide(
          Qurl.layer({
            apiKey: Redacted.make(`lv_test_${planted}`),
            baseUrl: `${url}/${name}`
          }).pipe(Layer.provide(transports[transport]), Layer.provide(RetryPolicy.layer(policy)))
        ),
        Effect.timeoutFail({ duration: "20 seconds", onTimeout: () => "hangs" as const }),
        Effect.exit
      )
      running.delete(name)
      return led > 0 ? "it follows to another host" : problemOf(exit)
    })
})

/**
 * Attacks through the options that reach a header: key, credential and name of the program. Either nothing is sent, or
 * the request has no injected header. Returns the problem, if there is one.
 *
 * @since 0.1.0
 * @category constructors
 */
export const onOptions: Effect.Effect<
  (transport: keyof typeof transports, seed: number) => Effect.Effect<string | undefined>,
  never,
  Scope.Scope
> = Effect.gen(function*() {
  let injected = false
  const url = yield* Server.serve((response, _, headers) => {
    injected ||= headers["x-injected"] !== undefined
    response.end()
  })
  return (transport, seed) => {
    const draw = makeDraw(seed)
    const spoil = (sample: string) => draw(2) === 0 ? sample : mutate(draw, [sample, `${sample}\r\nx-injected: 1`])
    return Qurl.create({ target_url: "https://example.com" }, { idempotencyKey: spoil("order-1") }).pipe(
      Effect.provide(
        Qurl.layer({
          apiKey: Redacted.make(spoil(`lv_test_${planted}`)),
          baseUrl: url,
          userAgent: spoil("acme/1.0")
        }).pipe(Layer.provide(transports[transport]), Layer.provide(RetryPolicy.layer(policy)))
      ),
      Effect.timeoutFail({ duration: "20 seconds", onTimeout: () => "hangs" as const }),
      Effect.exit,
      Effect.map((exit) => injected ? "it sends an injected header" : problemOf(exit))
    )
  }
})

const links = [`https://qurl.link/#at_${planted}`, `at_${planted}`, `qv1.a_${planted}.b_${planted}`]

/**
 * Links and tokens as texts, spoiled: whatever they are, the call ends in an error that does not repeat them. Returns
 * what is wrong, if anything.
 *
 * @since 0.1.0
 * @category constructors
 */
export const onLinks: Effect.Effect<
  (transport: keyof typeof transports, seed: number) => Effect.Effect<string | undefined>,
  never,
  Scope.Scope
> = Effect.gen(function*() {
  const url = yield* Server.serve((response) => response.writeHead(404, { "content-type": "text/plain" }).end("no"))
  return (transport, seed) =>
    Portal.enterPortal(mutate(makeDraw(seed), links)).pipe(
      Effect.provide(
        Portal.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: url }).pipe(
          Layer.provide(transports[transport]),
          Layer.provide(RetryPolicy.layer(policy))
        )
      ),
      Effect.timeoutFail({ duration: "20 seconds", onTimeout: () => "hangs" as const }),
      Effect.exit,
      Effect.map((exit) => Exit.isSuccess(exit) ? "a portal opens that is none" : problemOf(exit))
    )
})

const paths = [
  "/v1/qurls?limit=10&cursor=eyJhdCI6MSwiaWQiOiJhIiwicXVlcnkiOiJhIn0",
  "/v1/qurls/batch",
  "/v1/qurls",
  "/v1/resources/r_1",
  "/v1/resolve",
  "/_emulator/faults",
  "/_emulator/dns",
  "/_emulator/invoices",
  "/_emulator/installations",
  "/_emulator/inventory",
  "/_emulator/requests",
  "/_emulator/reset",
  "/_emulator/inspector",
  "/v1/api-keys"
]
const bodies: ReadonlyArray<unknown> = [
  { items: [{ target_url: "https://example.com", label: "a" }] },
  { target_url: "https://example.com", expires_in: "24h" },
  { access_token: "at_1" },
  { rules: [{ fault: { kind: "delay", millis: 1 }, nth: 1 }], seed: 1 },
  { records: [{ name: "a.example.com", type: "TXT", value: "b" }] },
  {
    rules: [{
      fault: { kind: "rateLimit", retryAfter: { seconds: 1 } },
      operation: "create",
      probability: 0.5,
      per: "key"
    }]
  }
]

const header = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, "")

/** A path that starts with one slash, whatever it is made of; half a surrogate pair cannot stand in any. */
const onHost = (path: string) =>
  path.startsWith("/") && !path.startsWith("//")
    ? path
    : `/${encodeURIComponent(path.replaceAll(/\p{Surrogate}/gu, ""))}`

const request = (draw: Draw, url: string) => {
  const method = pick(draw, ["GET", "POST", "PUT", "PATCH", "DELETE"])
  const path = draw(3) === 0 ? mutate(draw, paths) : pick(draw, paths)
  const body = JSON.stringify(mutateJson(draw, pick(draw, bodies)))
  return fetch(new URL(onHost(path), url), {
    method,
    redirect: "manual",
    signal: AbortSignal.timeout(10_000),
    headers: {
      "authorization": `Bearer ${draw(6) === 0 ? header(mutate(draw, [TestKey.full])) : TestKey.full}`,
      "content-type": "application/json",
      "idempotency-key": header(mutate(draw, ["order-1"]))
    },
    ...(method === "GET" ? {} : { body: draw(3) === 0 ? mutate(draw, [body]) : body })
  })
}

/** A spoiled cursor in the emulator's own form, which must be refused. An empty cursor does not count as one. */
const cursor = (draw: Draw): string => {
  const place = { at: 1, id: "r_1", query: "a" }
  const text = draw(2) === 0 ? JSON.stringify(mutateJson(draw, place)) : mutate(draw, [JSON.stringify(place)])
  return draw(4) === 0 ? text : Buffer.from(text).toString("base64url")
}

/**
 * Attacks with forged cursors, some derived from the emulator's own, by seed. Returns the problem, if there is one.
 *
 * @since 0.1.0
 * @category constructors
 */
export const onCursors: Effect.Effect<
  (seed: number) => Effect.Effect<string | undefined>,
  never,
  Scope.Scope
> = Effect.gen(function*() {
  const { url } = yield* Effect.provide(Emulator, yield* Layer.build(Emulator.layerServer()))
  return (seed: number) => {
    const text = cursor(makeDraw(seed))
    return Qurl.list({ limit: 1, cursor: text }).pipe(
      Effect.provide(
        Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: url }).pipe(
          Layer.provide(FetchHttpClient.layer),
          Layer.provide(RetryPolicy.layer(policy))
        )
      ),
      Effect.exit,
      Effect.map((exit) => {
        // An empty one is none.
        if (Exit.isSuccess(exit)) return text === "" ? undefined : "a forged cursor was accepted"
        const error = Cause.isFailType(exit.cause) ? exit.cause.error : undefined
        return error === undefined || error._tag === "ServerError"
          ? `it ends as ${error?._tag ?? "a defect"}`
          : undefined
      })
    )
  }
}).pipe(Effect.orDie)

/**
 * Sends endless and oversized bodies, which the emulator must cut off. Returns the problem.
 *
 * @since 0.1.0
 * @category constructors
 */
export const onBodies: Effect.Effect<
  (seed: number) => Effect.Effect<string | undefined>,
  never,
  Scope.Scope
> = Effect.gen(function*() {
  const { url } = yield* Effect.provide(Emulator, yield* Layer.build(Emulator.layerServer()))
  return (seed: number) =>
    Effect.promise(async () => {
      const draw = makeDraw(seed)
      const path = pick(draw, ["/v1/qurls", "/v1/qurls/batch", "/_emulator/faults", "/_emulator/dns"])
      const piece = new Uint8Array(256 * 1024).fill(32)
      let pieces = 0
      // Far beyond any limit, and then it does not end.
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          if (++pieces > 100) return new Promise<void>(() => {})
          controller.enqueue(piece)
          return undefined
        }
      })
      const request: RequestInit & { readonly duplex: "half" } = {
        method: path.startsWith("/_") ? "PUT" : "POST",
        headers: { authorization: `Bearer ${TestKey.full}`, "content-type": "application/json" },
        body,
        duplex: "half",
        signal: AbortSignal.timeout(60_000)
      }
      const answer = await fetch(`${url}${path}`, request).then(({ status }) => status, (error: unknown) => error)
      if (answer instanceof DOMException) return `${path} waits for the end of a body that has none`
      return typeof answer === "number" && answer < 400 ? `${path} takes it` : undefined
    })
}).pipe(Effect.orDie)

/**
 * Attacks of a client on an emulator, by seed. Returns the problem, if there is one.
 *
 * @since 0.1.0
 * @category constructors
 */
export const onEmulator: Effect.Effect<
  (seed: number) => Effect.Effect<string | undefined>,
  never,
  Scope.Scope
> = Effect.gen(function*() {
  const { control, url } = yield* Effect.provide(Emulator, yield* Layer.build(Emulator.layerServer()))
  return (seed: number) =>
    control.clearFaults.pipe(
      Effect.zipRight(Effect.tryPromise(async () => {
        const response = await request(makeDraw(seed), url)
        await response.arrayBuffer()
        return response.status >= 500 ? `status ${response.status}` : undefined
      })),
      // A path that is not a URL is never sent; every other request must be answered.
      Effect.catchAll(({ error }) => Effect.succeed(`no answer: ${String(error)}`))
    )
}).pipe(Effect.orDie)
