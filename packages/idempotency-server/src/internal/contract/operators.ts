import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { fail } from "node:assert/strict"
import { type ClaimRequest, resolutionRetentionMillis, type Service, type StoreError } from "../../Store.js"
import type { Unresolved } from "../../Store.js"
import * as C from "./case.js"
import type { Case, Subject } from "./model.js"

/** Parks the key, and returns the generation of its record. */
const park = (store: Service, request: ClaimRequest): Effect.Effect<number, StoreError> =>
  Effect.flatMap(
    C.claim(store, request),
    (ticket) => Effect.as(store.settle(ticket, { _tag: "Park", reason: "unknown" }), ticket.gen)
  )

/** All pages of the list. */
const listed = (store: Service, limit: number): Effect.Effect<ReadonlyArray<Unresolved>, StoreError> =>
  Stream.paginateChunkEffect<string | undefined, Unresolved, StoreError, never>(
    undefined,
    (after) =>
      Effect.map(store.unresolved(limit, after), ({ next, records }) => [
        Chunk.fromIterable(records),
        next === undefined ? Option.none() : Option.some(next)
      ])
  ).pipe(Stream.runCollect, Effect.map(Chunk.toReadonlyArray))

export const cases: ReadonlyArray<Case<Subject>> = [
  {
    name: "an operator gives a parked key its answer, frees it or forgets it, and it is written down who",
    exact: false,
    run: Effect.fnUntraced(function*({ stores: [store] }) {
      const [finished, freed, forgotten] = [C.newRequest(), C.newRequest(), C.newRequest()]
      const gens = yield* Effect.forEach([finished, freed, forgotten], (request) => park(store, request))
      const [finishedGen = 0, freedGen = 0, forgottenGen = 0] = gens
      const finish = { _tag: "Finish", response: C.response("by hand"), retentionMillis: C.retention } as const
      C.same(yield* store.resolve(finished.identity, finishedGen, finish, "ada"), "ok", "finish")
      C.same(yield* store.resolve(freed.identity, freedGen, { _tag: "Free" }, "bob"), "ok", "free")
      C.same(yield* store.resolve(forgotten.identity, forgottenGen, { _tag: "Forget" }, "eve"), "ok", "forget")
      const { response } = C.found(yield* store.claim(C.rival(finished)), "Done")
      C.same(new TextDecoder().decode(response.body), "by hand", "body")
      C.same(C.claimed(yield* store.claim(C.otherBody(freed))).from, "released", "claim")
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
      C.same(yield* store.resolve(request.identity, ticket.gen, free, "ada"), "lost", "decision about a live owner")
      yield* advance(C.lease + 1)
      C.same(yield* store.resolve(request.identity, ticket.gen, free, "ada"), "ok", "decision about an orphan")
      C.same(yield* store.settle(ticket, C.answer("late")), "lost", "end")
      const next = yield* C.claim(store, C.rival(request))
      yield* store.settle(next, C.answer("done"))
      C.same(
        yield* store.resolve(request.identity, next.gen, { _tag: "Forget" }, "ada"),
        "lost",
        "decision about an answer"
      )
      C.same(yield* store.resolve(C.newRequest().identity, 1, free, "ada"), "lost", "decision about nothing")
      C.same((yield* store.resolutions(request.identity)).length, 1, "number of resolutions")
    })
  },
  {
    name: "R4: a decision counts only for the generation that the operator saw",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const request = C.newRequest()
      const seen = yield* C.claim(store, request)
      yield* advance(C.lease + 1)
      const { gen } = yield* C.claim(store, C.rival(request))
      yield* advance(C.lease + 1)
      const free = { _tag: "Free" } as const
      C.same(yield* store.resolve(request.identity, seen.gen, free, "ada"), "lost", "stale decision")
      C.same(yield* store.resolve(request.identity, gen + 1, free, "ada"), "lost", "decision ahead of time")
      C.same(yield* store.resolutions(request.identity), [], "resolutions")
      C.same(yield* store.resolve(request.identity, gen, free, "ada"), "ok", "decision")
      C.same(yield* store.resolve(request.identity, gen, free, "ada"), "lost", "the same decision again")
    })
  },
  {
    name: "R4: unresolved records are listed with their requests, page by page, and can be decided by what is listed",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const summary = { method: "POST", route: "/orders/:id", principal: "ada's \"shop\"", requestId: "r-1" }
      const parked = Array.from({ length: 5 }, (_, index) => ({ ...C.newRequest(), summary: { route: `/${index}` } }))
      for (const request of parked) yield* park(store, request)
      const orphan = { ...C.newRequest(), summary }
      const { gen } = yield* C.claim(store, orphan)
      const plain = C.newRequest()
      yield* C.claim(store, plain)
      yield* advance(2 * C.lease)
      yield* store.settle(yield* C.claim(store, C.newRequest()), C.answer("done"))
      yield* store.settle(yield* C.claim(store, C.newRequest()), { _tag: "Release", reason: "500" })
      yield* C.claim(store, C.newRequest())
      const all = yield* listed(store, 2)
      C.same(
        new Set(all.map(({ reason, state, summary }) => `${state} ${reason} ${summary?.route}`)),
        new Set([
          "Orphan undefined /orders/:id",
          "Orphan undefined undefined",
          ...parked.map(({ summary: { route } }) => `Parked unknown ${route}`)
        ]),
        "list"
      )
      const found = all.find((record) => record.summary?.route === summary.route)
      if (found === undefined) return fail("the orphan should be listed")
      C.same([found.gen, { ...found.summary }, found.identity.key], [gen, summary, undefined], "orphan")
      const finish = { _tag: "Finish", response: C.response("by hand"), retentionMillis: C.retention } as const
      C.same(yield* store.resolve(found.identity, found.gen, finish, "ada"), "ok", "decision")
      const { response } = C.found(yield* store.claim(C.rival(orphan)), "Done")
      C.same(new TextDecoder().decode(response.body), "by hand", "body")
      C.same((yield* store.resolutions(found.identity)).length, 1, "number of resolutions")
      C.same((yield* listed(store, 100)).length, all.length - 1, "records left")
    })
  },
  {
    name:
      "a cursor that no page has returned is refused, so that a mistyped one does not look like the end of the list",
    exact: false,
    run: Effect.fnUntraced(function*({ stores: [store] }) {
      yield* park(store, C.newRequest())
      for (const cursor of ["nonsense", "", "1-"]) {
        const listed = yield* Effect.either(store.unresolved(10, cursor))
        C.same(listed._tag === "Left" ? listed.left.reason : listed.right, "failed", `cursor ${cursor}`)
      }
    })
  },
  {
    name: "decisions are kept for 90 days, and no longer",
    exact: false,
    run: Effect.fnUntraced(function*({ advance, stores: [store] }) {
      const request = C.newRequest()
      yield* store.resolve(request.identity, yield* park(store, request), { _tag: "Forget" }, "ada")
      yield* advance(resolutionRetentionMillis - 1000)
      yield* store.purge(1000)
      C.same((yield* store.resolutions(request.identity)).length, 1, "number of resolutions")
      yield* advance(2000)
      yield* store.purge(1000)
      C.same((yield* store.resolutions(request.identity)).length, 0, "number of resolutions")
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
