import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { ClaimRequest, Decision, Identity, Record, Settlement, Summary } from "../../Store.js"
import { idOf, StoreError } from "../../Store.js"
import { makeLookup, makeSeal } from "./cipher.js"

/** Secrets that records are sealed under. The first key seals, and all of them open. */
export interface Secrets {
  readonly lookup: Redacted.Redacted
  readonly keys: ReadonlyArray<{ readonly id: string; readonly secret: Redacted.Redacted }>
}

interface Hidden {
  readonly identity: Identity
  readonly id: string
  readonly key: string
}

/** A record as an operator may know it, by its digests alone. */
interface Place {
  readonly identity: Identity
  readonly id: string
  readonly key: string | undefined
}

const summaryParts = ["method", "route", "principal", "requestId"] as const

const mapSummary = (summary: Summary, f: (text: string, name: string) => string): Summary =>
  Object.fromEntries(summaryParts.flatMap((name) => {
    const text = summary[name]
    return text === undefined ? [] : [[name, f(text, name)]]
  }))

const orCorrupt = <A>(option: Option.Option<A>): Effect.Effect<A, StoreError> =>
  Option.match(option, { onNone: () => Effect.fail(new StoreError({ reason: "corrupt" })), onSome: Effect.succeed })

/** Makes what replaces the readable parts of records, and what makes them readable again. */
export const make = ({ keys, lookup: secret }: Secrets) => {
  const lookup = makeLookup(secret)
  const seal = makeSeal(keys)

  /** Place of the record for a caller that has the key, which answers are sealed under. */
  const hide = ({ key, keyHash, scopeHash }: Identity): Effect.Effect<Hidden> => {
    if (key === undefined) return Effect.dieMessage("sealed records need the key itself: use Store.identity")
    const identity = { scopeHash: lookup.hash("scope", scopeHash), keyHash: lookup.hash("key", scopeHash, keyHash) }
    return Effect.succeed({ identity, id: idOf(identity), key: Redacted.value(key) })
  }

  /** Operators may decide by the digests of a list, which are those of the store, and then have no key. */
  const hideForOperator = (identity: Identity): Effect.Effect<Place> =>
    identity.key === undefined ? Effect.succeed({ identity, id: idOf(identity), key: undefined }) : hide(identity)

  const hideSummary = (summary: Summary, id: string): Summary =>
    mapSummary(summary, (text, name) => seal.sealText(id, name, text))

  const revealSummary = (summary: Summary, id: string): Summary =>
    mapSummary(summary, (text, name) => Option.getOrElse(seal.openText(id, name, text), () => "(cannot be opened)"))

  const hideRequest = (request: ClaimRequest, { id, identity, key }: Hidden): ClaimRequest => ({
    ...request,
    identity,
    fingerprint: lookup.bind(id, key, request.fingerprint),
    summary: request.summary === undefined ? undefined : hideSummary(request.summary, id)
  })

  const sealed = <S extends Settlement | Decision>(settlement: S, { id, key }: Place, gen: number): S =>
    "response" in settlement
      ? { ...settlement, response: seal.seal(id, key, gen, settlement.response) }
      : settlement

  const reveal = (record: Record, { id, key }: Hidden): Effect.Effect<Record, StoreError> =>
    Effect.gen(function*() {
      const fingerprint = yield* orCorrupt(lookup.unbind(id, key, record.fingerprint))
      if (!("response" in record)) return { ...record, fingerprint }
      const response = yield* orCorrupt(seal.open(id, key, record.gen, record.response))
      return { ...record, fingerprint, response }
    })

  return { check: lookup.hash("check"), hide, hideForOperator, hideRequest, revealSummary, sealed, reveal }
}
