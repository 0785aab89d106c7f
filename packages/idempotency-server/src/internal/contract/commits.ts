import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import type { ClaimRequest, Outcome, Settlement } from "../../Store.js"
import * as C from "./case.js"
import type { Case, TransactionalSubject } from "./model.js"

/** A handler that writes once and ends like this. */
const handler = ({ write }: TransactionalSubject, settlement: Settlement) => (): Effect.Effect<Outcome<string>> =>
  Effect.as(write, { answer: "ran", settlement })

export const cases: ReadonlyArray<Case<TransactionalSubject>> = [
  {
    name: "an answer and the writes behind it are there together, and once",
    exact: false,
    run: Effect.fnUntraced(function*(subject) {
      const { stores, written } = subject
      for (const settlement of C.settlements.slice(0, 2)) {
        const request = C.newRequest()
        const before = yield* written
        const first = yield* stores[0].transact(request, handler(subject, settlement))
        C.same(first, { _tag: "Executed", answer: "ran" }, "first")
        const again = yield* C.client(stores, 1).transact(C.rival(request), handler(subject, settlement))
        C.same(again._tag, "Found", "again")
        C.same(yield* written, before + 1, "writes")
        yield* C.looked(stores[0], request, settlement._tag === "Answer" ? "Done" : "Tombstone")
      }
    })
  },
  {
    name: "what is released or parked has written nothing, and a released key takes another body",
    exact: false,
    run: Effect.fnUntraced(function*(subject) {
      const { stores: [store], written } = subject
      const [released, parked] = [C.newRequest(), C.newRequest()]
      const release = yield* store.transact(released, handler(subject, { _tag: "Release", reason: "500" }))
      const park = yield* store.transact(parked, handler(subject, { _tag: "Park", reason: "unknown" }))
      C.same([release._tag, park._tag], ["Executed", "Executed"], "results")
      C.same(yield* written, 0, "writes")
      yield* C.looked(store, released, "Released")
      yield* C.looked(store, parked, "Parked")
      const other = yield* store.transact(C.otherBody(released), handler(subject, C.answer("yes")))
      C.same([other._tag, yield* written], ["Executed", 1], "another body")
      const again = yield* store.transact(C.rival(released), handler(subject, C.answer("no")))
      C.same([again._tag, yield* written], ["Found", 1], "the first body")
    })
  },
  {
    name: "a handler that dies or is interrupted has written nothing, and its key is free",
    exact: false,
    run: Effect.fnUntraced(function*(subject) {
      const { stores: [store], write, written } = subject
      const dying = C.newRequest()
      const died = yield* Effect.exit(store.transact(dying, () => Effect.zipRight(write, Effect.dieMessage("broken"))))
      C.same(died._tag, "Failure", "exit")
      const interrupted = C.newRequest()
      const started = yield* Deferred.make<void>()
      const fiber = yield* Effect.fork(store.transact(interrupted, () =>
        write.pipe(
          Effect.zipRight(Deferred.succeed(started, undefined)),
          Effect.zipRight(Effect.never)
        )))
      yield* Deferred.await(started)
      const exit = yield* Fiber.interrupt(fiber)
      C.same(exit._tag === "Failure" && Cause.isInterrupted(exit.cause), true, "interrupted")
      C.same(yield* written, 0, "writes")
      for (const request of [dying, interrupted]) {
        const again = yield* store.transact(C.rival(request), handler(subject, C.answer("done")))
        C.same(again._tag, "Executed", "retry")
      }
      C.same(yield* written, 2, "writes")
    })
  },
  {
    name: "of many at once under one key one runs, and under many keys all do",
    exact: false,
    run: Effect.fnUntraced(function*(subject) {
      const { stores, written } = subject
      const request = C.newRequest()
      const attempts = (requests: ReadonlyArray<typeof request>) =>
        Effect.forEach(
          requests,
          (request, index) => C.client(stores, index).transact(request, handler(subject, C.answer("done"))),
          { concurrency: "unbounded" }
        )
      const one = yield* attempts(Array.from({ length: 20 }, () => C.rival(request)))
      C.same([one.filter(({ _tag }) => _tag === "Executed").length, yield* written], [1, 1], "under one key")
      const many = yield* attempts(Array.from({ length: 20 }, C.newRequest))
      C.same([many.filter(({ _tag }) => _tag === "Executed").length, yield* written], [20, 21], "under many keys")
    })
  },
  {
    name: "whoever is taken over while it runs has written nothing",
    exact: false,
    run: Effect.fnUntraced(function*(subject) {
      const { advance, stores, write, written } = subject
      const request = C.newRequest()
      const zombie = yield* stores[0].transact(request, (ticket) =>
        Effect.gen(function*() {
          yield* write
          // A key that a transaction holds cannot be taken over.
          if (ticket.leaseMillis === undefined) return { answer: "held", settlement: C.answer("held") }
          yield* advance(C.lease + 1)
          const successor = yield* C.claim(C.client(stores, 1), C.rival(request))
          yield* C.client(stores, 1).settle(successor, C.answer("successor"))
          return { answer: "zombie", settlement: C.answer("zombie") }
        }).pipe(Effect.orDie))
      if (zombie._tag === "Executed") return C.same(zombie.answer, "held", "answer")
      C.same([zombie._tag, yield* written], ["Lost", 0], "result and writes")
      const { response } = yield* C.looked(stores[0], request, "Done")
      C.same(new TextDecoder().decode(response.body), "successor", "body")
    })
  },
  {
    name: "of a key that was not looked at every record is found, even one that could be claimed",
    exact: false,
    run: Effect.fnUntraced(function*(subject) {
      const { advance, stores: [store], written } = subject
      if (store.takesUnseen === undefined) return
      const transact = (request: ClaimRequest) =>
        store.transact({ ...C.rival(request), isUnseen: true }, handler(subject, C.answer("unseen")))
      const orphan = C.newRequest()
      yield* C.claim(store, orphan)
      yield* advance(C.lease + 1)
      for (const settlement of C.settlements) {
        const request = C.newRequest()
        const ticket = yield* C.claim(store, request)
        C.same((yield* transact(request))._tag, "Found", "running")
        yield* store.settle(ticket, settlement)
        const record = Option.getOrThrow(yield* store.look(request.identity))
        C.same(yield* transact(C.otherBody(request)), { _tag: "Found", record }, settlement._tag)
      }
      C.same((yield* transact(orphan))._tag, "Found", "orphan")
      C.same(yield* written, 0, "writes")
      const free = C.newRequest()
      C.same([(yield* transact(free))._tag, yield* written], ["Executed", 1], "free")
      yield* C.looked(store, free, "Done")
    })
  },
  {
    name: "a key that a lease holds is not run, and one whose lease ran out is",
    exact: false,
    run: Effect.fnUntraced(function*(subject) {
      const { advance, stores: [store], written } = subject
      const request = C.newRequest()
      const ticket = yield* C.claim(store, request)
      const early = yield* store.transact(C.rival(request), handler(subject, C.answer("early")))
      C.same([early._tag, yield* written], ["Found", 0], "early")
      yield* advance(C.lease + 1)
      const later = yield* store.transact(C.rival(request), handler(subject, C.answer("later")))
      C.same([later._tag, yield* written], ["Executed", 1], "later")
      C.same(yield* store.settle(ticket, C.answer("late")), "lost", "end by the first owner")
      C.same(Option.isSome(yield* store.look(request.identity)), true, "record")
    })
  }
]
