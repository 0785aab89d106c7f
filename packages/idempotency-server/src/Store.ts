/**
 * Where answers are kept: the protocol between the middleware and a database.
 *
 * A record has two horizons. The lease is short and moves: while it lasts, its owner is taken to be alive. The
 * retention is long: how long the record is kept. Every change names the owner and the generation it believes in, and
 * one that is mistaken changes nothing and says `lost`. Time is the store's own.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { digest } from "./internal/digest.js"

/**
 * What names a record. A store writes the two digests and nothing else of it.
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

interface Common {
  /** What the first request under the key asked for. It stays for the life of the record. */
  readonly fingerprint: string
  /** Grows with every change of owner. */
  readonly gen: number
  /** When the key was first claimed, in epoch milliseconds. */
  readonly createdAt: number
  readonly expiresAt: number
}

/**
 * A record that has not expired.
 *
 * - `Running`: it has an owner. With nothing left of its lease it is an orphan, which is not free.
 * - `Done`: the final answer is kept.
 * - `Tombstone`: it is final, but its body could not be kept; nobody runs it again.
 * - `Released`: it had no effect. Whoever asks for the same may claim it.
 * - `Parked`: nobody knows whether it had an effect; an operator resolves it.
 *
 * @since 0.1.0
 * @category models
 */
export type Record =
  & Common
  & (
    | { readonly _tag: "Running"; readonly leaseLeftMillis: number }
    | { readonly _tag: "Done"; readonly response: Response }
    | { readonly _tag: "Tombstone"; readonly reason: string; readonly response: Response }
    | { readonly _tag: "Released"; readonly reason: string }
    | { readonly _tag: "Parked"; readonly reason: string }
  )

/**
 * What a request asks of the store. It is computed once and passed by value, never derived again.
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
  /** How long the record is kept when nothing ends it. Not shorter than the lease. */
  readonly retentionMillis: number
  /** What becomes of a record whose owner let its lease run out: taken over, or parked. */
  readonly orphans: "take" | "park"
}

/**
 * Proof of a claim: whoever holds it may change the record as long as nobody took it over.
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
 * How an owner ends its record. A retention counts from the moment the store is told.
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
 * Whether a change took place. `lost`: the record is no longer the caller's, and nothing was changed.
 *
 * @since 0.1.0
 * @category models
 */
export type Change = "ok" | "lost"

/**
 * What an operator decides about a record that is parked or orphaned: this is its answer, whoever asks again may run
 * it, or it never was.
 *
 * @since 0.1.0
 * @category models
 */
export type Decision =
  | { readonly _tag: "Finish"; readonly response: Response; readonly retentionMillis: number }
  | { readonly _tag: "Free" }
  | { readonly _tag: "Forget" }

/**
 * A decision that was carried out, and by whom. It outlives the record.
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
  /** How long ago the lease of the oldest orphan ran out; 0 without one. */
  readonly oldestOrphanMillis: number
}

/**
 * What a store can promise.
 *
 * @since 0.1.0
 * @category models
 */
export interface Capabilities {
  /** A record that was confirmed survives a crash of the store and a loss of power. */
  readonly durable: boolean
  /** Changes of one record take place in one order that everybody sees, also after a failover. */
  readonly linearizable: boolean
  /** The writes of a handler and its record are committed together. */
  readonly transactional: boolean
  /** A waiter is told of a change in another process; without it, it asks again and again. */
  readonly notify: boolean
  /** All processes share the clock that leases and retentions are measured by. */
  readonly serverClock: boolean
}

/**
 * The database did not do its part.
 *
 * - `busy`: another process held it for too long and nothing was done.
 * - `failed`: it could not be asked, or refused. Whether a change took place is decided by looking.
 * - `unknown`: a commit failed, and whether it took place cannot be read.
 * - `corrupt`: there is a record, and it makes no sense.
 *
 * @since 0.1.0
 * @category errors
 */
export class StoreError extends Data.TaggedError("StoreError")<{
  readonly reason: "busy" | "failed" | "unknown" | "corrupt"
}> {
  override get message(): string {
    switch (this.reason) {
      case "busy":
        return "the idempotency store is locked by another process"
      case "failed":
        return "the idempotency store failed"
      case "unknown":
        return "the idempotency store does not say whether it committed"
      case "corrupt":
        return "a record of the idempotency store makes no sense"
    }
  }
}

/**
 * The store cannot do what it is wanted for; said when the layer is built.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnfitStoreError extends Data.TaggedError("UnfitStoreError")<{ readonly problem: string }> {
  override get message(): string {
    return `the idempotency store ${this.problem}`
  }
}

/**
 * What every store can do. None of it takes part in a transaction of the caller.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  readonly capabilities: Capabilities
  /** Whether schema, clock and settings are as they must be. */
  readonly probe: Effect.Effect<void, UnfitStoreError | StoreError>
  /** The unexpired record, if there is one. Writes nothing and waits for no writer. */
  readonly look: (identity: Identity) => Effect.Effect<Option.Option<Record>, StoreError>
  readonly claim: (request: ClaimRequest) => Effect.Effect<Claimed, StoreError>
  /** A new lease, counted from now. */
  readonly renew: (ticket: Ticket, leaseMillis: number) => Effect.Effect<Change, StoreError>
  /** Ends the record. The first to do so wins; the same once more is `ok` and changes nothing. */
  readonly settle: (ticket: Ticket, settlement: Settlement) => Effect.Effect<Change, StoreError>
  /** Begins the retention of a kept answer anew; it never becomes shorter. */
  readonly touch: (identity: Identity, retentionMillis: number) => Effect.Effect<void, StoreError>
  /**
   * Ends when the record is no longer running under this generation, or may not be: a hint to look again. Ends at once
   * when that is so already.
   */
  readonly awaitChange: (identity: Identity, gen: number) => Effect.Effect<void, StoreError>
  /** The decision of an operator. `lost`: the record is neither parked nor an orphan. */
  readonly resolve: (identity: Identity, decision: Decision, actor: string) => Effect.Effect<Change, StoreError>
  /** What operators decided about this key, the latest last. */
  readonly resolutions: (identity: Identity) => Effect.Effect<ReadonlyArray<Resolution>, StoreError>
  /** Removes expired records, at most so many; tells how many. */
  readonly purge: (limit: number) => Effect.Effect<number, StoreError>
  readonly stats: Effect.Effect<Stats, StoreError>
}

/**
 * What a handler came to: the answer for this request, and what is to be kept. With `Release` and `Park` what the
 * handler wrote is undone.
 *
 * @since 0.1.0
 * @category models
 */
export interface Outcome<out A> {
  readonly answer: A
  readonly settlement: Settlement
}

/**
 * `Executed`: the handler ran, and its outcome is committed. `Found`: somebody was first, and it did not run. `Lost`:
 * it ran, somebody took the key over meanwhile, and what it wrote is undone.
 *
 * @since 0.1.0
 * @category models
 */
export type Transacted<A> =
  | { readonly _tag: "Executed"; readonly answer: A }
  | { readonly _tag: "Found"; readonly record: Record }
  | { readonly _tag: "Lost" }

/**
 * A store in the database of the handlers.
 *
 * @since 0.1.0
 * @category models
 */
export interface TransactionalService extends Service {
  readonly capabilities: Capabilities & { readonly transactional: true }
  /**
   * Handler and record as one transaction: a crash at any moment leaves both or neither. Where others must see that the
   * key is taken, the claim is committed first; then the ticket has a lease, and the caller renews it. The handler must
   * write through the store's database client and must leave no fiber behind.
   */
  readonly transact: <A, R>(
    request: ClaimRequest,
    handler: (ticket: Ticket) => Effect.Effect<Outcome<A>, never, R>
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
 * The store for routes whose writes are committed with their record. Stores that cannot do that do not provide it, so
 * that such a route does not compile with them.
 *
 * @since 0.1.0
 * @category tags
 */
export class TransactionalStore extends Context.Tag("@qurl/idempotency-server/TransactionalStore")<
  TransactionalStore,
  TransactionalService
>() {}

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
