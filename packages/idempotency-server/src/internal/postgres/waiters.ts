import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Chunk from "effect/Chunk"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { Identity, Service } from "../../Store.js"
import type { Run } from "./connections/query.js"
import type { Tables } from "./schema.js"
import * as Waiting from "./waiting.js"

const channel = "idempotency"

/** A notification carries less than 8000 bytes. */
const hintsPerNotification = 400

/** Pause between two notifications, so that a busy process sends a few with many hints each. */
const pause = "20 millis"

/** Time to hear of an end that came while the mark was being written, before the waiter looks again. */
const graceMillis = 50

const interval = Schedule.jittered(Schedule.spaced("500 millis"))

export interface Waiters {
  readonly awaitChange: Service["awaitChange"]
  /** Wakes the waiters of this process, and those of others if the record is awaited. */
  readonly announce: (identity: Identity, isAwaited: boolean) => Effect.Effect<unknown>
}

/**
 * Sends hints to other processes. It does so after the commit, many at a time and not with it, because a transaction that
 * notifies holds a lock of the whole database until its commit is on disk. `sql.notify` is not used: it sends a NOTIFY
 * with a parameter, which PostgreSQL refuses.
 */
const publishing = (sql: PgClient.PgClient, run: Run, changed: Queue.Queue<string>) =>
  Queue.takeBetween(changed, 1, hintsPerNotification).pipe(
    Effect.flatMap((hints) => run(sql`SELECT pg_notify(${channel}, ${Chunk.join(Chunk.dedupe(hints), ",")})`)),
    Effect.catchTag("StoreError", () => Effect.void),
    Effect.zipLeft(Effect.sleep(pause)),
    Effect.forever
  )

/**
 * Waiters for the end of records in other processes. They look at intervals; notifications make that quick. A client
 * does not report that its listening connection is gone, but a change that was not heard shows it, and it listens anew.
 */
export const makeWaiters = (
  sql: PgClient.PgClient,
  run: Run,
  tables: Tables
): Effect.Effect<Waiters, never, Scope.Scope> =>
  Effect.gen(function*() {
    const scope = yield* Effect.scope
    const waiting = Waiting.make()
    const changed = yield* Queue.unbounded<string>()
    const missed = yield* Queue.sliding<void>(1)

    /** The waiters whose record is not running any more, or not under their generation. */
    const ended = (waiters: ReadonlyArray<Waiting.Waiter>) =>
      Effect.map(
        sql<{ scope_hash: string; key_hash: string; gen: number }>`SELECT scope_hash, key_hash,
            (epoch + gen)::float8 AS gen
          FROM ${sql(tables.records)}
          WHERE ${sql.in("scope_hash", waiters.map(({ identity }) => identity.scopeHash))}
            AND ${sql.in("key_hash", waiters.map(({ identity }) => identity.keyHash))} AND state = 'running'`,
        (rows) => {
          const running = new Set(rows.map((row) => `${row.scope_hash}:${row.key_hash}:${row.gen}`))
          return waiters.filter(({ gen, identity }) => !running.has(`${identity.scopeHash}:${identity.keyHash}:${gen}`))
        }
      )

    const poll = Effect.suspend(() => {
      const waiters = waiting.all()
      return waiters.length === 0 ? Effect.void : run(ended(waiters)).pipe(
        Effect.flatMap((ended) => {
          const unheard = ended.filter(({ isAwake }) => !isAwake)
          unheard.forEach(Waiting.wake)
          return unheard.length === 0 ? Effect.void : Queue.offer(missed, undefined)
        }),
        Effect.catchTag("StoreError", () => Effect.void)
      )
    })

    // To stop listening waits for the server, which may be silent; what is left behind ends with its connection.
    const listen = sql.listen(channel).pipe(
      Stream.runForEach((hints) => Effect.sync(() => hints.split(",").forEach(waiting.wakeAll))),
      Effect.sandbox,
      Effect.ignore,
      Effect.disconnect,
      Effect.raceFirst(Queue.take(missed)),
      Effect.sandbox,
      Effect.ignore,
      Effect.repeat(interval)
    )

    yield* Effect.forkScoped(publishing(sql, run, changed))
    const start = yield* Effect.once(Effect.gen(function*() {
      yield* Effect.forkIn(listen, scope)
      yield* Effect.forkIn(Effect.repeat(poll, interval), scope)
    }))

    /** Marks the key for its owner to see, then looks whether there is an owner. */
    const mark = ({ identity: { keyHash, scopeHash } }: Waiting.Waiter) =>
      run(sql`INSERT INTO ${sql(tables.waits)} AS w (scope_hash, key_hash) VALUES (${scopeHash}, ${keyHash})
        ON CONFLICT (scope_hash, key_hash) DO UPDATE SET since = excluded.since`)

    const hasEnded = (waiter: Waiting.Waiter) => Effect.map(run(ended([waiter])), ({ length }) => length > 0)

    /**
     * Ends with the record, or before. An owner that was already ending it did not see the mark, so that the waiter looks
     * once more after a while; after that it relies on the notification, and on `poll`.
     */
    const listened = (waiter: Waiting.Waiter) =>
      mark(waiter).pipe(
        Effect.zipRight(hasEnded(waiter)),
        Effect.flatMap((over) =>
          over ? Effect.succeed(true) : Effect.flatMap(
            Effect.timeoutOption(Deferred.await(waiter.ended), graceMillis),
            Option.match({ onNone: () => hasEnded(waiter), onSome: () => Effect.succeed(true) })
          )
        ),
        Effect.flatMap((over) => over ? Effect.void : Deferred.await(waiter.ended))
      )

    return {
      awaitChange: (identity, gen) =>
        waiting.during(identity, gen, (waiter) => Effect.zipRight(start, listened(waiter))),
      announce: (identity, isAwaited) =>
        Effect.suspend(() => {
          waiting.wakeAll(Waiting.hint(identity))
          return isAwaited ? Queue.offer(changed, Waiting.hint(identity)) : Effect.void
        })
    }
  })
