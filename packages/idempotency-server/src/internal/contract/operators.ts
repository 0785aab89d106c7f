import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ClaimRequest, Service, StoreError } from "../../Store.js"
import type { Case, Subject } from "../../StoreContract.js"
import * as C from "./case.js"

const park = (store: Service, request: ClaimRequest): Effect.Effect<void, StoreError> =>
  Effect.flatMap(C.claim(store, request), (ticket) => store.settle(ticket, { _tag: "Park", reason: "unknown" }))

export const cases: ReadonlyArray<Case<Subject>> = [
  {
    name: "an operator gives a parked key its answer, frees it or forgets it, and it is written down who",
    exact: false,
    run: Effect.fnUntraced(function*({ stores: [store] }) {
      const [finished, freed, forgotten] = [C.newRequest(), C.newRequest(), C.newRequest()]
      for (const request of [finished, freed, forgotten]) yield* park(store, request)
      const finish = { _tag: "Finish", response: C.response("by hand"), retentionMillis: C.retention } as const
      C.same(yield* store.resolve(finished.identity, finish, "ada"), "ok", "finish")
      C.same(yield* store.resolve(freed.identity, { _tag: "Free" }, "bob"), "ok", "free")
      C.same(yield* store.resolve(forgotten.identity, { _tag: "Forget" }, "eve"), "ok", "forget")
      const { response } = C.found(yield* store.claim(C.rival(finished)), "Done")
      C.same(new TextDecoder().decode(response.body), "by hand", "body")
      C.found(yield* store.claim(C.otherBody(freed)), "Released")
      C.same(C.claimed(yield* store.claim(C.rival(freed))).from, "released", "claim")
      C.same(yield* store.look(forgotten.identity), Option.none(), "record")
      C.same(C.claimed(yield* store.claim(C.otherBody(forgotten))).from, "nothing", "claim")
      const decisions = yield* Effect.forEach(
        [finished, freed, forgotten],
        ({ identity }) =>
          Effect.map(store.resolutions(identity), (all) => all.map(({ actor, decision }) => `${actor}: ${decision}`))
      )
      C.same(decisions, [["ada: Finish"], ["bob: Free"], ["eve: Forget"]], "resolutions")
    })
  },
  {
    name: "an operator decides about an orphan, whose owner is powerless then, but not about a live owner or an answer",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const request = C.newRequest()
      const ticket = yield* C.claim(store, request)
      const free = { _tag: "Free" } as const
      C.same(yield* store.resolve(request.identity, free, "ada"), "lost", "decision about a live owner")
      yield* advance(C.lease + 1)
      C.same(yield* store.resolve(request.identity, free, "ada"), "ok", "decision about an orphan")
      C.same(yield* store.settle(ticket, C.answer("late")), "lost", "end")
      const next = yield* C.claim(store, C.rival(request))
      yield* store.settle(next, C.answer("done"))
      C.same(yield* store.resolve(request.identity, { _tag: "Forget" }, "ada"), "lost", "decision about an answer")
      C.same(yield* store.resolve(C.newRequest().identity, free, "ada"), "lost", "decision about nothing")
      C.same((yield* store.resolutions(request.identity)).length, 1, "number of resolutions")
    })
  },
  {
    name: "records are counted by their state, and orphans by their age",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      yield* C.claim(store, C.newRequest())
      yield* advance(C.lease + 500)
      yield* C.claim(store, C.newRequest())
      for (const settlement of C.settlements) yield* store.settle(yield* C.claim(store, C.newRequest()), settlement)
      const { oldestOrphanMillis, ...counts } = yield* store.stats
      C.same(
        counts,
        { running: 2, done: 1, tombstone: 1, released: 1, parked: 1, orphans: 1 },
        "counts"
      )
      C.same(oldestOrphanMillis >= 500 && oldestOrphanMillis < 500 + C.lease, true, "age of the orphan")
      yield* advance(C.retention + 1)
      C.same((yield* store.stats).done, 0, "expired answers")
    })
  }
]
