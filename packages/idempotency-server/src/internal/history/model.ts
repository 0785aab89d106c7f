import type * as Effect from "effect/Effect"
import type * as Store from "../../Store.js"

/**
 * Short lengths end between two phases of a history, long ones never do.
 */
export type Length = "short" | "long"

/**
 * Operation of one client on the record. `Advance` is the clock's: everything short ends.
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
    /** Body to keep, different for each operation of a history. */
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
  /** None if its client died: it may have taken place since, or never. */
  readonly ended: number | undefined
  /** Beginning of the result, in words; none if its client died. */
  readonly result: string | undefined
}

/**
 * Events of one record, as its clients saw them.
 */
export interface History {
  readonly seed: number
  readonly events: ReadonlyArray<Event>
  /** Number of clients that died in the middle of an operation. */
  readonly crashes: number
  /** Problems besides the order: writes of handlers that should not exist, or that are missing. */
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
