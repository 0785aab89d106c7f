/**
 * Records of a store, and what is asked of it about them. `Store` has all of this under its own name.
 *
 * @since 0.1.0
 */
import * as Redacted from "effect/Redacted"
import { digest } from "./internal/digest.js"

/**
 * Name of a record. A store writes the two digests and nothing else of it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Identity {
  /** Digest of everything a key is unique within: the principal first, then what the vendor adds. */
  readonly scopeHash: string
  /** SHA-256 of the key, in hexadecimal. */
  readonly keyHash: string
  /** The key itself, for what seals answers under it. It reaches no row, log or error. */
  readonly key?: Redacted.Redacted | undefined
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
 * Parts of a request by which an operator recognises it. Every part is optional. The middleware fills it in.
 *
 * @since 0.1.0
 * @category models
 */
export interface Summary {
  readonly method?: string | undefined
  readonly route?: string | undefined
  /** Its name in a sealed store; in any other, `sha256:` and the first 16 digits of its digest. */
  readonly principal?: string | undefined
  readonly requestId?: string | undefined
}

interface Common {
  /** Fingerprint of the first request under the key. It stays for the life of the record. */
  readonly fingerprint: string
  /**
   * Grows with every change of owner, even across a purge: a new record begins at the store's clock in milliseconds. So
   * it serves as a fencing token.
   */
  readonly gen: number
  /** When the key was first claimed, in epoch milliseconds. */
  readonly createdAt: number
}

/**
 * A record that has not expired. Only a resolved one expires; a running or parked record stays until its owner or an
 * operator ends it.
 *
 * - `Running`: it has an owner. With nothing left of its lease it is an orphan, which is not free.
 * - `Done`: the final answer is kept.
 * - `Tombstone`: it is final, but its body could not be kept. It never runs again.
 * - `Released`: it had no effect. The same request may claim it.
 * - `Parked`: it is not known whether it had an effect; an operator decides. An owner that was only late may still
 *   finish it.
 *
 * @since 0.1.0
 * @category models
 */
export type Record =
  & Common
  & (
    | { readonly _tag: "Running"; readonly leaseLeftMillis: number }
    | { readonly _tag: "Done"; readonly response: Response; readonly expiresAt: number }
    | {
      readonly _tag: "Tombstone"
      readonly reason: string
      readonly response: Response
      readonly expiresAt: number
    }
    | { readonly _tag: "Released"; readonly reason: string; readonly expiresAt: number }
    | { readonly _tag: "Parked"; readonly reason: string }
  )

/**
 * Claim of a request. It is computed once and passed by value, never derived again.
 *
 * @since 0.1.0
 * @category models
 */
export interface ClaimRequest {
  readonly identity: Identity
  readonly fingerprint: string
  /** 128 random bits. The same owner may claim again when the answer to its claim was lost. */
  readonly owner: string
  readonly leaseMillis: number
  /** Retention of the record if it is released. Not shorter than the lease. */
  readonly retentionMillis: number
  /** Treatment of a record whose owner let its lease run out: taken over, or parked. */
  readonly orphans: "take" | "park"
  /** Shown to operators while the record is unresolved. */
  readonly summary?: Summary | undefined
  /**
   * Nothing is known of the record, because it was not looked at. Then every record of another owner is `Found`, even one
   * that could be claimed. Only for stores that say so. Default: false.
   */
  readonly isUnseen?: boolean | undefined
}

/**
 * Proof of a claim. Its holder may change the record until another owner takes it over.
 *
 * @since 0.1.0
 * @category models
 */
export interface Ticket {
  readonly identity: Identity
  readonly owner: string
  readonly gen: number
  /** None where a transaction holds the record, so that there is nothing to renew. */
  readonly leaseMillis: number | undefined
}

/**
 * `Claimed`: the key is the caller's, `from` nothing, from a record that had been released, or from an owner that may
 * have done its work and is gone. `Found`: it is not, and this is why; the fingerprint is compared before the state.
 *
 * @since 0.1.0
 * @category models
 */
export type Claimed =
  | { readonly _tag: "Claimed"; readonly ticket: Ticket; readonly from: "nothing" | "released" | "orphan" }
  | { readonly _tag: "Found"; readonly record: Record }

/**
 * End of a record by its owner. A retention counts from the moment the store is called.
 *
 * @since 0.1.0
 * @category models
 */
export type Settlement =
  | { readonly _tag: "Answer"; readonly response: Response; readonly retentionMillis: number }
  | {
    readonly _tag: "Tombstone"
    readonly reason: string
    /** Status and headers; the body is empty. */
    readonly response: Response
    readonly retentionMillis: number
  }
  | { readonly _tag: "Release"; readonly reason: string }
  | { readonly _tag: "Park"; readonly reason: string }

/**
 * Result of a change. `lost`: the caller has lost the record to another owner, and nothing was changed.
 *
 * @since 0.1.0
 * @category models
 */
export type Change = "ok" | "lost"

/**
 * Decision of an operator about a record that is parked or orphaned: this is its answer, the same request may run
 * again, or the record is forgotten.
 *
 * @since 0.1.0
 * @category models
 */
export type Decision =
  | { readonly _tag: "Finish"; readonly response: Response; readonly retentionMillis: number }
  | { readonly _tag: "Free" }
  | { readonly _tag: "Forget" }

/**
 * A decision that was carried out, and by whom. It outlives the record, and is kept for `resolutionRetentionMillis`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Resolution {
  readonly decision: Decision["_tag"]
  readonly actor: string
  readonly at: number
}

/**
 * Longest retention of an answer: ten years. Databases differ in the instants that they can express, and an answer that
 * is kept for ever needs a table of its own.
 *
 * @since 0.1.0
 * @category models
 */
export const maxRetentionMillis: number = 3650 * 24 * 60 * 60 * 1000

/**
 * Retention of the decisions of operators: 90 days.
 *
 * @since 0.1.0
 * @category models
 */
export const resolutionRetentionMillis: number = 90 * 24 * 60 * 60 * 1000

/**
 * A record that waits for a decision. `identity` holds the digests under which the store keeps it, without the key;
 * `resolve` takes it as it is.
 *
 * @since 0.1.0
 * @category models
 */
export interface Unresolved {
  readonly identity: Identity
  readonly state: "Parked" | "Orphan"
  readonly gen: number
  /** Why it was parked; none for an orphan. */
  readonly reason: string | undefined
  /** When the key was first claimed, in epoch milliseconds. */
  readonly createdAt: number
  readonly summary: Summary | undefined
}

/**
 * Part of the unresolved records. `next` is the cursor of the following page, and none at the end. A page may be empty
 * although others follow.
 *
 * @since 0.1.0
 * @category models
 */
export interface UnresolvedPage {
  readonly records: ReadonlyArray<Unresolved>
  readonly next: string | undefined
}

/**
 * How many records there are in each state, expired ones aside. Orphans are counted among `running` as well.
 *
 * @since 0.1.0
 * @category models
 */
export interface Stats {
  readonly running: number
  readonly done: number
  readonly tombstone: number
  readonly released: number
  readonly parked: number
  readonly orphans: number
  /** Time since the lease of the oldest orphan ran out; 0 without one. */
  readonly oldestOrphanMillis: number
}

/**
 * The identity of `key` within `scope`. Order and boundaries of the parts count.
 *
 * @since 0.1.0
 * @category constructors
 */
export const identity = (scope: ReadonlyArray<string>, key: string): Identity => ({
  scopeHash: digest(JSON.stringify(scope)),
  keyHash: digest(key),
  key: Redacted.make(key)
})

/**
 * An identity as one text.
 *
 * @since 0.1.0
 * @category combinators
 */
export const idOf = ({ keyHash, scopeHash }: Identity): string => `${scopeHash}:${keyHash}`
