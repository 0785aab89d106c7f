/**
 * Request pace that all runners of a bulk job share, kept in PostgreSQL.
 *
 * @since 0.1.0
 */
import * as RateLimiter from "@effect/experimental/RateLimiter"
import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import type { OptionError } from "@qurl/idempotency"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import { Gate } from "@qurl/sdk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"

const storeFailed = () => new RateLimiter.RateLimitStoreError({ message: "The shared pace could not be read." })

const orFailed = <A, R>(effect: Effect.Effect<A, SqlError, R>) => Effect.mapError(effect, storeFailed)

const creation = `CREATE TABLE IF NOT EXISTS qurl_pace (
  key text PRIMARY KEY,
  taken double precision NOT NULL,
  at timestamptz NOT NULL
)`

/** Serializes the creation of the table by processes that start together. */
const creationLock = 7_161_753

const makeStore = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql.withTransaction(
    Effect.zipRight(sql.unsafe(`SELECT pg_advisory_xact_lock(${creationLock})`), sql.unsafe(creation))
  )

  return RateLimiter.RateLimiterStore.of({
    // `taken` counts the tokens of the current window, and `at` is when the window has been paid off.
    fixedWindow: ({ key, limit, refillRate, tokens }) =>
      Effect.gen(function*() {
        const refill = Duration.toMillis(refillRate) * tokens
        const [taken] = yield* sql.unsafe<{ readonly taken: number; readonly ttl: number }>(
          `INSERT INTO qurl_pace AS p (key, taken, at)
           VALUES ($1, $2, clock_timestamp() + interval '1 millisecond' * $3)
           ON CONFLICT (key) DO UPDATE SET
             taken = CASE WHEN p.at <= clock_timestamp() THEN 0 ELSE p.taken END + $2,
             at = greatest(p.at, clock_timestamp()) + interval '1 millisecond' * $3
           WHERE $4::float8 IS NULL
             OR CASE WHEN p.at <= clock_timestamp() THEN 0 ELSE p.taken END + $2 <= $4::float8
           RETURNING taken, (extract(epoch FROM at - clock_timestamp()) * 1000)::float8 AS ttl`,
          [key, tokens, refill, limit ?? null]
        )
        if (taken !== undefined) return [taken.taken, taken.ttl] as const
        const [full] = yield* sql.unsafe<{ readonly taken: number; readonly ttl: number }>(
          `SELECT taken + $2 AS taken, (extract(epoch FROM at - clock_timestamp()) * 1000)::float8 AS ttl
           FROM qurl_pace WHERE key = $1`,
          [key, tokens]
        )
        return [full?.taken ?? tokens, full?.ttl ?? refill] as const
      }).pipe(orFailed),
    // `taken` is what is missing from a full bucket, as of `at`.
    tokenBucket: ({ allowOverflow, key, limit, refillRate, tokens }) =>
      Effect.gen(function*() {
        const missing = "greatest(0, p.taken - extract(epoch FROM clock_timestamp() - p.at) * 1000 / $3::float8)"
        const [taken] = yield* sql.unsafe<{ readonly taken: number }>(
          `INSERT INTO qurl_pace AS p (key, taken, at) VALUES ($1, $2, clock_timestamp())
           ON CONFLICT (key) DO UPDATE SET taken = ${missing} + $2, at = clock_timestamp()
           WHERE $4::boolean OR ${missing} + $2 <= $5::float8
           RETURNING taken`,
          [key, tokens, Duration.toMillis(refillRate), allowOverflow, limit]
        )
        if (taken !== undefined) return Math.floor(limit - taken.taken)
        const [full] = yield* sql.unsafe<{ readonly missing: number }>(
          `SELECT ${missing.replace("$3", "$2")} AS missing FROM qurl_pace p WHERE key = $1`,
          [key, Duration.toMillis(refillRate)]
        )
        return Math.floor(limit - (full?.missing ?? 0) - tokens)
      }).pipe(orFailed)
  })
})

/**
 * Rate limiter of `@effect/experimental` that every process on the same PostgreSQL database shares. It measures time on
 * the database's clock.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<RateLimiter.RateLimiter, SqlError, SqlClient.SqlClient> = Layer.provide(
  RateLimiter.layer,
  Layer.effect(RateLimiter.RateLimiterStore, makeStore)
)

/** Milliseconds after which a request that could not be counted may be tried again. */
const unreadable = 5_000

/**
 * Options of a shared pace.
 *
 * @since 0.1.0
 * @category models
 */
export interface GateOptions {
  /** Most requests per minute of all clients together, evenly spaced. The gate stays 5 % below it. */
  readonly requestsPerMinute: number
  /** Clients with the same account share a pace. Default: `"default"`. */
  readonly account?: string | undefined
}

/** Read synchronously: the effect of `TestClock` fails on fractions of a nanosecond. */
const monotonicMillis = Effect.clockWith((clock) => Effect.sync(() => Number(clock.unsafeCurrentTimeNanos()) / 1e6))

/**
 * Turns are 5 % further apart than the pace needs. Requests arrive less evenly than they leave, and no second should see
 * more of them than the pace allows.
 */
const margin = 1.05

/** Milliseconds by which a request may miss its turn: half of what the margin gives to a second. */
const slack = 25

const kinds: OptionCheck.Kinds<GateOptions> = {
  requestsPerMinute: OptionCheck.required(
    OptionCheck.kind("a number above 0", (value) => typeof value === "number" && value > 0)
  ),
  account: OptionCheck.text
}

/**
 * A gate for the clients of all runners: every request takes a token of one shared pace, repeated ones included. Provide it
 * to the SDK's layer; `BulkCreate`'s own `requestsPerMinute` counts only first attempts. A request that would have to wait
 * longer than its call has time is not sent. A request that misses its turn because its process was stopped takes another.
 *
 * @example
 * import { QurlLive } from "@qurl/sdk/Node"
 * import { Pace } from "@qurl/workflow"
 * import { Layer } from "effect"
 *
 * const QurlPaced = QurlLive.pipe(
 *   Layer.provide(Pace.layerGate({ requestsPerMinute: 600 })),
 *   Layer.provide(Pace.layer)
 * )
 *
 * @since 0.1.0
 * @category layers
 */
export const layerGate = (options: GateOptions): Layer.Layer<Gate.Gate, OptionError, RateLimiter.RateLimiter> =>
  Layer.effect(
    Gate.Gate,
    Effect.gen(function*() {
      yield* OptionCheck.check("Pace.layerGate", options, kinds)
      const limiter = yield* RateLimiter.RateLimiter
      const gate = yield* Gate.make()
      const interval = margin * 60_000 / options.requestsPerMinute
      const token = limiter.consume({
        key: `qurl/account/${options.account ?? "default"}`,
        limit: 1,
        window: Duration.millis(interval),
        algorithm: "fixed-window",
        onExceeded: "delay"
      })

      /** Waits for a turn. A process that was stopped meanwhile has missed it, and takes another. */
      const turn = (until: number): Effect.Effect<void, Gate.Refusal> =>
        Effect.gen(function*() {
          const { delay } = yield* Effect.mapError(token, () => ({ opensIn: unreadable }))
          const due = (yield* monotonicMillis) + Duration.toMillis(delay)
          if (due >= until) return yield* Effect.fail({ opensIn: Duration.toMillis(delay) })
          yield* Effect.sleep(delay)
          if ((yield* monotonicMillis) > due + slack) yield* turn(until)
        })

      return Gate.Gate.of({
        ticket: gate.ticket,
        // The turn comes last, so that requests that waited in the lane do not leave it together.
        pass: <A, E, R>(ask: Gate.Ask, request: Effect.Effect<A, E, R>, verdict: (result: A) => Gate.Verdict) =>
          Effect.gen(function*() {
            const until = (yield* monotonicMillis) + ask.patience
            const inTurn = Effect.matchEffect(turn(until), {
              onFailure: (refusal) => Effect.succeed(Either.left(refusal)),
              onSuccess: () => Effect.map(request, (result) => Either.right(result))
            })
            const passed = yield* gate.pass(
              ask,
              inTurn,
              (sent) => Either.isRight(sent) ? verdict(sent.right) : { _tag: "Failed" }
            )
            return Either.flatMap(passed, (sent) => sent)
          })
      })
    })
  )
