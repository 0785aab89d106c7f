/** The interface of a store to the benchmark: a database of orders, and the middleware in front of it. */
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { qurlDialect } from "@qurl/contract/QurlDialect"
import type { Middleware, Sealed } from "@qurl/idempotency-server"
import * as Store from "@qurl/idempotency-server/Store"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"

export interface Kit<R> {
  /** Writes an order into the database and tells its number. Where there is none, it only counts. */
  readonly place: (body: string) => Effect.Effect<number, unknown, R>
  /** The same in a transaction of its own, where there are transactions. */
  readonly placeInTransaction?: (body: string) => Effect.Effect<number, unknown, R>
  /** The middleware in the mode that is asked for, where the store has it. */
  readonly protect: (
    mode: "transactional" | "lease"
  ) => Effect.Effect<Middleware.Middleware, unknown, R | Scope.Scope>
  /** Runs the store operations of a request, with `place` as the handler. */
  readonly execute: (request: Store.ClaimRequest) => Effect.Effect<unknown, unknown, R>
  /** Writes so many records, each the same as the only one that is there but for its key, which is `filled-1` and on. */
  readonly fill: (count: number) => Effect.Effect<unknown, unknown, R>
}

export const path = "/orders"

/** The headers of a client, its key aside. */
export const headers = { authorization: "Bearer lv_test_0123456789abcdef", "content-type": "application/json" }

export const body = JSON.stringify({
  article: "https://example.com/articles/4711",
  quantity: 3,
  address: "Ada Lovelace, 12 St James's Square, London"
})

/** The handler. */
export const order = <R>(place: Kit<R>["place"]): HttpApp.Default<unknown, R> =>
  Effect.gen(function*() {
    const body = yield* Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => request.text)
    return HttpServerResponse.unsafeJson({ order: yield* place(body) }, { status: 201 })
  })

/** The middleware's options, its mode aside. */
export const options: Middleware.Options<never, "transactional"> = {
  dialect: qurlDialect,
  principal: ({ headers }) => Effect.succeed(headers["authorization"] ?? "")
}

/** The record of a key. */
export const identity = (key: string): Store.Identity => Store.identity([headers.authorization], key)

const day = 24 * 60 * 60 * 1000

export const claimOf = (key: string, fingerprint: string): Store.ClaimRequest => ({
  identity: identity(key),
  fingerprint,
  owner: crypto.randomUUID(),
  leaseMillis: 30_000,
  retentionMillis: day,
  orphans: "take"
})

const settlementOf = (number: number): Store.Settlement => ({
  _tag: "Answer",
  retentionMillis: day,
  response: {
    status: 201,
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify({ order: number }))
  }
})

/** Look, claim, handler, record, as the middleware does it with a lease. */
export const executeUnderLease =
  <R>(place: Kit<R>["place"]) => (request: Store.ClaimRequest): Effect.Effect<unknown, unknown, R | Store.Store> =>
    Effect.gen(function*() {
      const store = yield* Store.Store
      if (Option.isSome(yield* store.look(request.identity))) return
      const claimed = yield* store.claim(request)
      if (claimed._tag === "Claimed") yield* store.settle(claimed.ticket, settlementOf(yield* place(body)))
    })

/** The same as one transaction, without the look where the store can do without it. */
export const executeInTransaction =
  <R>(place: Kit<R>["place"]) =>
  (request: Store.ClaimRequest): Effect.Effect<unknown, unknown, R | Store.TransactionalStore> =>
    Effect.gen(function*() {
      const store = yield* Store.TransactionalStore
      const isUnseen = store.takesUnseen?.() === true
      if (!isUnseen && Option.isSome(yield* store.look(request.identity))) return
      yield* store.transact(
        { ...request, isUnseen },
        () => Effect.map(Effect.orDie(place(body)), (number) => ({ answer: number, settlement: settlementOf(number) }))
      )
    })

export const secrets: Sealed.Options = {
  lookup: Redacted.make("a look-up secret of the benchmark's own"),
  sealing: { id: "bench", secret: Redacted.make("a sealing secret of the benchmark's own") }
}
