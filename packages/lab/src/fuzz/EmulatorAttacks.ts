/**
 * Attacks of a client on the emulator, over real sockets.
 *
 * @since 0.1.0
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { Emulator, TestKey } from "@qurl/emulator"
import { Qurl } from "@qurl/sdk"
import { type Draw, make as makeDraw, pick } from "@qurl/testing/Draw"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { mutate, mutateJson } from "./Mutator.js"
import { quickRetries } from "./SdkAttacks.js"

/** A running emulator, which stops with the scope. */
const emulator = Effect.flatMap(Layer.build(Emulator.layerServer()), (built) => Effect.provide(Emulator, built))

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

/** Makes a path that starts with one slash and holds no half of a surrogate pair. */
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

/** A spoiled cursor in the emulator's own form, which must be refused. An empty cursor is allowed. */
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
  const { url } = yield* emulator
  return (seed: number) => {
    const text = cursor(makeDraw(seed))
    return Qurl.list({ limit: 1, cursor: text }).pipe(
      Effect.provide(
        Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: url }).pipe(
          Layer.provide(FetchHttpClient.layer),
          Layer.provide(quickRetries)
        )
      ),
      Effect.exit,
      Effect.map((exit) => {
        // An empty cursor is allowed.
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
  const { url } = yield* emulator
  return (seed: number) =>
    Effect.promise(async () => {
      const draw = makeDraw(seed)
      const path = pick(draw, ["/v1/qurls", "/v1/qurls/batch", "/_emulator/faults", "/_emulator/dns"])
      const piece = new Uint8Array(256 * 1024).fill(32)
      let pieces = 0
      // Far beyond any limit, and without an end.
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
      if (answer instanceof DOMException) return `${path} waits for the end of an endless body`
      return typeof answer === "number" && answer < 400 ? `${path} accepts an endless body` : undefined
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
  const { control, url } = yield* emulator
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
