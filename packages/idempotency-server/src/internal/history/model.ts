import type * as Effect from "effect/Effect"
import type * as Store from "../../Store.js"

/**
 * Short lengths end between two phases of a history, long ones never do.
 */
export type Length = "short" | "long"

/**
 * What one client asked of the record. `Advance` is the clock's: everything short ends.
 */
export type Operation =
  | {
    readonly _tag: "Claim"
    readonly owner: string
    readonly fingerprint: string
    readonly lease: Length
    readonly retention: Length
    readonly orphans: Store.ClaimRequest["orphans"]
  }
  | { readonly _tag: "Renew"; readonly owner: string; readonly gen: number; readonly lease: Length }
  | {
    readonly _tag: "Settle"
    readonly owner: string
    readonly gen: number
    readonly as: Store.Settlement["_tag"]
    /** What is kept. No two operations of a history keep the same. */
    readonly body: string
    readonly retention: Length
  }
  /** A handler was interrupted, and what had been claimed for it may be given back. */
  | { readonly _tag: "Abandon"; readonly owner: string }
  | { readonly _tag: "Look" }
  | { readonly _tag: "Touch"; readonly retention: Length }
  | { readonly _tag: "Resolve"; readonly gen: number; readonly as: Store.Decision["_tag"]; readonly body: string }
  | { readonly _tag: "Purge" }
  | { readonly _tag: "Advance" }

/**
 * An operation with when it began and ended, counted in begins and ends of the history.
 */
export interface Event {
  readonly client: number
  readonly operation: Operation
  readonly began: number
  /** None when nobody was left to be told: it may have taken place since, or never. */
  readonly ended: number | undefined
  /** The beginning of what was answered, in words; none when nobody was told. */
  readonly result: string | undefined
}

/**
 * What clients of one record saw.
 */
export interface History {
  readonly seed: number
  readonly events: ReadonlyArray<Event>
  /** How many clients died in the middle of an operation. */
  readonly crashes: number
  /** What is wrong besides the order: writes of handlers that are there and should not be, or the other way round. */
  readonly problems: ReadonlyArray<string>
}

/**
 * A store to try.
 */
export interface Subject {
  /** The same records, seen by one or more connections. */
  readonly stores: readonly [Store.Service, ...ReadonlyArray<Store.Service>]
  /** The length of what is short, in milliseconds of the store's clock. */
  readonly shortMillis: number
  /** Moves the store's clock, or waits, for longer than that. */
  readonly advance: Effect.Effect<void>
  /** The clock stands still between two advances. Where it does not, short things may end at any time before. */
  readonly exact: boolean
  /** For a store that commits a handler's writes with its record. */
  readonly transactional?:
    | {
      readonly stores: readonly [Store.TransactionalService, ...ReadonlyArray<Store.TransactionalService>]
      /** Writes this tag through the client that handlers use. */
      readonly write: (tag: string) => Effect.Effect<void>
      /** Which of these tags are there, seen from outside of any transaction. */
      readonly written: (tags: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<string>>
    }
    | undefined
}
