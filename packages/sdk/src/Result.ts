/**
 * Results of calls.
 *
 * @since 0.1.0
 */
import type { BatchCreate, CreateQurlResult, MintLinkResult, Quota, Qurl, ResolveResult } from "@qurl/contract"
import type { Replayed } from "@qurl/idempotency"

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
  /** `yes` if the answer is the stored one of an earlier request under the same key. */
  readonly replayed: Replayed
  /** The key that every attempt carried. */
  readonly idempotencyKey: string | undefined
  /** Requests it took. */
  readonly attempts: number
}

/**
 * A created link. `qurl_link` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export interface Created extends CreateQurlResult {
  readonly meta: WriteMeta
}

/**
 * The result of a batch, entries in the order of the items. Look at `failed`: a batch of which every item failed is a
 * result as well.
 *
 * @since 0.1.0
 * @category models
 */
export interface BatchCreated extends BatchCreate.BatchCreateResult {
  readonly meta: WriteMeta
}

/**
 * A resource that was read.
 *
 * @since 0.1.0
 * @category models
 */
export interface Found extends Qurl {
  readonly meta: ReadMeta
}

/**
 * A resource that was changed.
 *
 * @since 0.1.0
 * @category models
 */
export interface Updated extends Qurl {
  readonly meta: WriteMeta
}

/**
 * The thing is deleted, by this attempt or by an earlier one of the same call.
 *
 * @since 0.1.0
 * @category models
 */
export interface Deleted {
  readonly meta: WriteMeta
}

/**
 * A minted link. `qurl_link` is a credential that is never readable again.
 *
 * @since 0.1.0
 * @category models
 */
export interface Minted extends MintLinkResult {
  readonly meta: WriteMeta
}

/**
 * Resource that a token opened.
 *
 * @since 0.1.0
 * @category models
 */
export interface Resolved extends ResolveResult {
  readonly meta: WriteMeta
}

/**
 * Plan limits and usage.
 *
 * @since 0.1.0
 * @category models
 */
export interface QuotaFound extends Quota {
  readonly meta: ReadMeta
}

/**
 * Page of a list. It may be short or even empty while `has_more` is true.
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

/**
 * A result with the fields that this version of the SDK does not know.
 *
 * @since 0.1.0
 * @category models
 */
export type WithExtras<A> = A & { readonly [name: string]: unknown }

/**
 * Views a result with the fields that a newer server has added. They are kept as they came, unchecked.
 *
 * @since 0.1.0
 * @category combinators
 */
export const withExtras = <A extends object>(result: A): WithExtras<A> =>
  // Every property of an object can be read as unknown.
  result as WithExtras<A>
