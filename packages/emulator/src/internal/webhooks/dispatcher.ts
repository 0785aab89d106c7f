import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as SqlClient from "@effect/sql/SqlClient"
import { WebhookPayload } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as FiberSet from "effect/FiberSet"
import * as Queue from "effect/Queue"
import { createHmac } from "node:crypto"
import { atomically } from "../kit/atomically.js"
import * as Dialect from "../kit/sqlDialect.js"
import * as Events from "./events.js"

/** The waits before the repetitions of a delivery that was not accepted, in milliseconds. After them it is abandoned. */
const waits: ReadonlyArray<number> = [1000, 2000, 4000, 8000, 16_000]

/** Time limit of a receiver. */
const patience = "10 seconds"

/** Longest text of a receiver that is kept. */
const kept = 8 * 1024

/** A timer beyond 2^31 milliseconds would fire at once. */
const longest = 60 * 60 * 1000

/** Pause after the database failed. */
const pause = 1000

/** Time for which a delivery belongs to the process that has begun it. */
const lease = 15_000

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"])

interface Due {
  readonly id: string
  readonly webhook_id: string
  readonly event_type: string
  readonly body: string
  readonly retry_count: number
  readonly due_at: number
  readonly url: string
  readonly secret: string
  readonly status: string
}

interface Attempt {
  readonly accepted: boolean
  /** True if a retry could succeed. */
  readonly final: boolean
  readonly code: number | null
  readonly text: string | null
  readonly error: string | null
}

const failed = (error: string, final: boolean): Attempt => ({ accepted: false, final, code: null, text: null, error })

/** Lower case hex of the HMAC over the raw body, the secret used as it is given. */
const sign = (secret: string, body: string): string => createHmac("sha256", secret).update(body).digest("hex")

/**
 * Delivers what is in the outbox, until its scope closes. A delivery that was not recorded before the process ended is
 * sent again under the same id. `wake` says that there may be something new.
 */
export const make = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { isShared } = Dialect.of(sql)
  const client = HttpClient.withTracerPropagation(
    yield* Effect.provide(HttpClient.HttpClient, FetchHttpClient.layer),
    false
  )
  const bell = yield* Queue.sliding<void>(1)
  const running = yield* FiberSet.make<void>()
  const sending = new Set<string>()

  const send = (due: Due): Effect.Effect<Attempt> => {
    if (due.status !== "active") return Effect.succeed(failed("The webhook is disabled.", true))
    if (!loopback.has(new URL(due.url).hostname)) {
      return Effect.succeed(failed("The emulator delivers to this machine only.", true))
    }
    return HttpClientRequest.post(due.url).pipe(
      HttpClientRequest.setHeaders({
        "user-agent": "QURL-Webhook/1.0",
        [WebhookPayload.webhookHeaders.event]: due.event_type,
        [WebhookPayload.webhookHeaders.delivery]: due.id,
        [WebhookPayload.webhookHeaders.signature]: sign(due.secret, due.body)
      }),
      HttpClientRequest.bodyText(due.body, "application/json"),
      client.execute,
      Effect.flatMap((response) =>
        Effect.map(response.text, (text): Attempt => ({
          accepted: response.status === 200,
          final: false,
          code: response.status,
          text: text.slice(0, kept),
          error: null
        }))
      ),
      Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" }),
      Effect.timeoutTo({
        duration: patience,
        onSuccess: (attempt: Attempt) => attempt,
        onTimeout: () => failed("No answer in time.", false)
      }),
      Effect.catchAll(() => Effect.succeed(failed("No connection, or it broke.", false)))
    )
  }

  const record = (due: Due, attempt: Attempt, began: number) =>
    atomically(Effect.gen(function*() {
      const now = yield* Clock.currentTimeMillis
      const wait = attempt.accepted || attempt.final ? undefined : waits[due.retry_count]
      const status = attempt.accepted
        ? "success"
        : attempt.final
        ? "failed"
        : wait === undefined
        ? "abandoned"
        : "retrying"
      yield* sql`UPDATE webhook_deliveries SET status = ${status}, response_code = ${attempt.code},
        response_body = ${attempt.text}, error_message = ${attempt.error}, duration_ms = ${now - began},
        retry_count = retry_count + ${wait === undefined ? 0 : 1}, due_at = ${wait === undefined ? null : now + wait},
        completed_at = ${wait === undefined ? now : null} WHERE id = ${due.id}`
      yield* sql`UPDATE webhooks SET last_delivery_success = ${attempt.accepted ? 1 : 0}, last_delivery_time = ${now},
        failure_count = ${attempt.accepted ? 0 : sql`failure_count + ${wait === undefined ? 1 : 0}`}
        WHERE id = ${due.webhook_id}`
    }))

  /** True if no other process has begun it. */
  const claim = (due: Due, now: number) =>
    isShared
      ? Effect.map(
        sql`UPDATE webhook_deliveries SET due_at = ${now + lease} WHERE id = ${due.id} AND due_at = ${due.due_at}
          RETURNING id`,
        ({ length }) => length === 1
      )
      : Effect.succeed(true)

  const deliver = (due: Due) =>
    Effect.gen(function*() {
      const began = yield* Clock.currentTimeMillis
      if (!(yield* claim(due, began))) return
      const attempt = yield* send(due)
      yield* record(due, attempt, began)
    }).pipe(
      Effect.ensuring(Effect.sync(() => sending.delete(due.id))),
      Effect.catchAllCause((cause) =>
        Effect.zipRight(Effect.logError("a webhook delivery failed", cause), Effect.sleep(pause))
      ),
      Effect.zipRight(Queue.offer(bell, undefined))
    )

  /** Sends what is due, and says when something will be. */
  const round = Effect.gen(function*() {
    // Most emulators have no webhooks, and should not pay for them after each write.
    if ((yield* sql`SELECT 1 FROM webhooks LIMIT 1`).length === 0) return undefined
    yield* atomically(Events.followExpiries)
    const now = yield* Clock.currentTimeMillis
    const waiting = yield* sql<Due>`
      SELECT d.id, d.webhook_id, d.event_type, d.body, d.retry_count, d.due_at, w.url, w.secret, w.status
      FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
      WHERE d.due_at IS NOT NULL ORDER BY d.due_at, d.seq LIMIT 200`
    let next = yield* Events.nextExpiry
    for (const due of waiting) {
      if (sending.has(due.id)) continue
      if (due.due_at > now) next = Math.min(next ?? due.due_at, due.due_at)
      else {
        sending.add(due.id)
        yield* FiberSet.run(running, deliver(due))
      }
    }
    return next === undefined ? undefined : Math.min(longest, next - now)
  })

  /** Trouble with the database passes. What is due stays in the outbox until then. */
  const loop = round.pipe(
    Effect.catchAllCause((cause) =>
      Effect.as(Effect.logError("a round of the webhook dispatcher failed", cause), pause)
    ),
    Effect.flatMap((wait) =>
      wait === undefined
        ? Queue.take(bell)
        : Effect.raceFirst(Queue.take(bell), Effect.sleep(wait))
    ),
    Effect.forever
  )

  yield* Effect.forkScoped(loop)
  return { wake: Effect.asVoid(Queue.offer(bell, undefined)) }
})
