/**
 * Decisions of operators without Effect. `@qurl/idempotency-server/web` has all of this under its own name.
 *
 * @since 0.1.0
 */
import type { Stats, Summary, Unresolved } from "../StoreRecord.js"

/**
 * Number of records in each state, and the age of the oldest orphan. Orphans are counted among `running` as well.
 *
 * @since 0.1.0
 * @category models
 */
export type RecordCounts = Stats

/**
 * Record that waits for a decision. The request is described as far as it was recorded.
 *
 * @since 0.1.0
 * @category models
 */
export interface UnresolvedRecord extends Pick<Unresolved, "state" | "reason" | "createdAt">, Summary {
  /** Name of the record, made of digests. */
  readonly id: string
  /** Generation to decide with. */
  readonly generation: number
}

/**
 * Page of the unresolved records. `next` is the `after` of the following page, and undefined at the end. A page may be
 * empty although others follow.
 *
 * @since 0.1.0
 * @category models
 */
export interface UnresolvedRecords {
  readonly records: ReadonlyArray<UnresolvedRecord>
  readonly next: string | undefined
}

/**
 * Decision about a record: `finish` stores the answer that every retry gets, `free` lets the same request run again, and
 * `forget` removes the record.
 *
 * @since 0.1.0
 * @category models
 */
export type KeyDecision = "free" | "forget" | {
  readonly finish: Response
  /** @default the retention of the options */
  readonly retentionMillis?: number | undefined
}

/**
 * Decision of an operator who looked at one generation of a record.
 *
 * @since 0.1.0
 * @category models
 */
export interface Decided {
  readonly id: string
  readonly generation: number
  readonly decision: KeyDecision
  /** Name of the operator, which is stored with the decision. */
  readonly actor: string
}

/**
 * Functions for the routes of operators. Protect these routes: no function asks who calls it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Operators {
  /** Counts the records. */
  readonly counts: () => Promise<RecordCounts>
  /** Lists the parked and orphaned records, about 100 at a time. Rejects a cursor that is not one. */
  readonly unresolved: (page?: {
    readonly limit?: number | undefined
    readonly after?: string | undefined
  }) => Promise<UnresolvedRecords>
  /** Carries out a decision. `lost`: the record needs none, or has changed since the operator looked at it. */
  readonly decide: (decided: Decided) => Promise<"ok" | "lost">
}
