/**
 * Idempotency around an HTTP app: a write with a key runs once, and whoever asks again gets the first answer.
 *
 * @since 0.1.0
 */
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import type { Dialect } from "@qurl/idempotency/Dialect"
import * as IdempotencyKey from "@qurl/idempotency/IdempotencyKey"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as Option from "effect/Option"
import { buffered, toRecord, toResponse } from "./internal/capture.js"
import { digest } from "./internal/digest.js"
import * as Problem from "./Problem.js"
import { read, withBody } from "./RequestBody.js"
import * as Store from "./Store.js"

type Request = HttpServerRequest.HttpServerRequest
type Response = HttpServerResponse.HttpServerResponse

/**
 * How one API does idempotency.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<R = never> {
  readonly dialect: Dialect
  /** Whether a key on this request counts. Without a key every request passes through. */
  readonly isKeyed: (request: Request) => boolean
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
  /** How long a duplicate waits for the first request, where the dialect has no answer of its own. Default: 30 s. */
  readonly maxWait?: Duration.DurationInput | undefined
  /** Headers that are kept with an answer, in lower case. Default: `defaultHeaders`. */
  readonly headers?: ReadonlyArray<string> | undefined
  /** The longest body of a request with a key. Default: 1 MiB. */
  readonly maxBodyBytes?: number | undefined
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
 * The middleware. It belongs outside everything that turns failures into answers, so that it sees what the client will
 * see, and the scope it is made in is the server's: handlers run there, out of reach of a client that hangs up.
 *
 * A handler runs only inside a claim, and its answer is committed before the first byte is sent. Answers of 5xx and
 * those that say nothing final (401, 403, 408, 413, 415, 425, 429) are not kept, and what the handler wrote is undone.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = Effect.fnUntraced(function*<R = never>(options: Options<R>) {
  const store = yield* Store.TransactionalStore
  const server = yield* Effect.scope
  const { dialect } = options
  const admit = options.admit ?? (() => Effect.void)
  const sameness = options.sameness ?? (() => [])
  const repeated = options.repeated ?? (() => Effect.void)
  const headers = options.headers ?? defaultHeaders
  const limit = options.maxBodyBytes ?? 1024 * 1024
  const retentionMillis = Duration.toMillis(options.retention ?? dialect.retentionMillis)
  const refuses = options.mismatch !== "replay"
  const maxWait = options.maxWait ?? "30 seconds"
  /** What runs in this process, by identity. Entered and left in one synchronous step. */
  const running = new Map<string, { readonly fingerprint: string; readonly ended: Deferred.Deferred<void> }>()

  const refuse = (problem: Problem.Problem): Effect.Effect<Response, never, R> =>
    Effect.map((options.render ?? Problem.render)(problem), (response) =>
      problem.retryAfterSeconds === undefined
        ? response
        : HttpServerResponse.setHeader(response, "retry-after", String(problem.retryAfterSeconds)))

  const unavailable = (error: Store.StoreError) =>
    Effect.zipRight(Effect.logWarning(error.message), refuse(Problem.storeUnavailable))

  /** What the request gets instead of an execution, unless it may not have even that. */
  const instead = (
    request: Request,
    kind: "replay" | "mismatch" | "in flight",
    response: Effect.Effect<Response, never, R>
  ): Effect.Effect<Response, never, R> =>
    Effect.matchEffect(repeated(request, kind), { onFailure: Effect.succeed<Response>, onSuccess: () => response })

  const replay = (
    claim: Store.ClaimRequest,
    request: Request,
    record: Store.Record
  ): Effect.Effect<Response, never, R> =>
    refuses && record.fingerprint !== claim.fingerprint
      ? instead(request, "mismatch", refuse(Problem.keyReused(dialect)))
      : record._tag !== "Done"
      ? instead(request, "in flight", refuse(Problem.inFlight(dialect)))
      : instead(
        request,
        "replay",
        Effect.as(
          options.sliding === true
            ? Effect.catchTag(store.touch(claim.identity, retentionMillis), "StoreError", (error) =>
              Effect.logWarning(error.message))
            : Effect.void,
          HttpServerResponse.setHeader(toResponse(record.response), dialect.replayedHeader, "true")
        )
      )

  /** The request with its body in hand and what it asks of the store; fails with the answer that refuses it. */
  const prepare = Effect.fnUntraced(function*(request: Request, key: string) {
    const scope = yield* options.scope(request)
    const invalid = IdempotencyKey.problem(key, dialect.keyRules)
    if (Option.isSome(invalid)) return yield* Effect.flip(refuse(Problem.invalidKey(dialect, invalid.value)))
    const body = yield* read(request, limit)
    if (Option.isNone(body)) return yield* Effect.flip(refuse(Problem.bodyTooLarge(limit)))
    const claim: Store.ClaimRequest = {
      identity: Store.identity(scope, key),
      fingerprint: digest(JSON.stringify([...sameness(request), digest(body.value)])),
      owner: crypto.randomUUID(),
      leaseMillis: 60_000,
      retentionMillis,
      orphans: "park"
    }
    return { claim, request: withBody(request, body.value) }
  })

  /** Claim, handler and record. A transaction whose COMMIT failed may have been committed all the same: look again. */
  const transact = <E, R2>(claim: Store.ClaimRequest, request: Request, app: HttpApp.Default<E, R2>) => {
    const handler = Effect.scoped(app).pipe(
      Effect.flatMap(buffered),
      Effect.provideService(HttpServerRequest.HttpServerRequest, request),
      Effect.exit,
      Effect.map((answer): Store.Outcome<Exit.Exit<Response, E>> => ({
        answer,
        settlement: Option.match(Exit.isSuccess(answer) ? toRecord(answer.value, headers) : Option.none(), {
          onNone: () => ({ _tag: "Release", reason: "not final" }),
          onSome: (response) => ({ _tag: "Answer", response, retentionMillis })
        })
      }))
    )
    return store.transact(claim, () => handler)
  }

  const execute = <E, R2>(claim: Store.ClaimRequest, request: Request, app: HttpApp.Default<E, R2>) =>
    Effect.matchEffect(admit(request), {
      onFailure: Effect.succeed<Response>,
      onSuccess: () =>
        Effect.matchEffect(transact(claim, request, app), {
          onFailure: unavailable,
          onSuccess: (result): Effect.Effect<Response, E, R> =>
            result._tag === "Executed"
              ? result.answer
              : result._tag === "Found"
              ? replay(claim, request, result.record)
              : refuse(Problem.inFlight(dialect))
        })
    })

  /** Runs it in the server's scope, and waits: a client that hangs up ends the waiting and nothing else. */
  const start = <E, R2>(
    claim: Store.ClaimRequest,
    request: Request,
    app: HttpApp.Default<E, R2>
  ): HttpApp.Default<E, R | R2> =>
    Effect.uninterruptible(Effect.suspend(() => {
      const id = `${claim.identity.scopeHash}:${claim.identity.keyHash}`
      const first = running.get(id)
      if (first !== undefined) {
        if (refuses && first.fingerprint !== claim.fingerprint) {
          return instead(request, "mismatch", refuse(Problem.keyReused(dialect)))
        }
        const stillRunning = instead(request, "in flight", refuse(Problem.inFlight(dialect)))
        return dialect.inFlight !== undefined ? stillRunning : Deferred.await(first.ended).pipe(
          Effect.timeoutOption(maxWait),
          Effect.interruptible,
          Effect.flatMap(Option.match({
            onNone: () => stillRunning,
            onSome: () => answer(claim, request, app)
          }))
        )
      }
      const ended = Deferred.unsafeMake<void>(FiberId.none)
      running.set(id, { fingerprint: claim.fingerprint, ended })
      return execute(claim, request, app).pipe(
        Effect.interruptible,
        Effect.ensuring(Effect.sync(() => {
          running.delete(id)
          Deferred.unsafeDone(ended, Effect.void)
        })),
        Effect.forkIn(server),
        Effect.flatMap((fiber) => Effect.interruptible(Fiber.join(fiber)))
      )
    }))

  /** The kept answer if there is one, else a first one. */
  const answer = <E, R2>(
    claim: Store.ClaimRequest,
    request: Request,
    app: HttpApp.Default<E, R2>
  ): HttpApp.Default<E, R | R2> =>
    Effect.matchEffect(store.look(claim.identity), {
      onFailure: unavailable,
      onSuccess: Option.match({
        onNone: () => start(claim, request, app),
        onSome: (record) =>
          record._tag !== "Released"
            ? replay(claim, request, record)
            : refuses && record.fingerprint !== claim.fingerprint
            ? replay(claim, request, record)
            : start({ ...claim, fingerprint: record.fingerprint }, request, app)
      })
    })

  return <E, R2>(app: HttpApp.Default<E, R2>): HttpApp.Default<E, R | R2> =>
    Effect.flatMap(HttpServerRequest.HttpServerRequest, (request): HttpApp.Default<E, R | R2> => {
      const key = request.headers[dialect.header]
      if (key === undefined || !options.isKeyed(request)) return app
      return Effect.matchEffect(prepare(request, key), {
        onFailure: Effect.succeed<Response>,
        onSuccess: ({ claim, request }) => answer(claim, request, app)
      })
    })
})
