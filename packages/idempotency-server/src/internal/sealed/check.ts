import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Record, Service, StoreError } from "../../Store.js"
import { identity, UnfitStoreError } from "../../Store.js"

/** A record that is the same for every secret and says which one the others are named by. */
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

/** Whether the store may be sealed with the secret behind `check`, and what it holds beside that one record. */
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
