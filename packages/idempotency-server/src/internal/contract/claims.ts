import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import { ok } from "node:assert/strict"
import * as C from "./case.js"
import type { Case, Subject } from "./model.js"

export const cases: ReadonlyArray<Case<Subject>> = [
  {
    name: "a key that nobody used has no record",
    exact: false,
    run: Effect.fnUntraced(function*({ stores: [store] }) {
      yield* store.probe.pipe(Effect.catchTag("UnfitStoreError", Effect.die))
      C.same(yield* store.look(C.newRequest().identity), Option.none(), "record")
    })
  },
  {
    name: "the first claim has a generation and a lease, and every client sees it running",
    exact: false,
    run: Effect.fnUntraced(function*({ stores }) {
      const request = C.newRequest()
      const { from, ticket } = C.claimed(yield* stores[0].claim(request))
      C.same(
        [from, ticket.gen, ticket.owner, ticket.leaseMillis],
        ["nothing", ticket.gen, request.owner, C.lease],
        "claim"
      )
      for (const store of stores) {
        const running = yield* C.looked(store, request, "Running")
        C.same([running.gen, running.fingerprint], [ticket.gen, request.fingerprint], "record")
        ok(running.leaseLeftMillis > 0 && running.leaseLeftMillis <= C.lease, "the lease lasts")
      }
    })
  },
  {
    name: "a duplicate finds it running and changes nothing",
    exact: false,
    run: Effect.fnUntraced(function*({ stores }) {
      const request = C.newRequest()
      yield* C.claim(stores[0], request)
      const before = C.still(yield* stores[0].look(request.identity))
      const store = C.client(stores, 1)
      C.found(yield* store.claim(C.rival(request)), "Running")
      C.found(yield* store.claim({ ...C.rival(request), orphans: "park" }), "Running")
      const other = C.found(yield* store.claim(C.otherBody(request)), "Running")
      C.same(other.fingerprint, request.fingerprint, "fingerprint")
      C.same(C.still(yield* stores[0].look(request.identity)), before, "record")
    })
  },
  {
    name: "of many who claim at once one gets the key",
    exact: false,
    run: Effect.fnUntraced(function*({ stores }) {
      const request = C.newRequest()
      const results = yield* C.race(stores, Array.from({ length: 50 }, () => C.rival(request)))
      C.same(results.filter(({ _tag }) => _tag === "Claimed").length, 1, "owners")
      for (const result of results) if (result._tag === "Found") C.found(result, "Running")
    })
  },
  {
    name: "of two bodies that race for a key one wins, and every loser is told which",
    exact: false,
    run: Effect.fnUntraced(function*({ stores }) {
      const request = C.newRequest()
      const requests = Array.from({ length: 40 }, (_, i) => i % 2 === 0 ? C.rival(request) : C.otherBody(request))
      const results = yield* C.race(stores, requests)
      const winner = results.findIndex(({ _tag }) => _tag === "Claimed")
      C.same(results.filter(({ _tag }) => _tag === "Claimed").length, 1, "owners")
      for (const result of results) {
        if (result._tag === "Found") C.same(result.record.fingerprint, requests[winner]?.fingerprint, "fingerprint")
      }
    })
  },
  {
    name: "an owner whose answer was lost claims again and is no duplicate of itself",
    exact: false,
    run: Effect.fnUntraced(function*({ stores }) {
      const request = C.newRequest()
      const first = C.claimed(yield* stores[0].claim(request))
      C.same(C.claimed(yield* C.client(stores, 1).claim(request)), first, "claim")
      yield* stores[0].settle(first.ticket, C.answer("done"))
      C.found(yield* stores[0].claim(request), "Done")
    })
  },
  {
    name: "a key is another's under another scope, and another key is another's under the same",
    exact: false,
    run: Effect.fnUntraced(function*({ stores: [store] }) {
      const request = C.newRequest()
      const other = C.newRequest()
      yield* C.claim(store, request)
      const { scopeHash } = request.identity
      yield* C.claim(store, { ...other, identity: { ...other.identity, scopeHash } })
      yield* C.claim(store, { ...other, identity: { ...other.identity, keyHash: request.identity.keyHash } })
    })
  },
  {
    name: "a waiter is told when the owner ends, whoever it is told by",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores }) {
      const request = C.newRequest()
      const ticket = yield* C.claim(stores[0], request)
      const waiting = yield* Effect.fork(C.client(stores, 1).awaitChange(request.identity, ticket.gen))
      yield* Effect.yieldNow()
      C.same(yield* stores[0].renew(ticket, C.lease), "ok", "renewal")
      yield* stores[0].settle(ticket, C.answer("done"))
      // Some stores notify, and some look again after a while.
      yield* Effect.raceFirst(Fiber.join(waiting), Effect.forever(advance(100)))
      // A wait that begins after the change ends at once.
      yield* C.client(stores, 1).awaitChange(request.identity, ticket.gen)
      yield* C.client(stores, 1).awaitChange(C.newRequest().identity, 1)
    })
  }
]
