/**
 * Where answers are kept: the protocol between the middleware and a database.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import { digest } from "./digest.js"

/**
 * What names a record. The key itself is never stored: it reaches no row, log or error.
 *
 * @since 0.1.0
 * @category models
 */
export interface Identity {
  /** Digest of everything a key is unique within: the principal first, then what the vendor adds. */
  readonly scopeHash: string
  /** SHA-256 of the key, in hexadecimal. */
  readonly keyHash: string
}

/**
 * An answer as it is kept: what the handler said, not what reached the client.
 *
 * @since 0.1.0
 * @category models
 */
export interface Response {
  readonly status: number
  readonly headers: { readonly [name: string]: string }
  readonly body: Uint8Array
}

/**
 * A kept answer. Times are epoch milliseconds by the store's own clock.
 *
 * @since 0.1.0
 * @category models
 */
export interface Record {
  readonly fingerprint: string
  readonly response: Response
  readonly createdAt: number
  readonly expiresAt: number
}

/**
 * What a request asks of the store. It is computed once and passed by value, never derived again.
 *
 * @since 0.1.0
 * @category models
 */
export interface Claim {
  readonly identity: Identity
  readonly fingerprint: string
  /** How long the answer is kept, counted from the moment the handler finished. */
  readonly retentionMillis: number
}

/**
 * What a handler came to: the answer for this request and, when it is final, what to keep of it. Without a record the
 * handler's writes are undone: they are visible exactly when the record is.
 *
 * @since 0.1.0
 * @category models
 */
export interface Outcome<out A> {
  readonly answer: A
  readonly record: Option.Option<Response>
}

/**
 * `Executed`: the handler ran, here and now. `Existing`: somebody was first, and the handler did not run.
 *
 * @since 0.1.0
 * @category models
 */
export type Transacted<A> =
  | { readonly _tag: "Executed"; readonly answer: A }
  | { readonly _tag: "Existing"; readonly record: Record }

/**
 * The database did not do its part. `busy`: another process held it for too long and nothing was done.
 *
 * @since 0.1.0
 * @category errors
 */
export class StoreError extends Data.TaggedError("StoreError")<{ readonly reason: "busy" | "failed" }> {
  override get message(): string {
    return this.reason === "busy"
      ? "the idempotency store is locked by another process"
      : "the idempotency store failed"
  }
}

/**
 * What a store can do.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** The unexpired record, if there is one. Writes nothing and waits for no transaction. */
  readonly look: (identity: Identity) => Effect.Effect<Option.Option<Record>, StoreError>
  /** Begins the retention of a kept answer anew. */
  readonly touch: (claim: Claim) => Effect.Effect<void, StoreError>
  /**
   * Claim, handler and record as one transaction: a crash at any moment leaves all of it or nothing. The handler must
   * be short, must write through the store's own database client and must leave no fiber behind.
   */
  readonly transact: <A, R>(
    claim: Claim,
    handler: Effect.Effect<Outcome<A>, never, R>
  ) => Effect.Effect<Transacted<A>, StoreError, R>
}

/**
 * The store that the middleware uses.
 *
 * @since 0.1.0
 * @category tags
 */
export class Store extends Context.Tag("@qurl/idempotency-server/Store")<Store, Service>() {}

/**
 * The identity of `key` within `scope`. Order and boundaries of the parts count.
 *
 * @since 0.1.0
 * @category constructors
 */
export const identity = (scope: ReadonlyArray<string>, key: string): Identity => ({
  scopeHash: digest(JSON.stringify(scope)),
  keyHash: digest(key)
})
