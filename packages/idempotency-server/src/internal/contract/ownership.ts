import * as Effect from "effect/Effect"
import type { Service, StoreError, Ticket } from "../../Store.js"
import * as C from "./case.js"
import type { Case, Subject } from "./model.js"

/** Every change that this owner tries is lost, and the record is the same afterwards. */
const isPowerless = (store: Service, ticket: Ticket, who: string): Effect.Effect<void, StoreError> =>
  Effect.gen(function*() {
    const before = C.still(yield* store.look(ticket.identity))
    C.same(yield* store.renew(ticket, 10 * C.lease), "lost", `renewal by ${who}`)
    for (const settlement of C.settlements) {
      C.same(yield* store.settle(ticket, settlement), "lost", `${settlement._tag} by ${who}`)
    }
    C.same(C.still(yield* store.look(ticket.identity)), before, `record after ${who}`)
  })

export const cases: ReadonlyArray<Case<Subject>> = [
  {
    name: "whoever is not the owner, in name or in generation, changes nothing",
    exact: false,
    run: Effect.fnUntraced(function*({ stores: [store] }) {
      const request = C.newRequest()
      const ticket = yield* C.claim(store, request)
      yield* isPowerless(store, { ...ticket, owner: C.newOwner() }, "a stranger")
      yield* isPowerless(store, { ...ticket, owner: "" }, "nobody")
      yield* isPowerless(store, { ...ticket, gen: ticket.gen - 1 }, "an earlier generation")
      yield* isPowerless(store, { ...ticket, gen: ticket.gen + 1 }, "a later generation")
      yield* isPowerless(store, { ...ticket, identity: C.newRequest().identity }, "the owner of another key")
      C.same(yield* store.settle(ticket, C.answer("done")), "ok", "end by the owner")
      yield* isPowerless(store, { ...ticket, owner: C.newOwner() }, "a stranger, after the end")
    })
  },
  {
    name: "an orphan is taken over by one, and its first owner is powerless from then on",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores }) {
      const request = C.newRequest()
      const zombie = yield* C.claim(stores[0], request)
      yield* advance(C.lease + 1)
      C.same((yield* C.looked(stores[0], request, "Running")).leaseLeftMillis, 0, "lease of an orphan")
      const results = yield* C.race(stores, Array.from({ length: 30 }, () => C.rival(request)))
      const winners = results.filter((result) => result._tag === "Claimed")
      C.same(winners.map(({ from, ticket }) => [from, ticket.gen]), [["orphan", zombie.gen + 1]], "owners")
      yield* isPowerless(stores[0], zombie, "the first owner")
      for (const { ticket } of winners) C.same(yield* stores[0].settle(ticket, C.answer("second")), "ok", "end")
      yield* isPowerless(stores[0], zombie, "the first owner, after the end")
    })
  },
  {
    name: "an orphan that was parked never runs again, and its late owner can still finish it",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const request = C.newRequest()
      const late = yield* C.claim(store, request)
      yield* advance(C.lease + 1)
      C.found(yield* store.claim({ ...C.rival(request), orphans: "park" }), "Parked")
      C.found(yield* store.claim(C.rival(request)), "Parked")
      yield* isPowerless(store, { ...late, owner: C.newOwner() }, "another owner")
      C.same(yield* store.settle(late, C.answer("late")), "ok", "end by the late owner")
      const { response } = C.found(yield* store.claim(C.rival(request)), "Done")
      C.same(new TextDecoder().decode(response.body), "late", "body")
    })
  },
  {
    name: "an orphan that was parked is running again when its late owner renews its lease",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const request = C.newRequest()
      const late = yield* C.claim(store, request)
      yield* advance(C.lease + 1)
      C.found(yield* store.claim({ ...C.rival(request), orphans: "park" }), "Parked")
      C.same(yield* store.renew(late, C.lease), "ok", "late renewal")
      C.found(yield* store.claim(C.rival(request)), "Running")
      C.same(yield* store.settle(late, { _tag: "Park", reason: "unknown" }), "ok", "end")
      yield* isPowerless(store, { ...late, gen: late.gen + 1 }, "a later generation")
      C.same(yield* store.renew(late, C.lease), "lost", "renewal after the owner parked it")
      C.same(yield* store.settle(late, C.answer("second thoughts")), "lost", "another end")
    })
  },
  {
    name: "an orphan is neither taken nor parked by another body",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const request = C.newRequest()
      const ticket = yield* C.claim(store, request)
      yield* advance(C.lease + 1)
      C.found(yield* store.claim(C.otherBody(request)), "Running")
      C.found(yield* store.claim({ ...C.otherBody(request), orphans: "park" }), "Running")
      C.same(yield* store.settle(ticket, C.answer("late")), "ok", "end by the owner, whom nobody replaced")
    })
  },
  {
    name: "a lease that is renewed lasts, also one that ran out unnoticed",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores }) {
      const request = C.newRequest()
      const ticket = yield* C.claim(stores[0], request)
      for (let beat = 0; beat < 5; beat++) {
        yield* advance(C.lease / 2)
        C.same(yield* stores[0].renew(ticket, C.lease), "ok", "renewal")
        C.found(yield* C.client(stores, 1).claim(C.rival(request)), "Running")
      }
      yield* advance(2 * C.lease)
      C.same(yield* stores[0].renew(ticket, C.lease), "ok", "late renewal")
      C.found(yield* C.client(stores, 1).claim(C.rival(request)), "Running")
    })
  },
  {
    name: "a takeover that was decided on what is no longer so is refused",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores }) {
      const request = C.newRequest()
      const ticket = yield* C.claim(stores[0], request)
      yield* advance(C.lease + 1)
      C.same((yield* C.looked(C.client(stores, 1), request, "Running")).leaseLeftMillis, 0, "lease of an orphan")
      yield* stores[0].settle(ticket, C.answer("in time"))
      const { response } = C.found(yield* C.client(stores, 1).claim(C.rival(request)), "Done")
      C.same(new TextDecoder().decode(response.body), "in time", "body")
    })
  }
]
