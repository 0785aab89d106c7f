import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as C from "./case.js"
import type { Case, Subject } from "./model.js"

export const cases: ReadonlyArray<Case<Subject>> = [
  {
    name: "an answer lives to the last millisecond of its retention and no longer",
    exact: true,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const request = C.newRequest()
      const ticket = yield* C.claim(store, request)
      yield* advance(C.lease - 1)
      yield* store.settle(ticket, C.answer("done"))
      yield* advance(C.retention - 1)
      yield* C.looked(store, request, "Done")
      C.found(yield* store.claim(C.rival(request)), "Done")
      yield* advance(1)
      C.same(yield* store.look(request.identity), Option.none(), "record")
      const { from, ticket: next } = C.claimed(yield* store.claim(C.otherBody(request)))
      C.same([from, next.gen > ticket.gen], ["nothing", true], "claim")
    })
  },
  {
    name: "a lease lasts to its last millisecond and no longer",
    exact: true,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const request = C.newRequest()
      yield* C.claim(store, request)
      yield* advance(C.lease - 1)
      C.same(C.found(yield* store.claim(C.rival(request)), "Running").leaseLeftMillis, 1, "lease left")
      yield* advance(1)
      C.same(C.claimed(yield* store.claim(C.rival(request))).from, "orphan", "claim")
    })
  },
  {
    name: "an expired record that is still there is one fresh start for all who come",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores }) {
      const request = C.newRequest()
      const ticket = yield* C.claim(stores[0], request)
      yield* stores[0].settle(ticket, C.answer("old"))
      yield* advance(C.retention + 1)
      const results = yield* C.race(stores, Array.from({ length: 50 }, () => C.otherBody(request)))
      const winners = results.filter((result) => result._tag === "Claimed")
      C.same(winners.map(({ from }) => from), ["nothing"], "owners")
      C.same(yield* stores[0].settle(ticket, C.answer("late")), "lost", "end by the expired owner")
    })
  },
  {
    name: "R4: a record whose outcome is open never expires and is never purged; a released one is",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const [released, parked, orphaned] = [C.newRequest(), C.newRequest(), C.newRequest()]
      yield* store.settle(yield* C.claim(store, released), { _tag: "Release", reason: "500" })
      yield* store.settle(yield* C.claim(store, parked), { _tag: "Park", reason: "unknown" })
      const late = yield* C.claim(store, orphaned)
      yield* advance(1000 * C.retention)
      C.same(yield* store.look(released.identity), Option.none(), "released record")
      C.same(yield* store.purge(1000), 1, "purged")
      C.found(yield* store.claim(C.rival(parked)), "Parked")
      C.found(yield* store.claim(C.otherBody(parked)), "Parked")
      C.same((yield* C.looked(store, orphaned, "Running")).leaseLeftMillis, 0, "lease of an orphan")
      C.found(yield* store.claim(C.otherBody(orphaned)), "Running")
      const { orphans, parked: count } = yield* store.stats
      C.same([orphans, count], [1, 1], "counts")
      C.same(yield* store.settle(late, C.answer("late")), "ok", "end by the owner, which was not replaced")
    })
  },
  {
    name: "a generation is above all earlier ones of its key, even if their record is gone",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const request = C.newRequest()
      const gens: Array<number> = []
      const claimed = Effect.fnUntraced(function*() {
        const ticket = yield* C.claim(store, C.rival(request))
        gens.push(ticket.gen)
        return ticket
      })
      yield* store.settle(yield* claimed(), { _tag: "Release", reason: "500" })
      yield* store.settle(yield* claimed(), { _tag: "Release", reason: "500" })
      yield* advance(2 * C.retention)
      yield* store.purge(1000)
      C.same(yield* store.look(request.identity), Option.none(), "record")
      const ticket = yield* claimed()
      yield* store.settle(ticket, { _tag: "Park", reason: "unknown" })
      yield* advance(C.retention)
      C.same(yield* store.resolve(request.identity, ticket.gen, { _tag: "Forget" }, "ada"), "ok", "decision")
      yield* claimed()
      C.same(gens, [...new Set(gens)].sort((one, other) => one - other), "generations")
    })
  },
  {
    name: "a purge takes what expired, no more than it is told to, and nothing else",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const old = Array.from({ length: 5 }, C.newRequest)
      for (const request of old) yield* store.settle(yield* C.claim(store, request), C.answer("old"))
      yield* advance(C.retention / 2 + C.lease)
      const young = C.newRequest()
      yield* store.settle(yield* C.claim(store, young), C.answer("young"))
      yield* advance(C.retention / 2 + C.lease + 1)
      C.same([yield* store.purge(2), yield* store.purge(1000), yield* store.purge(1000)], [2, 3, 0], "purged")
      yield* C.looked(store, young, "Done")
    })
  },
  {
    name: "a retention that begins anew is never shorter, and begins for answers only",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const [running, touched] = [C.newRequest(), C.newRequest()]
      const ticket = yield* C.claim(store, running)
      yield* store.touch(running.identity, 100 * C.retention)
      C.same(yield* store.settle(ticket, { _tag: "Release", reason: "500" }), "ok", "release")
      yield* store.touch(running.identity, 100 * C.retention)
      yield* store.settle(yield* C.claim(store, touched), C.answer("done"))
      yield* store.touch(touched.identity, 1)
      yield* advance(C.retention / 2)
      yield* C.looked(store, touched, "Done")
      yield* store.touch(touched.identity, C.retention)
      yield* advance(C.retention / 2 + 1)
      yield* C.looked(store, touched, "Done")
      C.same(yield* store.look(running.identity), Option.none(), "record")
      yield* advance(C.retention / 2)
      yield* store.touch(touched.identity, C.retention)
      C.same(yield* store.look(touched.identity), Option.none(), "record")
    })
  }
]
