/**
 * Protocol between the middleware and the database that keeps the answers.
 *
 * A record has two horizons. The lease is short and moves: while it lasts, its owner is taken to be alive. The
 * retention is long: how long an answer is kept. Every change names the owner and the generation it believes in, and
 * one that is mistaken changes nothing and returns `lost`. Time is the store's own.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { StoreError, UnfitStoreError } from "./StoreError.js"
import type {
  Change,
  Claimed,
  ClaimRequest,
  Decision,
  Identity,
  Record,
  Resolution,
  Settlement,
  Stats,
  Ticket,
  UnresolvedPage
} from "./StoreRecord.js"

export * from "./StoreError.js"
export * from "./StoreRecord.js"

/**
 * Guarantees of a store.
 *
 * @since 0.1.0
 * @category models
 */
export interface Capabilities {
  /** A record that was confirmed survives a crash of the store and a loss of power. */
  readonly durable: boolean
  /** Changes of one record take place in one order that every client sees, even after a failover. */
  readonly linearizable: boolean
  /** The writes of a handler and its record are committed together. */
  readonly transactional: boolean
  /** A waiter is notified of a change in another process; without this it polls. */
  readonly notify: boolean
  /** All processes share the clock that leases and retentions are measured by. */
  readonly serverClock: boolean
  /** Requests and answers are unreadable in the store. If absent, they are readable. */
  readonly sealed?: boolean | undefined
}

/**
 * Operations of every store. None of them takes part in a transaction of the caller.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  readonly capabilities: Capabilities
  /** Checks schema, clock and settings. */
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
  /**
   * Lists parked and orphaned records, about `limit` at a time, each at least once. `after` is the `next` of the page
   * before; an unknown cursor fails with `failed`.
   */
  readonly unresolved: (limit: number, after?: string) => Effect.Effect<UnresolvedPage, StoreError>
  /**
   * Carries out the decision of an operator who looked at generation `gen`. `lost`: the record is neither parked nor an
   * orphan, or has another generation by now.
   */
  readonly resolve: (
    identity: Identity,
    gen: number,
    decision: Decision,
    actor: string
  ) => Effect.Effect<Change, StoreError>
  /** Decisions of operators about this key, the latest last. */
  readonly resolutions: (identity: Identity) => Effect.Effect<ReadonlyArray<Resolution>, StoreError>
  /** Removes expired records, at most so many, and old decisions; returns the number of records. Keeps unresolved ones. */
  readonly purge: (limit: number) => Effect.Effect<number, StoreError>
  readonly stats: Effect.Effect<Stats, StoreError>
}

/**
 * Outcome of a handler: the answer for this request, and the end of its record. With `Release` and `Park` what the
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
 * `Executed`: the handler ran, and its outcome is committed. `Found`: another request was first, and it did
 * not run. `Lost`: it ran, another owner took the key over meanwhile, and what it wrote is undone.
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
   * Says whether `transact` takes a request that is unseen at this moment, which saves the look before it. A replay costs
   * more that way, and needs a connection of the handlers. Default: never.
   */
  readonly takesUnseen?: (() => boolean) | undefined
  /**
   * Handler and record as one transaction: a crash at any moment leaves both or neither. Where others must see that the
   * key is taken, the claim is committed first; then the ticket has a lease, and the caller renews it. The handler must
   * write through the store's database client and must leave no fiber behind.
   */
  readonly transact: <A, R>(
    request: ClaimRequest,
    handler: (ticket: Ticket) => Effect.Effect<Outcome<A>, never, R>
  ) => Effect.Effect<Transacted<A>, StoreError, R>
  /**
   * Runs a handler without a key in a transaction of its own, which is undone with `Release` and `Park` as in `transact`.
   * A transaction that cannot begin or commit is a defect. If absent, such a handler runs as it is, because it gets its
   * transactions elsewhere.
   */
  readonly transactWithoutKey?:
    | (<A, R>(handler: Effect.Effect<Outcome<A>, never, R>) => Effect.Effect<A, never, R>)
    | undefined
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
