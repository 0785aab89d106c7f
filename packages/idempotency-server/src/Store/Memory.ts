/**
 * The store in the memory of one process: for tests, and for servers that may forget when they stop.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Table from "../internal/memory/table.js"
import * as Waiters from "../internal/waiters.js"
import type { Claimed, Identity, Response, Service, Settlement } from "../Store.js"
import { idOf, Store, StoreError } from "../Store.js"
import * as StoreModel from "../StoreModel.js"

/** Copies the bytes, so that a caller who changes its own does not change the record. */
const copied = (response: Response): Response => ({
  ...response,
  headers: { ...response.headers },
  body: response.body.slice()
})

const isAnswered = (value: object): value is { readonly response: Response } => "response" in value

const withCopy = <A extends object>(value: A): A =>
  isAnswered(value) ? { ...value, response: copied(value.response) } : value

const claimedCopy = (claimed: Claimed): Claimed =>
  claimed._tag === "Found" ? { ...claimed, record: withCopy(claimed.record) } : claimed

/**
 * A store of its own. It forgets everything with the process.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Service> = Effect.sync(() => {
  const table = Table.make()
  const waiters = Waiters.make()

  /** Runs one synchronous step, which other fibers never see half of. */
  const step = <A>(
    identity: Identity,
    f: (row: StoreModel.Row | undefined, now: number) => StoreModel.Step<A>
  ): Effect.Effect<A> =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      const before = table.get(identity)
      const { result, row } = f(before, now)
      if (row === before) return result
      table.set(identity, row)
      waiters.wake(idOf(identity))
      return result
    })

  const service: Service = {
    capabilities: { durable: false, linearizable: true, transactional: false, notify: true, serverClock: true },
    probe: Effect.void,
    look: (identity) =>
      Effect.map(
        Clock.currentTimeMillis,
        (now) => Option.map(Option.fromNullable(StoreModel.look(table.get(identity), now)), withCopy)
      ),
    claim: (request) =>
      step(request.identity, (row, now) => {
        table.sweep(now)
        const claimed = StoreModel.claim(row, request, now)
        return { ...claimed, result: claimedCopy(claimed.result) }
      }),
    renew: (ticket, leaseMillis) =>
      step(ticket.identity, (row, now) => StoreModel.renew(row, ticket, leaseMillis, now)),
    settle: (ticket, settlement) =>
      step(ticket.identity, (row, now) => StoreModel.settle(row, ticket, withCopy<Settlement>(settlement), now)),
    touch: (identity, retentionMillis) =>
      step(identity, (row, now) => ({ result: undefined, row: StoreModel.touch(row, retentionMillis, now) })),
    awaitChange: (identity, gen) => waiters.until(idOf(identity), () => StoreModel.isChanged(table.get(identity), gen)),
    unresolved: (limit, after) =>
      after === undefined || Table.isId(after)
        ? Effect.map(Clock.currentTimeMillis, (now) => table.unresolved(now, limit, after))
        : new StoreError({ reason: "failed" }),
    resolve: (identity, gen, decision, actor) =>
      step(identity, (row, now) => {
        const resolved = StoreModel.resolve(row, gen, withCopy(decision), now)
        if (resolved.result === "ok") table.note(identity, { decision: decision._tag, actor, at: now })
        return resolved
      }),
    resolutions: (identity) => Effect.sync(() => table.resolutions(identity)),
    purge: (limit) => Effect.map(Clock.currentTimeMillis, (now) => table.purge(now, limit)),
    stats: Effect.map(Clock.currentTimeMillis, table.stats)
  }
  return service
})

/**
 * A store in memory. It is not a `TransactionalStore`, since nothing undoes what a handler did.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Store> = Layer.effect(Store, make)
