/**
 * Operations as data: what a client needs to know of them.
 *
 * The groups of the `HttpApi` are made of it, with what only a server or a description of the API says. A client that
 * reads the data alone loads nothing of that.
 *
 * @since 0.1.0
 */
import type { HttpMethod } from "@effect/platform/HttpMethod"
import type { Rules } from "@qurl/idempotency/Operation"
import type * as Schema from "effect/Schema"

/**
 * One operation.
 *
 * @since 0.1.0
 * @category models
 */
export interface Described {
  /** The API's name of the operation. */
  readonly name: string
  readonly method: HttpMethod
  /** Ids stand in it as `:name`. */
  readonly path: `/${string}`
  /** The body. None for an operation that takes none. */
  readonly payload?: Schema.Schema.AnyNoContext
  readonly query?: Schema.Schema.AnyNoContext
  /** The answer's body, whatever its status. None where a success has no body. */
  readonly success?: Schema.Schema.AnyNoContext
  /** How it may be repeated. */
  readonly rules: Omit<Rules, "name">
  /** Whether its own description names the idempotency header. Default: false. */
  readonly documentsKey?: true
  /** Whether it takes no credential. Default: false. */
  readonly isPublic?: true
}

/**
 * The rules of an operation, with its name.
 *
 * @since 0.1.0
 * @category combinators
 */
export const rulesOf = ({ name, rules }: Pick<Described, "name" | "rules">): Rules => ({ ...rules, name })
