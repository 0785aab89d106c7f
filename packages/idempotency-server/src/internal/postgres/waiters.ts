import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Chunk from "effect/Chunk"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import type { Identity, StoreError } from "../../Store.js"
import type { Ask } from "./ask.js"
import type { Tables } from "./schema.js"

interface Waiter {
  readonly identity: Identity
  readonly gen: number
  readonly ended: Deferred.Deferred<void>
  isAwake: boolean
}

const channel = "idempotency"

/** Part of a digest: to wake somebody for nothing does no harm, and many fit into one notification. */
const hint = ({ keyHash }: Identity): string => keyHash.slice(0, 16)

/** A notification carries less than 8000 bytes. */
const hintsPerNotification = 400

/** Between two notifications, so that a busy process sends a few with many hints each. */
const pause = "20 millis"

/**
 * Whoever waits for the end of a record in another process. Looking again and again is what it rests on; notifications
 * make it quick. They are sent after the commit, many at a time and not with it, because a transaction that notifies
 * holds a lock of the whole database until its commit is on disk.
 */
export const makeWaiters = Effect.fnUntraced(function*(sql: PgClient.PgClient, ask: Ask, tables: Tables) {
  const scope = yield* Effect.scope
  const waiting = new Map<string, Set<Waiter>>()
  const changed = yield* Queue.unbounded<string>()
  const missed = yield* Queue.sliding<void>(1)

  const wake = (waiter: Waiter) => {
    waiter.isAwake = true
    Deferred.unsafeDone(waiter.ended, Effect.void)
  }

  const wakeAll = (hint: string) => {
    for (const waiter of waiting.get(hint) ?? []) wake(waiter)
  }

  /** Those among the waiters whose record is running no longer, or not under their generation. */
  const ended = (waiters: ReadonlyArray<Waiter>) =>
    Effect.map(
      sql<{ scope_hash: string; key_hash: string; gen: number }>`SELECT scope_hash, key_hash, gen
        FROM ${sql(tables.records)}
        WHERE ${sql.in("scope_hash", waiters.map(({ identity }) => identity.scopeHash))}
          AND ${sql.in("key_hash", waiters.map(({ identity }) => identity.keyHash))}
          AND state = 'running' AND expires_at > clock_timestamp()`,
      (rows) => {
        const running = new Set(rows.map((row) => `${row.scope_hash}:${row.key_hash}:${row.gen}`))
        return waiters.filter(({ gen, identity }) => !running.has(`${identity.scopeHash}:${identity.keyHash}:${gen}`))
      }
    )

  const poll = Effect.suspend(() => {
    const waiters = [...waiting.values()].flatMap((waiters) => [...waiters])
    return waiters.length === 0 ? Effect.void : ask(ended(waiters)).pipe(
      Effect.flatMap((ended) => {
        const unheard = ended.filter(({ isAwake }) => !isAwake)
        unheard.forEach(wake)
        return unheard.length === 0 ? Effect.void : Queue.offer(missed, undefined)
      }),
      Effect.catchTag("StoreError", () => Effect.void)
    )
  })

  /** The client does not say that its listening connection is gone. A change that went unheard does: it begins anew. */
  const listen = sql.listen(channel).pipe(
    Stream.runForEach((hints) => Effect.sync(() => hints.split(",").forEach(wakeAll))),
    Effect.sandbox,
    Effect.ignore,
    Effect.raceFirst(Queue.take(missed)),
    Effect.sandbox,
    Effect.ignore,
    Effect.repeat(Schedule.jittered(Schedule.spaced("500 millis")))
  )

  // `sql.notify` sends a NOTIFY with a parameter, which PostgreSQL refuses.
  const publish = Queue.takeBetween(changed, 1, hintsPerNotification).pipe(
    Effect.flatMap((hints) => ask(sql`SELECT pg_notify(${channel}, ${Chunk.join(Chunk.dedupe(hints), ",")})`)),
    Effect.catchTag("StoreError", () => Effect.void),
    Effect.zipLeft(Effect.sleep(pause)),
    Effect.forever
  )

  yield* Effect.forkScoped(publish)
  const start = yield* Effect.once(Effect.gen(function*() {
    yield* Effect.forkIn(listen, scope)
    yield* Effect.forkIn(Effect.repeat(poll, Schedule.jittered(Schedule.spaced("500 millis"))), scope)
  }))

  /**
   * Whoever ends the record sees that it has somebody to tell. Nothing is marked where it has ended already, and where
   * somebody changes it: behind a transaction that is being committed one of the few connections would wait with it.
   */
  const mark = ({ gen, identity: { keyHash, scopeHash } }: Waiter) =>
    Effect.map(
      ask(sql<{ marked: boolean; running: boolean }>`WITH running AS (
          SELECT FROM ${sql(tables.records)} WHERE scope_hash = ${scopeHash} AND key_hash = ${keyHash} AND gen = ${gen}
            AND state = 'running' AND expires_at > clock_timestamp()
        ), marked AS (
          UPDATE ${sql(tables.records)} SET awaited = true WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM ${sql(tables.records)}
            WHERE scope_hash = ${scopeHash} AND key_hash = ${keyHash} AND gen = ${gen}
              AND state = 'running' AND expires_at > clock_timestamp()
            FOR NO KEY UPDATE SKIP LOCKED
          )) RETURNING 1
        ) SELECT EXISTS (SELECT FROM running) AS running, EXISTS (SELECT FROM marked) AS marked`),
      ([row]): "marked" | "locked" | "ended" => row?.marked ? "marked" : row?.running ? "locked" : "ended"
    )

  /** Ends with the record, or before: nobody may wait for a word that is not sent, so that it is marked before that. */
  const listened = (waiter: Waiter, delayMillis = 10): Effect.Effect<void, StoreError> =>
    Effect.flatMap(mark(waiter), (state) => {
      switch (state) {
        case "marked":
          return Deferred.await(waiter.ended)
        case "locked":
          return Effect.flatMap(
            Effect.timeoutOption(Deferred.await(waiter.ended), delayMillis),
            Option.match({
              onNone: () => listened(waiter, Math.min(500, delayMillis * 2)),
              onSome: () => Effect.void
            })
          )
        case "ended":
          return Effect.void
      }
    })

  const awaitChange = (identity: Identity, gen: number) =>
    Effect.acquireUseRelease(
      Effect.map(Deferred.make<void>(), (ended) => {
        const waiter: Waiter = { identity, gen, ended, isAwake: false }
        const waiters = waiting.get(hint(identity)) ?? new Set()
        waiting.set(hint(identity), waiters.add(waiter))
        return waiter
      }),
      (waiter) => Effect.zipRight(start, listened(waiter)),
      (waiter) =>
        Effect.sync(() => {
          const waiters = waiting.get(hint(identity))
          waiters?.delete(waiter)
          if (waiters?.size === 0) waiting.delete(hint(identity))
        })
    )

  /** Tells those who wait here that a record came to its end, and where somebody waits elsewhere, them as well. */
  const announce = (identity: Identity, isAwaited: boolean) =>
    Effect.suspend(() => {
      wakeAll(hint(identity))
      return isAwaited ? Queue.offer(changed, hint(identity)) : Effect.void
    })

  return { awaitChange, announce }
})
