import * as Effect from "effect/Effect"
import * as C from "./case.js"
import type { Case, Subject } from "./model.js"

const bodies: ReadonlyArray<Uint8Array> = [
  new Uint8Array(),
  Uint8Array.from({ length: 256 }, (_, index) => index),
  new TextEncoder().encode("\"\u0000 \\ \u20ac \ud83d\ude00\r\n"),
  new Uint8Array(1024 * 1024).fill(0xff)
]

export const cases: ReadonlyArray<Case<Subject>> = [
  {
    name: "an answer comes back byte for byte, with its status and headers",
    exact: false,
    run: Effect.fnUntraced(function*({ stores }) {
      for (const [index, body] of bodies.entries()) {
        const request = C.newRequest()
        const headers = { "content-type": "text/plain; charset=\"utf-8\"", link: "<a>; rel=\"b\", <c>", etag: "'\\\"" }
        const response = { status: 200 + index, headers, body }
        const ticket = yield* C.claim(stores[0], request)
        yield* stores[0].settle(ticket, { _tag: "Answer", response, retentionMillis: C.retention })
        for (const store of stores) {
          const looked = yield* C.looked(store, request, "Done")
          const found = C.found(yield* store.claim(C.rival(request)), "Done")
          for (const kept of [looked.response, found.response]) {
            C.same({ ...kept, body: Buffer.from(kept.body) }, { ...response, body: Buffer.from(body) }, "answer")
          }
        }
      }
    })
  },
  {
    name: "an answer is final: neither its owner nor a claim changes it",
    exact: false,
    run: Effect.fnUntraced(function*({ stores }) {
      const request = C.newRequest()
      const ticket = yield* C.claim(stores[0], request)
      C.same(yield* stores[0].settle(ticket, C.answer("first")), "ok", "end")
      const before = yield* stores[0].look(request.identity)
      // The owner may repeat its own end: the confirmation may have been lost.
      C.same(yield* stores[0].settle(ticket, C.answer("second")), "ok", "same end")
      for (const other of C.settlements.slice(1)) C.same(yield* stores[0].settle(ticket, other), "lost", other._tag)
      C.same(yield* stores[0].renew(ticket, C.lease), "lost", "renewal")
      C.found(yield* C.client(stores, 1).claim(C.rival(request)), "Done")
      C.found(yield* C.client(stores, 1).claim(C.otherBody(request)), "Done")
      C.same(yield* C.client(stores, 1).look(request.identity), before, "record")
    })
  },
  {
    name: "what could not be kept is final as well, and says why",
    exact: false,
    run: Effect.fnUntraced(function*({ stores: [store] }) {
      const request = C.newRequest()
      const ticket = yield* C.claim(store, request)
      const response = C.response("")
      yield* store.settle(ticket, { _tag: "Tombstone", reason: "too large", response, retentionMillis: C.retention })
      const record = C.found(yield* store.claim(C.rival(request)), "Tombstone")
      C.same([record.reason, record.response.status, record.response.headers], [
        "too large",
        response.status,
        response.headers
      ], "tombstone")
      C.same(record.response.body.length, 0, "length of the body")
    })
  },
  {
    name: "a released key goes to the next claim, whatever its body, and to no other",
    exact: false,
    run: Effect.fnUntraced(function*({ stores }) {
      const request = C.newRequest()
      const ticket = yield* C.claim(stores[0], request)
      C.same(yield* stores[0].settle(ticket, { _tag: "Release", reason: "500" }), "ok", "release")
      C.same((yield* C.looked(stores[0], request, "Released")).reason, "500", "reason")
      const results = yield* C.race(stores, Array.from({ length: 20 }, () => C.otherBody(request)))
      const winners = results.filter((result) => result._tag === "Claimed")
      C.same(winners.map(({ from, ticket }) => [from, ticket.gen]), [["released", ticket.gen + 1]], "owners")
      C.found(yield* stores[0].claim(C.rival(request)), "Running")
      C.same((yield* C.looked(stores[0], request, "Running")).fingerprint, C.otherBody(request).fingerprint, "body")
      C.same(yield* stores[0].settle(ticket, C.answer("late")), "lost", "end by the first owner")
    })
  },
  {
    name: "a parked key is nobody's",
    exact: false,
    run: Effect.fnUntraced(function*({ stores: [store] }) {
      const request = C.newRequest()
      const ticket = yield* C.claim(store, request)
      C.same(yield* store.settle(ticket, { _tag: "Park", reason: "timed out" }), "ok", "park")
      C.same(C.found(yield* store.claim(C.rival(request)), "Parked").reason, "timed out", "reason")
      C.same(yield* store.settle(ticket, C.answer("late")), "lost", "end")
    })
  },
  {
    name: "bytes that the caller changes later stay as they were kept",
    exact: false,
    run: Effect.fnUntraced(function*({ stores: [store] }) {
      const request = C.newRequest()
      const response = C.response("kept")
      const ticket = yield* C.claim(store, request)
      yield* store.settle(ticket, { _tag: "Answer", response, retentionMillis: C.retention })
      response.body.fill(0)
      const once = (yield* C.looked(store, request, "Done")).response.body
      C.same(new TextDecoder().decode(once), "kept", "body")
      once.fill(0)
      const again = (yield* C.looked(store, request, "Done")).response.body
      C.same(new TextDecoder().decode(again), "kept", "body")
    })
  }
]
