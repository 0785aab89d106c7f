/**
 * Sealed records, which a reader of the database cannot understand. Keys, scopes and fingerprints are stored as keyed
 * digests, and answers are encrypted under a secret and the key of the client.
 *
 * @example
 * import { Sealed, StoreMemory } from "@qurl/idempotency-server"
 * import { Layer, Redacted } from "effect"
 *
 * export const layerStore = Sealed.layer({
 *   lookup: Redacted.make("32 random characters or more, kept for good"),
 *   sealing: { id: "2026-11", secret: Redacted.make("32 random characters or more, of this year") }
 * }).pipe(Layer.provide(StoreMemory.layer))
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { checked, makeRenewal } from "./internal/sealed/check.js"
import { makeLookup, makeSeal } from "./internal/sealed/cipher.js"
import * as Records from "./internal/sealed/records.js"
import type {
  Claimed,
  ClaimRequest,
  Outcome,
  Response,
  Service,
  Ticket,
  Transacted,
  TransactionalService
} from "./Store.js"
import { idOf, Store, type StoreError, TransactionalStore, UnfitStoreError } from "./Store.js"

/**
 * A secret that answers are sealed under, and its name, which is written beside them.
 *
 * @since 0.1.0
 * @category models
 */
export interface SealingKey {
  readonly id: string
  readonly secret: Redacted.Redacted
}

/**
 * The secrets, each of 32 random characters or more.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Names records. It never changes: under another one every key would be as new. */
  readonly lookup: Redacted.Redacted
  /** Seals new answers. */
  readonly sealing: SealingKey
  /** Open answers as well: those of before, and the next one until every process knows it. */
  readonly others?: ReadonlyArray<SealingKey> | undefined
}

const minLength = 32
const maxIdLength = 64

const validate = ({ lookup, others = [], sealing }: Options): Effect.Effect<void, UnfitStoreError> => {
  const keys = [sealing, ...others]
  const problem =
    [lookup, ...keys.map(({ secret }) => secret)].some((secret) => Redacted.value(secret).length < minLength)
      ? `needs secrets of ${minLength} characters or more`
      : keys.some(({ id }) => !/^[\w.-]+$/.test(id) || id.length > maxIdLength)
      ? "needs names of sealing keys in letters, digits and . - _"
      : new Set(keys.map(({ id }) => id)).size !== keys.length
      ? "has two sealing keys of one name"
      : undefined
  return problem === undefined ? Effect.void : Effect.fail(new UnfitStoreError({ problem }))
}

const secretsOf = ({ lookup, others = [], sealing }: Options): Records.Secrets => ({
  lookup,
  keys: [sealing, ...others]
})

const decorate = (
  store: Service,
  { check, hide, hideForOperator, hideRequest, reveal, revealSummary, sealed }: ReturnType<typeof Records.make>,
  renewal: Effect.Effect<void, StoreError>
): Service => ({
  capabilities: { ...store.capabilities, sealed: true },
  purge: store.purge,
  ...checked(store, check),
  look: (identity) =>
    Effect.flatMap(hide(identity), (hidden) =>
      Effect.flatMap(
        store.look(hidden.identity),
        Option.match({
          onNone: () => Effect.succeedNone,
          onSome: (record) => Effect.asSome(reveal(record, hidden))
        })
      )),
  claim: (request) =>
    Effect.flatMap(
      hide(request.identity),
      (hidden) =>
        Effect.flatMap(store.claim(hideRequest(request, hidden)), (result): Effect.Effect<Claimed, StoreError> =>
          result._tag === "Found"
            ? Effect.map(reveal(result.record, hidden), (record) => ({ _tag: "Found", record }))
            : Effect.as(
              Effect.ignore(result.from === "nothing" ? renewal : Effect.void),
              { ...result, ticket: { ...result.ticket, identity: request.identity } }
            ))
    ),
  renew: (ticket, leaseMillis) =>
    Effect.flatMap(hide(ticket.identity), ({ identity }) => store.renew({ ...ticket, identity }, leaseMillis)),
  settle: (ticket, settlement) =>
    Effect.flatMap(
      hide(ticket.identity),
      (hidden) => store.settle({ ...ticket, identity: hidden.identity }, sealed(settlement, hidden, ticket.gen))
    ),
  touch: (identity, retentionMillis) =>
    Effect.flatMap(hide(identity), (hidden) => store.touch(hidden.identity, retentionMillis)),
  awaitChange: (identity, gen) => Effect.flatMap(hide(identity), (hidden) => store.awaitChange(hidden.identity, gen)),
  unresolved: (limit, after) =>
    Effect.map(store.unresolved(limit, after), ({ next, records }) => ({
      next,
      records: records.map((record) => ({
        ...record,
        summary: record.summary === undefined ? undefined : revealSummary(record.summary, idOf(record.identity))
      }))
    })),
  // The generation after a decision is the next one.
  resolve: (identity, gen, decision, actor) =>
    Effect.flatMap(
      hideForOperator(identity),
      (place) => store.resolve(place.identity, gen, sealed(decision, place, gen + 1), actor)
    ),
  resolutions: (identity) => Effect.flatMap(hideForOperator(identity), (place) => store.resolutions(place.identity))
})

/**
 * Seals the records of a store. Refuses a store that was sealed with another `lookup`, or that holds records which are
 * not sealed: under it their keys would be as new. An answer that cannot be opened is a `corrupt` record, which never
 * runs again.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (store: Service, options: Options): Effect.Effect<Service, StoreError | UnfitStoreError> =>
  Effect.gen(function*() {
    yield* validate(options)
    const own = Records.make(secretsOf(options))
    const sealed = decorate(store, own, makeRenewal(store, own.check))
    yield* sealed.probe
    return sealed
  })

/**
 * The same for a store in the database of the handlers.
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeTransactional = (
  store: TransactionalService,
  options: Options
): Effect.Effect<TransactionalService, StoreError | UnfitStoreError> =>
  Effect.gen(function*() {
    const service = yield* make(store, options)
    const { hide, hideRequest, reveal, sealed } = Records.make(secretsOf(options))
    return {
      ...service,
      capabilities: { ...store.capabilities, sealed: true },
      takesUnseen: store.takesUnseen,
      transactWithoutKey: store.transactWithoutKey,
      transact: <A, R>(request: ClaimRequest, handler: (ticket: Ticket) => Effect.Effect<Outcome<A>, never, R>) =>
        Effect.flatMap(hide(request.identity), (hidden) =>
          Effect.flatMap(
            store.transact(hideRequest(request, hidden), (ticket) =>
              Effect.map(
                handler({ ...ticket, identity: request.identity }),
                ({ answer, settlement }) => ({ answer, settlement: sealed(settlement, hidden, ticket.gen) })
              )),
            (result): Effect.Effect<Transacted<A>, StoreError> =>
              result._tag === "Found"
                ? Effect.map(reveal(result.record, hidden), (record) => ({ ...result, record }))
                : Effect.succeed(result)
          ))
    }
  })

/**
 * Seals what a handler stores of its answer in a table of its own, under `Execution.childKey`, which cannot be computed
 * without the key of the client.
 *
 * @since 0.1.0
 * @category models
 */
export interface Sealer {
  /** Name to find it by. It cannot be compared with a guess without the secret. */
  readonly nameOf: (childKey: string) => string
  readonly seal: (childKey: string, response: Response) => Uint8Array
  /** None where the secrets or the key are others, or the bytes are. */
  readonly open: (childKey: string, sealed: Uint8Array) => Option.Option<Response>
}

/**
 * A sealer with the same secrets.
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeSealer = (options: Options): Effect.Effect<Sealer, UnfitStoreError> =>
  Effect.map(validate(options), () => {
    const { hash } = makeLookup(options.lookup)
    const seal = makeSeal([options.sealing, ...options.others ?? []])
    const nameOf = (childKey: string): string => hash("child key", childKey)
    return {
      nameOf,
      seal: (childKey, response) => seal.seal(nameOf(childKey), childKey, 0, response).body,
      open: (childKey, body) => seal.open(nameOf(childKey), childKey, 0, { status: 200, headers: {}, body })
    }
  })

/**
 * Seals the store that is there.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Store, StoreError | UnfitStoreError, Store> =>
  Layer.effect(Store, Effect.flatMap(Store, (store) => make(store, options)))

/**
 * Seals the store that is there, in the database of the handlers.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerTransactional = (
  options: Options
): Layer.Layer<Store | TransactionalStore, StoreError | UnfitStoreError, TransactionalStore> =>
  Layer.unwrapEffect(
    Effect.map(
      Effect.flatMap(TransactionalStore, (store) => makeTransactional(store, options)),
      (store) => Layer.merge(Layer.succeed(Store, store), Layer.succeed(TransactionalStore, store))
    )
  )
