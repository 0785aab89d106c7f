/**
 * Rules of a contract for repeating calls of an endpoint.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type { KeyRules } from "./IdempotencyKey.js"
import type { Marker } from "./Marker.js"

/**
 * Statuses that mean "not now" rather than "no". A 500 is not among them: servers store it like any other answer, so
 * that a retry under the same key reads the same failure again.
 *
 * @since 0.1.0
 * @category models
 */
export type RetryStatus = 429 | 502 | 503 | 504

/**
 * The rules of one operation. They narrow the table of `Decision`; no policy widens them again.
 *
 * @since 0.1.0
 * @category models
 */
export interface Rules {
  /** The operation's name, as in spans and errors. */
  readonly name: string
  /** `keyed`: send a key. `natural`: repeating has the same effect without one. `none`: a write that takes no key. */
  readonly idempotency: "keyed" | "natural" | "none"
  /** The only statuses that may be repeated. Default: what the policy, else the dialect says. */
  readonly retryStatuses?: ReadonlyArray<RetryStatus> | undefined
  /**
   * Permits a retry under the same key after a lost answer.
   *
   * @default true
   */
  readonly networkRetry?: boolean | undefined
  /** Key lengths, where they differ from the dialect's. */
  readonly keyRules?: KeyRules | undefined
  /** How the server says here that the key was used with another body, where it has words besides the dialect's. */
  readonly mismatch?: Marker | undefined
  /**
   * Declares that the server marks replays of this operation, so that an answer without the mark is a first one.
   *
   * @default false
   */
  readonly marksReplays?: boolean | undefined
  /**
   * The statuses of a success that the contract names; every other 2xx then proves nothing. One of them may come without
   * a body.
   *
   * @default every 2xx with the dialect's payload, and 204 where the dialect names no place for it
   */
  readonly answers?: ReadonlyArray<number> | undefined
  /**
   * Statuses that the contract names for a success with a body. Another 2xx whose body was lost proves nothing: gateways
   * answer in JSON as well.
   *
   * @default every 2xx
   */
  readonly successes?: ReadonlyArray<number> | undefined
  /** Codes of documented refusals with 409, 423 or 425, besides those of the dialect. */
  readonly conflicts?: ReadonlyArray<string> | undefined
  /**
   * Recognises the payload with which this operation refuses, under the status 400, all parts of a request.
   *
   * @default a payload is not a refusal
   */
  readonly refusesWith?: ((payload: unknown) => boolean) | undefined
  /** For a delete: whether an answer of the API says that the thing is gone already. Default: status 404. */
  readonly alreadyGone?: ((status: number, code: string | undefined) => boolean) | undefined
}

/**
 * Annotates an endpoint of an `HttpApi` with its rules.
 *
 * @since 0.1.0
 * @category tags
 */
export class Operation extends Context.Tag("@qurl/idempotency/Operation")<Operation, Rules>() {}

/**
 * The rules that a method has by itself: POST, PUT and PATCH are keyed, the others repeat naturally.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromMethod = (method: string): Rules => ({
  name: method,
  idempotency: method === "POST" || method === "PUT" || method === "PATCH" ? "keyed" : "natural"
})
