import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Case, Subject } from "../../StoreContract.js"
import * as C from "./case.js"

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
    name: "whatever nobody ends expires too, and a running record not before its lease",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const released = C.newRequest()
      yield* store.settle(yield* C.claim(store, released), { _tag: "Release", reason: "500" })
      const parked = C.newRequest()
      yield* store.settle(yield* C.claim(store, parked), { _tag: "Park", reason: "unknown" })
      const orphaned = C.newRequest()
      yield* C.claim(store, orphaned)
      const alive = C.newRequest()
      const ticket = yield* C.claim(store, alive)
      yield* store.renew(ticket, 2 * C.retention)
      yield* advance(C.retention + 1)
      for (const { identity } of [released, parked, orphaned]) {
        C.same(yield* store.look(identity), Option.none(), "record")
      }
      C.same(yield* store.purge(1000), 3, "purged")
      C.found(yield* store.claim(C.rival(alive)), "Running")
      C.same(yield* store.settle(ticket, C.answer("done")), "ok", "end")
    })
  },
  {
    name: "a purge takes what expired, no more than it is told to, and nothing else",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const old = Array.from({ length: 5 }, C.newRequest)
      for (const request of old) yield* store.settle(yield* C.claim(store, request), C.answer("old"))
      yield* advance(C.retention / 2)
      const young = C.newRequest()
      yield* store.settle(yield* C.claim(store, young), C.answer("young"))
      yield* advance(C.retention / 2 + 1)
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
