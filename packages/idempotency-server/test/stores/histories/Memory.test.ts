import { assert, describe, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import * as Conformance from "../../../src/Conformance.js"
import { type Store, StoreMemory } from "../../../src/index.js"
import { explained } from "./histories.js"

const subject = (decorate: (store: Store.Service) => Store.Service = (store) => store) =>
  Effect.map(StoreMemory.make, (store): Conformance.HistorySubject => ({
    stores: [decorate(store)],
    shortMillis: 1000,
    advance: TestClock.adjust(1000),
    exact: true
  }))

it.effect(
  "S41: every history of clients of the store in memory is explained by some order of their operations",
  () => Effect.flatMap(subject(), (subject) => explained(subject, { concurrency: 1 })),
  600_000
)

describe("S42: a store that is wrong in one place is found out", () => {
  /** The first seed of some hundred whose history nothing explains. */
  const caught = (decorate: (store: Store.Service) => Store.Service) =>
    Effect.gen(function*() {
      for (let seed = 1; seed <= 400; seed++) {
        const store = yield* subject(decorate)
        const history = yield* Conformance.runHistory(store, seed)
        if (Conformance.checkHistory(history, store) !== undefined) return seed
      }
      return assert.fail("400 histories, and all of them explained")
    })

  it.effect("a zombie ends the record of its successor", () =>
    caught((store) => {
      const latest = new Map<string, Store.Ticket>()
      return {
        ...store,
        claim: (request) =>
          Effect.tap(store.claim(request), (claimed) =>
            Effect.sync(() => {
              if (claimed._tag === "Claimed") latest.set(request.identity.keyHash, claimed.ticket)
            })),
        settle: (ticket, settlement) => store.settle(latest.get(ticket.identity.keyHash) ?? ticket, settlement)
      }
    }))

  it.effect("an orphan is handed out although orphans are parked", () =>
    caught((store) => ({ ...store, claim: (request) => store.claim({ ...request, orphans: "take" }) })))

  it.effect("the fingerprint is not compared", () =>
    caught((store) => ({ ...store, claim: (request) => store.claim({ ...request, fingerprint: "a" }) })))

  it.effect("a lease ends too early", () =>
    caught((store) => ({ ...store, claim: (request) => store.claim({ ...request, leaseMillis: 500 }) })))

  it.effect("a renewal is confirmed and not made", () =>
    caught((store) => ({ ...store, renew: (ticket) => store.renew(ticket, 0) })))

  it.effect("an end is confirmed and not written", () =>
    caught((store) => ({
      ...store,
      settle: (ticket, settlement) =>
        settlement._tag === "Release" ? Effect.succeed("ok" as const) : store.settle(ticket, settlement)
    })))

  it.effect("an operator overrules an answer", () => {
    const latest = new Map<string, Store.Ticket>()
    return caught((store) => ({
      ...store,
      claim: (request) =>
        Effect.tap(store.claim(request), (claimed) =>
          Effect.sync(() => {
            if (claimed._tag === "Claimed") latest.set(request.identity.keyHash, claimed.ticket)
          })),
      resolve: (identity, gen, decision, actor) => {
        const ticket = latest.get(identity.keyHash)
        return Effect.flatMap(
          store.resolve(identity, gen, decision, actor),
          (change) =>
            change === "lost" && ticket !== undefined && decision._tag === "Free"
              ? store.settle(ticket, { _tag: "Release", reason: "resolved" })
              : Effect.succeed(change)
        )
      }
    }))
  })
})
