import { Middleware, Sealed, StoreMemory } from "@qurl/idempotency-server"
import { Store } from "@qurl/idempotency-server/Store"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { claimOf, executeUnderLease, identity, type Kit, options, secrets } from "./kit.js"

let placed = 0

const place = () => Effect.sync(() => ++placed)

export const kit: Kit<Store> = {
  place,
  protect: () => Middleware.make({ ...options, mode: "lease" }),
  execute: executeUnderLease(place),
  fill: (count) =>
    Effect.gen(function*() {
      const store = yield* Store
      const record = Option.getOrThrow(yield* store.look(identity("filled-0")))
      if (!("response" in record)) return yield* Effect.dieMessage("the record has no answer to replay")
      const { fingerprint, response } = record
      for (let index = 1; index <= count; index++) {
        const claimed = yield* store.claim(claimOf(`filled-${index}`, fingerprint))
        if (claimed._tag === "Found") continue
        yield* store.settle(claimed.ticket, { _tag: "Answer", response, retentionMillis: 24 * 60 * 60 * 1000 })
      }
    })
}

/** The records are where the process is: `place` says nothing. */
export const layer = (_place: string, isSealed: boolean): Layer.Layer<Store, unknown> =>
  isSealed ? Layer.provide(Sealed.layer(secrets), StoreMemory.layer) : StoreMemory.layer
