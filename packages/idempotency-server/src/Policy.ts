/**
 * How a route is executed under a key, as data.
 *
 * @since 0.1.0
 */
import type { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type { Capabilities, Response } from "./Store.js"

/**
 * - `transactional`: what the handler writes and its kept answer are committed together. For handlers that write to the
 *   store's own database and do nothing else.
 * - `lease`: the key is held while the handler runs. For handlers that call others.
 *
 * @since 0.1.0
 * @category models
 */
export type Mode = "transactional" | "lease"

/**
 * What is known about an execution whose server is gone: its answer, that it did nothing, or nothing.
 *
 * @since 0.1.0
 * @category models
 */
export type Findings =
  | { readonly _tag: "Done"; readonly response: Response }
  | { readonly _tag: "NotDone" }
  | { readonly _tag: "Unknown" }

/**
 * What becomes of a key whose handler may have had an effect and did not say: because its server is gone, or because it
 * failed. Only `park` and `reconcile` never run a handler twice.
 *
 * - `park`: nobody runs it again before an operator has decided.
 * - `resume`: it runs again; the handler makes its calls under child keys, so that what was done is not repeated.
 * - `re-execute`: it runs again; the handler bears that.
 * - `reconcile`: the world is asked first, and the key is parked when that tells nothing. It finds in
 *   `Execution.childKey` the keys that the handler had, and with them what the handler left.
 *
 * @since 0.1.0
 * @category models
 */
export type Crash =
  | "park"
  | "resume"
  | "re-execute"
  | { readonly reconcile: (request: HttpServerRequest) => Effect.Effect<Findings> }

/** Not an answer to the request but to its moment, its sender or its form: the same key may ask again. */
const passing: ReadonlySet<number> = new Set([401, 403, 408, 413, 415, 425, 429])

/**
 * What the status of an answer says where its handler says nothing. Only what is `final` is kept.
 *
 * - `refused`: nothing was done (401, 403, 408, 413, 415, 425, 429).
 * - `failed`: nobody knows (5xx).
 *
 * @since 0.1.0
 * @category combinators
 */
export const verdictOf = (status: number): "final" | "refused" | "failed" =>
  status >= 500 ? "failed" : passing.has(status) ? "refused" : "final"

/**
 * The policy of a route. Every part has a default.
 *
 * @since 0.1.0
 * @category models
 */
export interface Policy<out M extends Mode = Mode> {
  /** Default: `transactional`. */
  readonly mode?: M | undefined
  /** Whether a request without a key is refused or passes through. Default: `optional`. */
  readonly key?: "optional" | "required" | undefined
  /** What makes two bodies the same: their bytes, or the JSON that they mean (RFC 8785). Default: `bytes`. */
  readonly sameBody?: "bytes" | "json" | undefined
  /** For mode `lease`. In a transaction nothing is left behind, and the key is free. Default: `park`. */
  readonly crash?: Crash | undefined
  /** How long an owner is believed to live without a sign. It gives one three times as often. Default: 30 s. */
  readonly lease?: Duration.DurationInput | undefined
  /** What a request gets while the store cannot be asked: 503, or an execution that nothing protects. Default: `refuse`. */
  readonly unavailable?: "refuse" | "execute" | undefined
  /** How long the store may take to look, to claim or to end a record; `Infinity` sets no timer. Default: 5 s. */
  readonly storeTimeout?: Duration.DurationInput | undefined
  /** What the store must be capable of besides the mode. Default: nothing. */
  readonly requires?: ReadonlyArray<keyof Capabilities> | undefined
}
