import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Record, Service, StoreError } from "../../Store.js"
import { identity, UnfitStoreError } from "../../Store.js"

/** Mark of a sealed store: a record that is the same for every secret and shows which one names the others. */
const place = identity(["@qurl/idempotency-server/Sealed"], "check")

const centuries = 1e13

const verify = ({ fingerprint }: Record, check: string): Effect.Effect<void, UnfitStoreError> =>
  fingerprint === check
    ? Effect.void
    : Effect.fail(new UnfitStoreError({ problem: "was sealed with another lookup secret" }))

const sealFirst = (store: Service, check: string): Effect.Effect<void, StoreError | UnfitStoreError> =>
  Effect.gen(function*() {
    const result = yield* store.claim({
      identity: place,
      fingerprint: check,
      owner: crypto.randomUUID(),
      leaseMillis: 10_000,
      retentionMillis: centuries,
      orphans: "take"
    })
    if (result._tag === "Found") return yield* verify(result.record, check)
    yield* store.settle(result.ticket, { _tag: "Release", reason: "the store is sealed" })
  })

/** A store that keeps what it confirmed is asked again at this interval; one that may forget, after every new record. */
const durableIntervalMillis = 1000

/**
 * Writes the mark again if the store has forgotten it, after a claim that made a record. Otherwise a flush would leave
 * records without a mark, and no other process could start.
 */
export const makeRenewal = (store: Service, check: string): Effect.Effect<void, StoreError> => {
  const intervalMillis = store.capabilities.durable ? durableIntervalMillis : 0
  let renewedAt = -Infinity
  return Effect.flatMap(Clock.currentTimeMillis, (now) => {
    if (now - renewedAt < intervalMillis) return Effect.void
    renewedAt = now
    return Effect.flatMap(
      store.look(place),
      Option.match({
        onSome: () => Effect.void,
        onNone: () =>
          Effect.catchTag(sealFirst(store, check), "UnfitStoreError", ({ message }) => Effect.logError(message))
      })
    )
  })
}

/** Checks that the store may be sealed with the secret behind `check`, and leaves its mark out of the counts. */
export const checked = (store: Service, check: string): Pick<Service, "probe" | "stats"> => ({
  probe: Effect.gen(function*() {
    yield* store.probe
    const before = yield* store.look(place)
    if (Option.isSome(before) && before.value._tag === "Released") return yield* verify(before.value, check)
    const { done, parked, released, running, tombstone } = yield* store.stats
    // Another process may have sealed it meanwhile, and answered.
    const after = yield* store.look(place)
    if (Option.isSome(after)) yield* verify(after.value, check)
    else if (running + done + tombstone + released + parked > 0) {
      return yield* new UnfitStoreError({ problem: "holds records that are not sealed" })
    }
    yield* sealFirst(store, check)
  }),
  stats: Effect.flatMap(store.stats, (stats) =>
    Effect.map(
      store.look(place),
      Option.match({
        onNone: () => stats,
        onSome: ({ _tag }) => _tag === "Released" ? { ...stats, released: stats.released - 1 } : stats
      })
    ))
})
