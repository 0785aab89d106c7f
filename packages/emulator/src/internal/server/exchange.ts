import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as SqlClient from "@effect/sql/SqlClient"
import { qurlDialect } from "@qurl/contract/QurlDialect"
import { RequestBody } from "@qurl/idempotency-server"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import { createHash } from "node:crypto"
import type { Fault } from "../../Fault.js"
import * as FaultPlan from "../../FaultPlan.js"
import type { Guesses } from "../../Guesses.js"
import { intentHeader } from "../../Inventory.js"
import * as Delivery from "../faults/delivery.js"
import * as Faults from "../faults/inject.js"
import { Assumed } from "../kit/assumed.js"
import { Current, type Exchange } from "../kit/current.js"
import { Entropy, text } from "../kit/entropy.js"
import * as Problem from "../kit/problem.js"
import * as Dispatcher from "../webhooks/dispatcher.js"
import * as Api from "./api.js"
import { authenticate } from "./authenticate.js"
import * as RateLimiter from "./rateLimiter.js"
import * as RequestLog from "./requestLog.js"
import * as Routes from "./routes.js"

export interface Options extends Api.Options {
  readonly assumed: Guesses
  readonly faults: FaultPlan.FaultPlan
  readonly rateLimit: RateLimiter.RateLimit | undefined
}

/** No input of the contract comes near. */
const maxBodyBytes = 4 * 1024 * 1024

/** The API with everything that can go wrong on the way to it and back. Both transports carry what comes out. */
export const make = Effect.fnUntraced(function*(options: Options) {
  const server = yield* Effect.scope
  const entropy = yield* Entropy
  const api = yield* Api.make(options)
  const dispatcher = yield* Dispatcher.make
  const sql = yield* SqlClient.SqlClient
  const limiter = options.rateLimit === undefined ? undefined : RateLimiter.make(options.rateLimit)
  const log = yield* RequestLog.make
  const plan = yield* Ref.make({ plan: options.faults, next: FaultPlan.start(options.faults) })
  const setFaults = (faults: FaultPlan.FaultPlan) => Ref.set(plan, { plan: faults, next: FaultPlan.start(faults) })

  /** Delays and rate limits, once it is clear that there is something to execute. */
  const admission = (fault: Fault | undefined, owner: string) =>
    Effect.zipRight(
      fault?.kind === "delay" ? Effect.sleep(fault.millis) : Effect.void,
      limiter === undefined ? Effect.void : limiter(owner)
    )

  const execute = (request: HttpServerRequest.HttpServerRequest, exchange: Exchange, fault: Fault | undefined) =>
    Effect.gen(function*() {
      const account = yield* authenticate(request, Routes.match(request.method, exchange.path))
      return yield* api.pipe(
        Effect.scoped,
        Effect.provideService(HttpServerRequest.HttpServerRequest, request),
        Effect.provideService(Current, { ...exchange, account, admission: admission(fault, account.owner) })
      )
    }).pipe(
      Effect.provideService(SqlClient.SqlClient, sql),
      Effect.provideService(Assumed, options.assumed),
      Effect.catchAll(Effect.succeed<HttpServerResponse.HttpServerResponse>)
    )

  const run = Effect.fnUntraced(
    function*(request: HttpServerRequest.HttpServerRequest, exchange: Exchange, fault: Fault | undefined) {
      const early = yield* Faults.before(fault)
      if (Option.isSome(early)) {
        if (early.value._tag === "Answer") {
          yield* log.complete(exchange.requestId, { status: early.value.response.status })
        }
        return early.value
      }
      const response = yield* execute(request, exchange, fault)
      // What the request changed is committed by now, and its events wait in the outbox.
      if (exchange.method !== "GET") yield* dispatcher.wake
      yield* log.complete(exchange.requestId, {
        status: response.status,
        replayed: response.headers[qurlDialect.replayedHeader] !== undefined
      })
      return yield* Faults.after(fault, response)
    }
  )

  /** Every answer is dated by the clock of the emulator, which a test can move. */
  const stamp = (exchange: Exchange, delivery: Delivery.Delivery) =>
    Effect.map(Clock.currentTimeMillis, (now): Delivery.Delivery =>
      "response" in delivery
        ? {
          ...delivery,
          response: HttpServerResponse.setHeaders(delivery.response, {
            date: new Date(now).toUTCString(),
            "x-request-id": delivery.response.headers["x-request-id"] ?? exchange.requestId
          })
        }
        : delivery)

  /** Notes how a request ended for its client. */
  const end = (exchange: Exchange, delivery: Delivery.Delivery) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      log.complete(exchange.requestId, {
        ended_at: new Date(now).toISOString(),
        delivered: Delivery.reach(delivery),
        sent_status: "response" in delivery ? delivery.response.status : null,
        retry_after: "response" in delivery ? delivery.response.headers["retry-after"] ?? null : null
      }))

  const begin = Effect.fnUntraced(function*(request: HttpServerRequest.HttpServerRequest) {
    const path = request.url.split("?", 1)[0] ?? request.url
    const key = request.headers[qurlDialect.header]
    const { next } = yield* Ref.get(plan)
    const exchange: Exchange = {
      ...(yield* Current),
      requestId: `req_${text(entropy, 20)}`,
      method: request.method,
      path,
      operation: Routes.match(request.method, path)?.operation ?? null,
      keyDigest: key === undefined ? null : createHash("sha256").update(key).digest("hex"),
      intent: request.headers[intentHeader] ?? null,
      remoteAddress: Option.getOrElse(request.remoteAddress, () => "127.0.0.1").replace(/^::ffff:/, ""),
      userAgent: request.headers["user-agent"]
    }
    const fault = yield* next(exchange)
    yield* log.add({
      id: exchange.requestId,
      at: new Date(yield* Clock.currentTimeMillis).toISOString(),
      method: exchange.method,
      path,
      operation: exchange.operation,
      key_digest: exchange.keyDigest,
      intent: exchange.intent,
      status: null,
      fault: fault?.kind ?? null,
      replayed: false,
      ended_at: null,
      delivered: null,
      sent_status: null,
      retry_after: null
    })
    return { exchange, fault }
  })

  /** A request runs to its end on the server, whether or not the client is still there, as it would anywhere else. */
  const serve = (request: HttpServerRequest.HttpServerRequest) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.gen(function*() {
        const { exchange, fault } = yield* begin(request)
        const body = yield* Effect.option(RequestBody.read(request, { maxBytes: maxBodyBytes }))
        const delivery = Option.isNone(body)
          ? Effect.map(
            Problem.respond(413, { code: "body_too_large", detail: "The body is too large." }),
            Delivery.answer
          )
          : run(RequestBody.withBody(request, body.value), exchange, fault)
        const fiber = yield* delivery.pipe(
          Effect.flatMap((delivery) => stamp(exchange, delivery)),
          Effect.tap((delivery) => end(exchange, delivery)),
          Effect.provideService(Current, exchange),
          Effect.interruptible,
          Effect.forkIn(server)
        )
        return yield* restore(Fiber.join(fiber))
      })
    )

  return { serve, log, assumed: options.assumed, setFaults, faults: Effect.map(Ref.get(plan), ({ plan }) => plan) }
})

export type Server = Effect.Effect.Success<ReturnType<typeof make>>
