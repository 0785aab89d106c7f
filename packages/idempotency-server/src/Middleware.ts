/**
 * Idempotency around an HTTP app: a write with a key runs once, and whoever asks again gets the first answer.
 *
 * @example
 * import { HttpRouter, HttpServerResponse } from "@effect/platform"
 * import { Middleware } from "@qurl/idempotency-server"
 * import { qurl } from "@qurl/idempotency/Dialect"
 * import { Effect } from "effect"
 *
 * // What it writes through the store's SQL client is committed together with this answer.
 * const order = Effect.sync(() => HttpServerResponse.unsafeJson({ ordered: true }, { status: 201 }))
 *
 * const router = Effect.map(
 *   Middleware.make({
 *     dialect: qurl,
 *     key: "required",
 *     scope: ({ headers, method, url }) => Effect.succeed([headers["authorization"] ?? "", method, url])
 *   }),
 *   (once) => HttpRouter.empty.pipe(HttpRouter.post("/orders", once(order)))
 * )
 *
 * @since 0.1.0
 */
import type * as HttpApp from "@effect/platform/HttpApp"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import type { Dialect } from "@qurl/idempotency/Dialect"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Answering from "./internal/middleware/answering.js"
import * as Heartbeat from "./internal/middleware/heartbeat.js"
import * as Lease from "./internal/middleware/lease.js"
import * as Owners from "./internal/middleware/owners.js"
import { uncertain } from "./internal/middleware/verdict.js"
import type { Mode, Policy } from "./Policy.js"
import type * as Problem from "./Problem.js"
import { Store, type StoreError, TransactionalStore, UnfitStoreError } from "./Store.js"

type Request = HttpServerRequest.HttpServerRequest
type Response = HttpServerResponse.HttpServerResponse

/**
 * How the routes behind one middleware do idempotency. Routes that differ get a middleware each, on the same store.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<R = never, out M extends Mode = Mode> extends Policy<M> {
  readonly dialect: Dialect
  /** Whether a key on this request counts. Default: on every request. */
  readonly isKeyed?: ((request: Request) => boolean) | undefined
  /**
   * What a key is unique within: the principal first, then method, path or whatever the vendor adds. Fails with the
   * answer that refuses a request without a principal; such an answer is never kept.
   */
  readonly scope: (request: Request) => Effect.Effect<ReadonlyArray<string>, Response, R>
  /**
   * What must be the same besides the body for a request to be the same one: method and path, for a vendor whose keys
   * are unique over all routes. Default: nothing.
   */
  readonly sameness?: ((request: Request) => ReadonlyArray<string>) | undefined
  /**
   * Asked only before an execution, never before a replay: the place for rate limits and quotas. The key counts as in
   * flight meanwhile and no transaction is open. Fails with the answer that refuses the request; it is never kept.
   */
  readonly admit?: ((request: Request) => Effect.Effect<void, Response, R>) | undefined
  /**
   * Asked before every answer that is no execution: the place to count or to limit those. Fails with the answer that
   * refuses the request. Default: they are free.
   */
  readonly repeated?:
    | ((request: Request, answer: "replay" | "mismatch" | "in flight") => Effect.Effect<void, Response, R>)
    | undefined
  /** What a used key with another body gets: a refusal, or the first answer. Default: `refuse`. */
  readonly mismatch?: "refuse" | "replay" | undefined
  /** How long answers are kept. Default: the dialect's retention. */
  readonly retention?: Duration.DurationInput | undefined
  /**
   * Whether the retention begins anew with every replay, so that a key expires when it was not used for so long. Every
   * replay then writes. Default: no, it counts from the first answer.
   */
  readonly sliding?: boolean | undefined
  /**
   * How long a duplicate waits for the first request in all, before it is refused. Default: not at all, or 30 s where the
   * dialect has no words for a request in flight.
   */
  readonly maxWait?: Duration.DurationInput | undefined
  /** Headers that are kept with an answer, in lower case. Default: `defaultHeaders`. */
  readonly headers?: ReadonlyArray<string> | undefined
  /** The longest body of a request with a key. Default: 1 MiB. */
  readonly maxBodyBytes?: number | undefined
  /** The longest answer that is kept; of a longer one only that it was given. Default: 1 MiB. */
  readonly maxKeptBytes?: number | undefined
  /** How long executions may go on when the server stops; whoever waits is told at once. Default: 10 s. */
  readonly grace?: Duration.DurationInput | undefined
  /** The vendor's envelope for what the middleware refuses itself. Default: problem details (RFC 9457). */
  readonly render?: ((problem: Problem.Problem) => Effect.Effect<Response, never, R>) | undefined
}

/**
 * The headers that describe an answer. Cookies, dates, limits and tracing belong to a moment and are never kept.
 *
 * @since 0.1.0
 * @category models
 */
export const defaultHeaders: ReadonlyArray<string> = [
  "content-type",
  "content-language",
  "etag",
  "last-modified",
  "link",
  "location"
]

/**
 * The app, behind its keys.
 *
 * @since 0.1.0
 * @category models
 */
export interface Middleware<out R = never> {
  <E, R2>(app: HttpApp.Default<E, R2>): HttpApp.Default<E, R | R2>
}

/**
 * The middleware. It belongs outside everything that turns failures into answers, so that it sees what the client will
 * see, and the scope it is made in is the server's: handlers run there, out of reach of a client that hangs up.
 *
 * A handler runs only inside a claim, and its answer is committed before the first byte is sent. Answers that say
 * nothing final (401, 403, 408, 413, 415, 425, 429) are not kept; of a 5xx the policy decides. Fails when the store
 * cannot do what the policy asks for.
 *
 * @since 0.1.0
 * @category constructors
 */
export function make<R = never>(
  options: Options<R, "lease"> & { readonly mode: "lease" }
): Effect.Effect<Middleware<R>, UnfitStoreError | StoreError, Store | Scope.Scope>
export function make<R = never>(
  options: Options<R, "transactional">
): Effect.Effect<Middleware<R>, UnfitStoreError | StoreError, TransactionalStore | Scope.Scope>
export function make<R = never>(
  options: Options<R>
): Effect.Effect<Middleware<R>, UnfitStoreError | StoreError, Store | TransactionalStore | Scope.Scope> {
  return options.mode === "lease" ? makeLease(options) : makeTransactional(options)
}

const settingsOf = <R>(options: Options<R>): Answering.Settings => ({
  mode: options.mode ?? "transactional",
  crash: options.crash ?? "park",
  headers: options.headers ?? defaultHeaders,
  retentionMillis: Duration.toMillis(options.retention ?? options.dialect.retentionMillis),
  leaseMillis: Duration.toMillis(options.lease ?? "30 seconds"),
  maxKeptBytes: options.maxKeptBytes ?? 1024 * 1024,
  maxBodyBytes: options.maxBodyBytes ?? 1024 * 1024,
  maxWaitMillis: Duration.toMillis(options.maxWait ?? (options.dialect.inFlight === undefined ? "30 seconds" : 0)),
  storeTimeoutMillis: Duration.toMillis(options.storeTimeout ?? "5 seconds")
})

/** What is wrong with a policy, or with the store for it, is said before the first request. */
const check = Effect.fnUntraced(function*(
  { capabilities, probe }: Store["Type"],
  { leaseMillis, retentionMillis }: Answering.Settings,
  requires: NonNullable<Policy["requires"]>
) {
  const missing = requires.filter((capability) => !capabilities[capability])
  if (missing.length > 0) return yield* new UnfitStoreError({ problem: `is not ${missing.join(", not ")}` })
  if (!(leaseMillis > 0 && leaseMillis <= retentionMillis)) {
    return yield* new UnfitStoreError({
      problem: "is asked for a lease that is not above zero and within the retention"
    })
  }
  yield* probe
})

const makeLease = Effect.fnUntraced(function*<R>(options: Options<R>) {
  const store = yield* Store
  const settings = settingsOf(options)
  yield* check(store, settings, options.requires ?? [])
  const owners = yield* Owners.make(options.grace ?? "10 seconds")
  const leasing: Lease.Leasing = {
    store,
    scope: owners.scope,
    storeTimeoutMillis: settings.storeTimeoutMillis,
    retentionMillis: settings.retentionMillis,
    interrupted: uncertain(settings, "interrupted")
  }
  return Answering.make(
    options,
    settings,
    store,
    owners,
    (request, handler, ask) => Lease.execute(leasing, request, handler, ask)
  )
})

const makeTransactional = Effect.fnUntraced(function*<R>(options: Options<R>) {
  const store = yield* TransactionalStore
  const settings = settingsOf(options)
  yield* check(store, settings, [...options.requires ?? [], "transactional"])
  const owners = yield* Owners.make(options.grace ?? "10 seconds")
  return Answering.make(options, settings, store, owners, (request, handler) =>
    Effect.map(
      store.transact(request, (ticket) => Heartbeat.during(store, ticket, owners.scope, handler(ticket))),
      (ended) => ended._tag === "Executed" ? { ...ended, isKept: true } : ended
    ))
})
