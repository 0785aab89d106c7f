/**
 * An operation of an API on the wire, which a client and its local server share.
 *
 * @since 0.1.0
 */
import type { Rules } from "@qurl/idempotency"

/**
 * An operation. A `:name` in its path is an id.
 *
 * @since 0.1.0
 * @category models
 */
export interface Endpoint {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE"
  readonly path: `/${string}`
  readonly rules: Rules
}

/**
 * A write: it takes a key.
 *
 * @since 0.1.0
 * @category constructors
 */
export const write = (name: string, path: `/${string}`, method: "POST" | "PATCH" = "POST"): Endpoint => ({
  method,
  path,
  rules: { name, idempotency: "keyed" }
})

/**
 * A read or a delete: it repeats safely and takes no key.
 *
 * @since 0.1.0
 * @category constructors
 */
export const natural = (name: string, method: "GET" | "DELETE", path: `/${string}`): Endpoint => ({
  method,
  path,
  rules: { name, idempotency: "natural" }
})
