/**
 * The middleware for servers that speak `Request` and `Response` and know nothing of Effect: Hono, Next.js route handlers,
 * Bun, Deno. For Express and Fastify see `@qurl/idempotency-server/node`.
 *
 * @example
 * import { makeIdempotency } from "@qurl/idempotency-server/web"
 *
 * const accountOf = (request: Request) => request.headers.get("x-account") ?? new Response(null, { status: 401 })
 *
 * const idempotency = await makeIdempotency({
 *   store: { type: "sqlite", filename: "keys.sqlite" },
 *   principal: accountOf
 * })
 *
 * // In Hono: app.post("/orders", (context) => post(context.req.raw)). In Next.js: export const POST = post.
 * const post = idempotency.wrap(async (request, execution) => {
 *   const order = await request.json()
 *   const key = execution.childKey("charge the card")
 *   return Response.json({ order, key }, { status: 201 })
 * })
 *
 * @since 0.1.0
 */
import * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { type Dialect, standard } from "@qurl/idempotency/Dialect"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Option from "effect/Option"
import * as Runtime from "effect/Runtime"
import * as Execution from "./Execution.js"
import { Current, track } from "./internal/transactions/current.js"
import type * as Opening from "./internal/web/storeOptions.js"
import * as Stores from "./internal/web/stores.js"
import * as Middleware from "./Middleware.js"
import type { StoreError, UnfitStoreError } from "./StoreError.js"
import type { Transactions } from "./Transactions.js"

export type { Transactions }

/**
 * The place of the records. Only its driver has to be installed. With `transactions` of the application's client, each
 * handler runs in a transaction, and its record is committed with it.
 *
 * @since 0.1.0
 * @category models
 */
export type StoreOptions<Transaction = undefined> = Opening.StoreOptions<Transaction>

/**
 * The execution that a handler is part of.
 *
 * @since 0.1.0
 * @category models
 */
export interface WebExecution<out Transaction = undefined> {
  /**
   * Transaction of the handler, which is committed with its answer and rolled back if the answer is not kept. Do not end
   * it, and do not use it after the handler has returned. Undefined without `transactions` in the options of the store.
   */
  readonly transaction: Transaction
  /** A key for a call that the handler makes: the same whenever the same request is executed again. */
  readonly childKey: (step: string) => string
  /** The answer is final, whatever its status. */
  readonly keep: () => void
  /** The answer is final, and its body is not kept. */
  readonly withhold: () => void
  /** Nothing was done: the same request may run again. */
  readonly noEffect: () => void
  /** How long this answer is kept. */
  readonly keepForMillis: (millis: number) => void
  /** Fencing token: grows whenever the key gets another owner. */
  readonly fence: number
  /** Aborts when the key is lost to another server. */
  readonly signal: AbortSignal
}

/**
 * A handler of requests.
 *
 * @since 0.1.0
 * @category models
 */
export type Handler<Transaction = undefined> = (
  request: Request,
  execution: WebExecution<Transaction>
) => Response | Promise<Response>

/**
 * Idempotency of the handlers that are wrapped. With `store.transactions` each handler runs in a transaction that also
 * writes its record. Without, it holds its key by a lease.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<Transaction = undefined> {
  readonly store: StoreOptions<Transaction>
  /**
   * Names the caller, which stays the same when a token is refreshed, or answers with the response that refuses the
   * request. An empty name is a caller without credentials, who is refused.
   */
  readonly principal: (request: Request) => string | Response | Promise<string | Response>
  /** @default `standard`, the conventions of the IETF draft */
  readonly dialect?: Dialect | undefined
  /** @default "optional" */
  readonly key?: "optional" | "required" | undefined
  /** @default "refuse" */
  readonly anonymous?: "refuse" | "allow" | undefined
  /** @default "principal" */
  readonly uniqueWithin?: "principal" | "route" | undefined
  /** @default "bytes" */
  readonly sameBody?: "bytes" | "json" | undefined
  /** Treatment of a key whose handler failed or died under a lease. A transaction is undone. @default "park" */
  readonly crash?: "park" | "resume" | "re-execute" | undefined
  /** @default 30 000 */
  readonly leaseMillis?: number | undefined
  /** @default the dialect's */
  readonly retentionMillis?: number | undefined
  /** @default 0 */
  readonly maxWaitMillis?: number | undefined
  /** Headers to keep besides those that describe the body. @default none */
  readonly headers?: ReadonlyArray<string> | undefined
  /** @default 1 MiB */
  readonly maxBodyBytes?: number | undefined
  /** @default 1 MiB */
  readonly maxKeptBytes?: number | undefined
}

/**
 * The keys of an API.
 *
 * @since 0.1.0
 * @category models
 */
export interface Idempotency<out Transaction = undefined> {
  /** Handles one request behind its key. Rejects with the error of a handler that throws. */
  readonly handle: (request: Request, handler: Handler<Transaction>) => Promise<Response>
  /** A handler behind its keys. */
  readonly wrap: (handler: Handler<Transaction>) => (request: Request) => Promise<Response>
  /** Answers waiting requests, lets running ones finish, and closes the store. */
  readonly close: () => Promise<void>
}

const toWebRequest = ({ source }: HttpServerRequest.HttpServerRequest): Request =>
  source instanceof Request ? source : new Request("http://unknown")

const transactionsOf = <Transaction>(store: StoreOptions<Transaction>): Transactions<Transaction> | undefined =>
  "transactions" in store ? store.transactions : undefined

/** Policy of the middleware without its mode. */
const toPolicy = <Transaction>(
  { leaseMillis, maxWaitMillis, principal, retentionMillis, store: _, ...policy }: Options<Transaction>
) => ({
  ...policy,
  dialect: policy.dialect ?? standard,
  lease: leaseMillis,
  maxWait: maxWaitMillis,
  retention: retentionMillis,
  principal: (request: HttpServerRequest.HttpServerRequest) =>
    Effect.flatMap(
      Effect.promise(async () => principal(toWebRequest(request))),
      (named) => typeof named === "string" ? Effect.succeed(named) : Effect.fail(HttpServerResponse.fromWeb(named))
    )
})

class Once extends Context.Tag("@qurl/idempotency-server/Web/Once")<Once, Middleware.Middleware>() {}

const layer = <Transaction>(options: Options<Transaction>): Layer.Layer<Once, UnfitStoreError | StoreError> => {
  const { store } = options
  const transactions = transactionsOf(store)
  const policy = toPolicy(options)
  if (transactions === undefined || !("transactions" in store)) {
    return Layer.scoped(Once, Middleware.make({ ...policy, mode: "lease" })).pipe(Layer.provide(Stores.layer(store)))
  }
  return Layer.scoped(Once, Middleware.make({ ...policy, mode: "transactional" })).pipe(
    Layer.provide(Stores.layerTransactional(store, transactions))
  )
}

const facade = <Transaction>(
  execution: Execution.Service,
  signal: AbortSignal,
  transaction: Transaction
): WebExecution<Transaction> => ({
  transaction,
  childKey: (step) => Effect.runSync(execution.childKey(step)),
  keep: () => Effect.runSync(execution.say("keep")),
  withhold: () => Effect.runSync(execution.say("withhold")),
  noEffect: () => Effect.runSync(execution.say("no effect")),
  keepForMillis: (millis) => Effect.runSync(execution.keepFor(millis)),
  fence: execution.fence,
  signal
})

/** Runs a handler, and notes the error that it throws, for the caller of the handler. */
const toApp = <Transaction>(handler: Handler<Transaction>, thrown: Array<unknown>) =>
  Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    const execution = yield* Execution.Execution
    const current = Option.getOrUndefined(yield* Effect.serviceOption(Current))
    // Proof: the store was made with the transactions that the type of the handler comes from, or with none.
    const transaction = current?.transaction as Transaction
    return yield* Effect.promise((signal) => {
      const running = (async () => {
        try {
          return HttpServerResponse.fromWeb(
            await handler(toWebRequest(request), facade(execution, signal, transaction))
          )
        } catch (error) {
          thrown.push(error)
          throw error
        }
      })()
      if (current !== undefined) track(current, running)
      return running
    })
  })

/**
 * Opens the store and makes the keys of an API. Rejects if the store cannot be opened, cannot do what is asked of it, or
 * is in another database than its transactions.
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeIdempotency = async <Transaction = undefined>(
  options: Options<Transaction>
): Promise<Idempotency<Transaction>> => {
  const runtime = ManagedRuntime.make(layer(options))
  const built = await runtime.runtime()
  const once = Context.get(built.context, Once)
  const toHandler = HttpApp.toWebHandlerRuntime(Runtime.defaultRuntime)
  const handle = async (request: Request, handler: Handler<Transaction>): Promise<Response> => {
    const thrown: Array<unknown> = []
    const response = await toHandler(once(toApp(handler, thrown)))(request)
    if (thrown.length > 0) throw thrown[0]
    return response
  }
  return { handle, wrap: (handler) => (request) => handle(request, handler), close: () => runtime.dispose() }
}
