/**
 * The parts of the model: the client's decision and the store's protocol, as they are shipped.
 *
 * @since 0.1.0
 */
import * as StoreModel from "@qurl/idempotency-server/StoreModel"
import * as Decision from "@qurl/idempotency/Decision"
import { type Policy, RetryPolicy } from "@qurl/idempotency/RetryPolicy"

/**
 * How a server carries out what it is asked: work and record in one transaction, or work outside of the database under
 * a lease, parked when its end is not known.
 *
 * @since 0.1.0
 * @category models
 */
export type Mode = "transaction" | "lease"

/**
 * An operator's findings about a parked key: its work, and any owner that still runs.
 *
 * @since 0.1.0
 * @category models
 */
export interface Seen {
  readonly isDone: boolean
  readonly isGoingOn: boolean
}

/**
 * The parts of a run. A test replaces one of them with a broken one, and the model must notice.
 *
 * @since 0.1.0
 * @category models
 */
export interface Parts {
  /** The key that an attempt sends. */
  readonly key: (intent: number, call: number, attempt: number) => string | undefined
  readonly policy: Policy
  readonly remember: typeof Decision.remember
  readonly decide: typeof Decision.decide
  readonly claim: typeof StoreModel.claim
  readonly settle: typeof StoreModel.settle
  /** The record that a refused duplicate leaves behind. */
  readonly refused: (row: StoreModel.Row | undefined) => StoreModel.Row | undefined
  readonly resolve: typeof StoreModel.resolve
  /** An operator's decision on a parked key, after checking its work. None leaves it parked. */
  readonly operator: (seen: Seen) => "finish" | "free" | undefined
  readonly orphans: (mode: Mode) => "take" | "park"
  /** True if a transaction that lost its record is rolled back. */
  readonly undoes: boolean
  /** True if the answer leaves before the record is committed. */
  readonly answersEarly: boolean
  /** True if work begins although the answer to its claim was lost. */
  readonly failsOpen: boolean
  readonly leaseMillis: number
  readonly retentionMillis: number
  /** By so much the clocks of clients are set forward and back. */
  readonly clockErrorMillis: number
}

/**
 * The parts as they are shipped.
 *
 * @since 0.1.0
 * @category constructors
 */
export const shipped: Parts = {
  key: (intent) => `key-${intent}`,
  policy: RetryPolicy.keyed,
  remember: Decision.remember,
  decide: Decision.decide,
  claim: StoreModel.claim,
  settle: StoreModel.settle,
  refused: (row) => row,
  resolve: StoreModel.resolve,
  operator: ({ isDone, isGoingOn }) => isGoingOn ? undefined : isDone ? "finish" : "free",
  orphans: (mode) => mode === "transaction" ? "take" : "park",
  undoes: true,
  answersEarly: false,
  failsOpen: false,
  leaseMillis: 60_000,
  retentionMillis: 24 * 60 * 60 * 1000,
  clockErrorMillis: 60 * 60 * 1000
}
