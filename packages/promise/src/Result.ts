/**
 * What calls tell besides their data.
 *
 * @since 0.1.0
 */

/**
 * Whether an answer is a stored one. `unknown` where the server does not always say.
 *
 * @since 0.1.0
 * @category models
 */
export type Replayed = "yes" | "no" | "unknown"

/**
 * What is known of a call's effect on the server once the call has ended.
 *
 * - `applied`: a success answer arrived.
 * - `not sent`: nothing reached the server.
 * - `rejected`: the server answered that it did not do it.
 * - `unknown`: the server may have done it. Calling again with the same key and input finds out without repeating it.
 * - `in flight`: the server is still working on an earlier attempt under this key.
 * - `applied but unreadable`: a success answer arrived and its body was lost or made no sense.
 *
 * @since 0.1.0
 * @category models
 */
export type Outcome = "applied" | "not sent" | "rejected" | "unknown" | "in flight" | "applied but unreadable"

/**
 * What ended the attempts: a success answer, a failure that no rule repeats, or the limit that was reached first.
 *
 * @since 0.1.0
 * @category models
 */
export type EndedBy =
  | "answer"
  | "not retryable"
  | "attempts"
  | "budget"
  | "deadline"
  | "retry-after past the deadline"

/**
 * About a read.
 *
 * @since 0.1.0
 * @category models
 */
export interface ReadMeta {
  /** The server's name for the request, for its support. */
  readonly requestId: string | undefined
}

/**
 * About a write.
 *
 * @since 0.1.0
 * @category models
 */
export interface WriteMeta extends ReadMeta {
  /** Whether the answer is the stored one of an earlier request under the same key. */
  readonly replayed: Replayed
  /** The key that every attempt carried. */
  readonly idempotencyKey: string | undefined
  /** Requests it took. */
  readonly attempts: number
}

/**
 * Something was deleted, revoked or ended, now or by an earlier attempt of the same call.
 *
 * @since 0.1.0
 * @category models
 */
export interface Deleted {
  readonly meta: WriteMeta
}

/**
 * One page of a list. It may be short or even empty while `has_more` is true.
 *
 * @since 0.1.0
 * @category models
 */
export interface Page<A> {
  readonly items: ReadonlyArray<A>
  readonly has_more: boolean
  /** Ask for the next page with it. Absent on the last one. */
  readonly next_cursor?: string | undefined
  readonly page_size?: number | undefined
  readonly request_id?: string | undefined
  readonly meta: ReadMeta
}
