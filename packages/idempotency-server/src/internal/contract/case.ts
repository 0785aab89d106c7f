import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { deepStrictEqual, fail } from "node:assert/strict"
import type { Claimed, ClaimRequest, Record, Response, Service, Settlement, StoreError, Ticket } from "../../Store.js"
import { identity } from "../../Store.js"

export const lease = 1000
export const retention = 60_000

/** 128 random bits. */
export const newOwner = (): string => crypto.randomUUID().replaceAll("-", "")

/** A claim to a key of its own, so that cases do not meet even where they share a database. */
export const newRequest = (): ClaimRequest => ({
  identity: identity(["contract", newOwner()], newOwner()),
  fingerprint: "a".repeat(64),
  owner: newOwner(),
  leaseMillis: lease,
  retentionMillis: retention,
  orphans: "take"
})

/** Claim of another owner for the same key and body. */
export const rival = (request: ClaimRequest): ClaimRequest => ({ ...request, owner: newOwner() })

export const otherBody = (request: ClaimRequest): ClaimRequest => ({ ...rival(request), fingerprint: "b".repeat(64) })

export const response = (text: string): Response => ({
  status: 201,
  headers: { "content-type": "text/plain", location: "/things/1" },
  body: new TextEncoder().encode(text)
})

export const answer = (text: string): Settlement => ({
  _tag: "Answer",
  response: response(text),
  retentionMillis: retention
})

/** Every way to end a record. */
export const settlements: ReadonlyArray<Settlement> = [
  answer("other"),
  { _tag: "Tombstone", reason: "too large", response: response(""), retentionMillis: retention },
  { _tag: "Release", reason: "other" },
  { _tag: "Park", reason: "other" }
]

export const same: (actual: unknown, expected: unknown, what: string) => void = (actual, expected, what) => {
  deepStrictEqual({ [what]: actual }, { [what]: expected })
}

export const claimed = (result: Claimed): Extract<Claimed, { readonly _tag: "Claimed" }> =>
  result._tag === "Claimed" ? result : fail(`the key should be free, and is ${result.record._tag}`)

/** The record that is in the way, in the state that is expected. */
export const found = <Tag extends Record["_tag"]>(
  result: Claimed,
  tag: Tag
): Extract<Record, { readonly _tag: Tag }> =>
  result._tag === "Found" ? tagged(result.record, tag) : fail(`the key should be taken (${tag}), and is free`)

const tagged = <Tag extends Record["_tag"]>(
  record: Record,
  tag: Tag
): Extract<Record, { readonly _tag: Tag }> => {
  const is = (record: Record): record is Extract<Record, { readonly _tag: Tag }> => record._tag === tag
  return is(record) ? record : fail(`the record should be ${tag}, and is ${record._tag}`)
}

export const claim = (store: Service, request: ClaimRequest): Effect.Effect<Ticket, StoreError> =>
  Effect.map(store.claim(request), (result) => claimed(result).ticket)

/** The record, which must be there in this state. */
export const looked = <Tag extends Record["_tag"]>(
  store: Service,
  request: ClaimRequest,
  tag: Tag
): Effect.Effect<Extract<Record, { readonly _tag: Tag }>, StoreError> =>
  Effect.map(
    store.look(request.identity),
    Option.match({
      onNone: () => fail(`there should be a record (${tag}), and there is none`),
      onSome: (record) => tagged(record, tag)
    })
  )

/** The record without what time does to it. */
export const still = (record: Option.Option<Record>): Option.Option<unknown> =>
  Option.map(record, (record) => ({ ...record, leaseLeftMillis: undefined }))

/** The `index`th client, counted around. */
export const client = <S extends Service>(stores: readonly [S, ...ReadonlyArray<S>], index: number): S =>
  stores[index % stores.length] ?? stores[0]

/** The claims of so many at once, spread over all clients. */
export const race = (
  stores: readonly [Service, ...ReadonlyArray<Service>],
  requests: ReadonlyArray<ClaimRequest>
): Effect.Effect<ReadonlyArray<Claimed>, StoreError> =>
  Effect.forEach(requests, (request, index) => client(stores, index).claim(request), { concurrency: "unbounded" })
