/**
 * Operations on a store for the people who run a server: counts, purges, and decisions about keys that are stuck.
 *
 * @example
 * import { Operations, StoreMemory } from "@qurl/idempotency-server"
 * import { Layer } from "effect"
 *
 * // Beside the server, on the same store.
 * export const layer = Operations.layer().pipe(Layer.provideMerge(StoreMemory.layer))
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type { Change, Decision, Identity, Record, Resolution, Stats, StoreError, UnresolvedPage } from "./Store.js"
import { Store } from "./Store.js"

/**
 * Intervals of the maintenance of a store.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Interval at which records are counted. The store reads all of them for it. @default 1 minute */
  readonly measure?: Duration.DurationInput | undefined
  /** Interval at which expired records are removed. @default 1 minute */
  readonly purge?: Duration.DurationInput | undefined
  /** How many go at once. Requests take their turns between two batches. Default: 500. */
  readonly batch?: number | undefined
}

/**
 * Status of a key, without its answer.
 *
 * @since 0.1.0
 * @category models
 */
export interface Status {
  readonly state: Record["_tag"] | "Orphan"
  /** Why it ended without an answer that is kept. */
  readonly reason: string | undefined
  /** The status of the answer that is kept. */
  readonly answered: number | undefined
  /** Generation to decide with. */
  readonly gen: number
  /** In epoch milliseconds, as the store counts them. */
  readonly createdAt: number
  /** None for a record without a final outcome, which never expires. */
  readonly expiresAt: number | undefined
  /** Decisions of operators about the key, the latest last. */
  readonly resolutions: ReadonlyArray<Resolution>
}

const gauge = (name: string, description: string) => Metric.gauge(name, { description })

const records = gauge("idempotency_records", "Records that have not expired, by state")
const orphans = gauge("idempotency_orphans", "Running records whose owner gave no sign for the length of its lease")
const oldestOrphan = gauge("idempotency_oldest_orphan_seconds", "How long ago the lease of the oldest orphan ran out")
const purged = Metric.counter("idempotency_purged", { description: "Expired records removed", incremental: true })

const states = ["running", "done", "tombstone", "released", "parked"] as const

const report = (stats: Stats): Effect.Effect<void> =>
  Effect.all([
    ...states.map((state) => Metric.set(Metric.tagged(records, "state", state), stats[state])),
    Metric.set(orphans, stats.orphans),
    Metric.set(oldestOrphan, stats.oldestOrphanMillis / 1000)
  ], { discard: true })

/**
 * Counts the records once, and sets the gauges `idempotency_records` (by `state`), `idempotency_orphans` and
 * `idempotency_oldest_orphan_seconds`.
 *
 * @since 0.1.0
 * @category combinators
 */
export const measure: Effect.Effect<Stats, StoreError, Store> = Effect.flatMap(
  Store,
  (store) => Effect.tap(store.stats, report)
)

/**
 * Removes everything that expired, so many at a time, and tells how many there were.
 *
 * @since 0.1.0
 * @category combinators
 */
export const purge = (batch: number): Effect.Effect<number, StoreError, Store> =>
  Effect.flatMap(Store, (store) =>
    Effect.iterate({ removed: 0, last: batch }, {
      while: ({ last }) => last >= batch,
      body: ({ removed }) =>
        store.purge(batch).pipe(
          Effect.tap((last) => Metric.incrementBy(purged, last)),
          Effect.tap(() => Effect.yieldNow()),
          Effect.map((last) => ({ removed: removed + last, last }))
        )
    })).pipe(Effect.map(({ removed }) => removed))

/**
 * Reads the status of a key. Executes nothing, writes nothing and makes no claim.
 *
 * @since 0.1.0
 * @category combinators
 */
export const status = (identity: Identity): Effect.Effect<Option.Option<Status>, StoreError, Store> =>
  Effect.flatMap(Store, (store) =>
    Effect.flatMap(
      store.look(identity),
      Option.match({
        onNone: () => Effect.succeedNone,
        onSome: (record) =>
          Effect.map(store.resolutions(identity), (resolutions) =>
            Option.some(
              {
                state: record._tag === "Running" && record.leaseLeftMillis <= 0 ? "Orphan" : record._tag,
                reason: "reason" in record ? record.reason : undefined,
                answered: "response" in record ? record.response.status : undefined,
                gen: record.gen,
                createdAt: record.createdAt,
                expiresAt: "expiresAt" in record ? record.expiresAt : undefined,
                resolutions
              } satisfies Status
            ))
      })
    ))

/**
 * Lists the records that wait for a decision, parked and orphaned, about `limit` at a time. `after` is the `next` of the
 * page before.
 *
 * @since 0.1.0
 * @category combinators
 */
export const unresolved = (
  options: { readonly limit?: number | undefined; readonly after?: string | undefined } = {}
): Effect.Effect<UnresolvedPage, StoreError, Store> =>
  Effect.flatMap(Store, (store) => store.unresolved(options.limit ?? 100, options.after))

/**
 * Decides about a record that is parked or orphaned, in the name of `actor`. `gen` is the generation that the operator
 * looked at, as a status or a list shows it. The store writes down who decided what, and the log says so. `lost`: there
 * is nothing to decide, or the record has changed since.
 *
 * @since 0.1.0
 * @category combinators
 */
export const resolve = (
  identity: Identity,
  gen: number,
  decision: Decision,
  actor: string
): Effect.Effect<Change, StoreError, Store> =>
  Effect.flatMap(
    Store,
    (store) =>
      Effect.tap(store.resolve(identity, gen, decision, actor), (change) =>
        Effect.logInfo("a key was resolved").pipe(
          Effect.annotateLogs({ key: identity.keyHash.slice(0, 8), decision: decision._tag, actor, change })
        ))
  )

/** Trouble with the store is for the log; the next round tries again. */
const forever = <A>(effect: Effect.Effect<A, StoreError, Store>, every: Duration.DurationInput) =>
  effect.pipe(
    Effect.catchTag("StoreError", (error) => Effect.logWarning(error.message)),
    Effect.repeat(Schedule.jittered(Schedule.spaced(every))),
    Effect.forkScoped
  )

/**
 * Measures and purges beside the server as long as it runs. Every process may do so.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options = {}): Layer.Layer<never, never, Store> =>
  Layer.scopedDiscard(
    Effect.zipRight(
      forever(measure, options.measure ?? "1 minute"),
      forever(purge(options.batch ?? 500), options.purge ?? "1 minute")
    )
  )
