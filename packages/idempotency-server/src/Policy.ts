/**
 * How a route is executed under a key, as data.
 *
 * @since 0.1.0
 */
import type { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type { Capabilities, Response } from "./Store.js"

/**
 * - `transactional`: the handler's writes and its kept answer are committed together. For handlers that write to the
 *   store's own database and do nothing else.
 * - `lease`: the key is held while the handler runs. For handlers that call others.
 *
 * @since 0.1.0
 * @category models
 */
export type Mode = "transactional" | "lease"

/**
 * Result of asking about an execution whose server is gone: its answer, that it did nothing, or that this is unknown.
 *
 * @since 0.1.0
 * @category models
 */
export type Findings =
  | { readonly _tag: "Done"; readonly response: Response }
  | { readonly _tag: "NotDone" }
  | { readonly _tag: "Unknown" }

/**
 * Treatment of a key whose handler may have had an effect and did not say: because its server is gone, or because it
 * failed. Only `park` and `reconcile` never run a handler twice.
 *
 * - `park`: it is not run again before an operator has decided.
 * - `resume`: it runs again; the handler makes its calls under child keys, so that finished steps are not repeated.
 * - `re-execute`: it runs again; the handler tolerates that.
 * - `reconcile`: looks for the effect first, and parks the key when that is inconclusive. `Execution.childKey` gives it
 *   the keys that the handler had, and with them the handler's traces.
 *
 * @since 0.1.0
 * @category models
 */
export type Crash =
  | "park"
  | "resume"
  | "re-execute"
  | { readonly reconcile: (request: HttpServerRequest) => Effect.Effect<Findings> }

/**
 * Meaning of an answer for its key: only a `final` one is kept, after a `refused` one the key may be used again, and after
 * a `failed` one the outcome is unknown.
 *
 * @since 0.1.0
 * @category models
 */
export type Verdict = "final" | "refused" | "failed"

/** The request was not carried out, and the same request may succeed later or from another sender, or in another form. */
const refusals: ReadonlySet<number> = new Set([
  401,
  403,
  404,
  407,
  408,
  409,
  413,
  415,
  421,
  423,
  424,
  425,
  426,
  428,
  429,
  431
])

/**
 * Meaning of a status for the key, unless the handler says otherwise. Only a `final` answer is kept.
 *
 * - `refused`: nothing was done, and a retry may succeed (401, 403, 404, 407, 408, 409, 413, 415, 421, 423, 424, 425,
 *   426, 428, 429, 431).
 * - `failed`: the outcome is unknown (5xx).
 *
 * @since 0.1.0
 * @category combinators
 */
export const verdictOf = (status: number): Verdict =>
  status >= 500 ? "failed" : refusals.has(status) ? "refused" : "final"

const transient: ReadonlySet<number> = new Set([401, 403, 408, 413, 415, 425, 429])

/**
 * The same for a vendor that keeps every refusal of a handler, 404 and 409 included. Only answers to the moment, to the
 * sender or to the form of a request are not kept (401, 403, 408, 413, 415, 425, 429).
 *
 * @since 0.1.0
 * @category combinators
 */
export const verdictKeepingRefusals = (status: number): Verdict =>
  status >= 500 ? "failed" : transient.has(status) ? "refused" : "final"

/**
 * The policy of a route. Every part has a default.
 *
 * @since 0.1.0
 * @category models
 */
export interface Policy<out M extends Mode = Mode> {
  /** @default "transactional" */
  readonly mode?: M | undefined
  /**
   * Enables keys on the route. GET, HEAD, OPTIONS and DELETE need none.
   *
   * @default on the methods that the dialect keys, or POST and PATCH
   */
  readonly keyed?: boolean | undefined
  /**
   * Treatment of a request without a key: it is refused, or runs unprotected.
   *
   * @default "optional"
   */
  readonly key?: "optional" | "required" | undefined
  /**
   * Treatment of callers without a name. They share one namespace, so that a guessed key reads another caller's
   * answer.
   *
   * @default "refuse"
   */
  readonly anonymous?: "refuse" | "allow" | undefined
  /**
   * Extent within which a key is unique. Within the `principal`, a key that was used on one route is refused on another;
   * within the `route`, it is another key there.
   *
   * @default "principal"
   */
  readonly uniqueWithin?: "principal" | "route" | undefined
  /**
   * Criterion for two bodies to be the same: their bytes, or the JSON that they mean (RFC 8785).
   *
   * @default "bytes"
   */
  readonly sameBody?: "bytes" | "json" | undefined
  /**
   * Answer to a used key with another body: a refusal, or the first answer, which needs keys that are unique within the
   * route.
   *
   * @default "refuse"
   */
  readonly mismatch?: "refuse" | "replay" | undefined
  /**
   * For mode `lease`. In a transaction nothing is left behind, and the key is free.
   *
   * @default "park"
   */
  readonly crash?: Crash | undefined
  /**
   * Time after which a silent owner is taken to be dead. An owner renews its lease three times as often.
   *
   * @default 30 seconds
   */
  readonly lease?: Duration.DurationInput | undefined
  /**
   * Answer while the store cannot be asked: 503, or an unprotected execution.
   *
   * @default "refuse"
   */
  readonly unavailable?: "refuse" | "execute" | undefined
  /**
   * Time limit for each operation of the store; `Infinity` sets no timer.
   *
   * @default 5 seconds
   */
  readonly storeTimeout?: Duration.DurationInput | undefined
  /**
   * Capabilities that the store must have besides the mode.
   *
   * @default none
   */
  readonly requires?: ReadonlyArray<keyof Capabilities> | undefined
  /**
   * Retention of answers.
   *
   * @default the dialect's retention
   */
  readonly retention?: Duration.DurationInput | undefined
  /**
   * Restarts the retention with every replay, which costs a write.
   *
   * @default false
   */
  readonly sliding?: boolean | undefined
  /**
   * Time for which a duplicate waits for the first request before it is refused.
   *
   * @default 0, or 30 seconds if the dialect has no answer for a request in flight
   */
  readonly maxWait?: Duration.DurationInput | undefined
  /**
   * Meaning of each status for the key. A handler that says more (`Execution.keep`, `Execution.noEffect`) overrides it.
   *
   * @default verdictOf
   */
  readonly verdict?: ((status: number) => Verdict) | undefined
  /**
   * Headers to keep with an answer besides those that describe its body (`Middleware.representationHeaders`).
   *
   * @default none
   */
  readonly headers?: ReadonlyArray<string> | undefined
  /**
   * Size limit for the body of a request with a key, in bytes.
   *
   * @default 1 MiB
   */
  readonly maxBodyBytes?: number | undefined
  /**
   * Time limit for the arrival of the body of a request with a key.
   *
   * @default 30 seconds
   */
  readonly bodyTimeout?: Duration.DurationInput | undefined
  /**
   * Size limit for a kept answer, in bytes. Of a longer answer, only that it was given is kept.
   *
   * @default 1 MiB
   */
  readonly maxKeptBytes?: number | undefined
}

/**
 * Policy of one endpoint or group of an `HttpApi`, as an annotation. It replaces parts of the middleware's own policy.
 *
 * @example
 * import { HttpApiEndpoint } from "@effect/platform"
 * import { Policy } from "@qurl/idempotency-server"
 *
 * const charge = HttpApiEndpoint.post("charge", "/charges").annotate(Policy.RoutePolicy, {
 *   key: "required",
 *   mode: "lease"
 * })
 *
 * @since 0.1.0
 * @category tags
 */
export class RoutePolicy extends Context.Tag("@qurl/idempotency-server/RoutePolicy")<RoutePolicy, Policy>() {}
