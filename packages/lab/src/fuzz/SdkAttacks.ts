/**
 * Attacks of a server on the SDK, over real sockets.
 *
 * @since 0.1.0
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { TestKey } from "@qurl/emulator"
import { Portal, Qurl, RetryPolicy } from "@qurl/sdk"
import { layerHttpClient } from "@qurl/sdk/Node"
import { make as makeDraw } from "@qurl/testing/Draw"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { inspect } from "node:util"
import * as Server from "./HostileServer.js"
import { mutate } from "./Mutator.js"

/** In the key, the input and the answers: no failure may show it. */
const planted = "planted"

/**
 * Retries without waits to speak of, so that a call ends in seconds.
 *
 * @since 0.1.0
 * @category models
 */
export const quickRetries = RetryPolicy.layer({
  attempts: 2,
  attemptTimeout: Duration.millis(400),
  deadline: Duration.seconds(2),
  backoff: { base: Duration.millis(1), factor: 1, cap: Duration.millis(1), jitter: 0 }
})

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

/** The end of a call, which must come within 20 seconds. */
const ended = <A, E, R>(call: Effect.Effect<A, E, R>): Effect.Effect<Exit.Exit<A, E | "hangs">, never, R> =>
  call.pipe(Effect.timeoutFail({ duration: "20 seconds", onTimeout: () => "hangs" as const }), Effect.exit)

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
          }).pipe(Layer.provide(transports[transport]), Layer.provide(quickRetries))
        ),
        ended
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
        }).pipe(Layer.provide(transports[transport]), Layer.provide(quickRetries))
      ),
      ended,
      Effect.map((exit) => injected ? "it sends an injected header" : problemOf(exit))
    )
  }
})

const links = [`https://qurl.link/#at_${planted}`, `at_${planted}`, `qv1.a_${planted}.b_${planted}`]

/**
 * Opens spoiled links and tokens: every call ends in an error that does not repeat them. Returns the problem, if there
 * is one.
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
          Layer.provide(quickRetries)
        )
      ),
      ended,
      Effect.map((exit) => Exit.isSuccess(exit) ? "an invalid link opens a portal" : problemOf(exit))
    )
})
