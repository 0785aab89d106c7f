import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FiberId from "effect/FiberId"
import type * as Option from "effect/Option"
import type { Identity, Record, StoreError } from "../../../Store.js"
import { idOf } from "../../../Store.js"

type Look = Effect.Effect<Option.Option<Record>, StoreError>

/** A look in progress, and the next one if it is shared already. */
interface Round {
  next: Deferred.Deferred<Option.Option<Record>, StoreError> | undefined
}

/**
 * Single flight for looks at one key. A request that arrives during a look shares the next one with all others that do.
 * That look begins when the first has ended, so that no request gets what was read before it arrived.
 */
export const make = (look: (identity: Identity) => Look): (identity: Identity) => Look => {
  const rounds = new Map<string, Round>()

  const lead = (identity: Identity, id: string): Look =>
    Effect.uninterruptibleMask((restore) => {
      const round: Round = { next: undefined }
      rounds.set(id, round)
      return Effect.ensuring(
        restore(look(identity)),
        Effect.suspend(() => {
          if (round.next !== undefined) {
            return Effect.forkDaemon(Effect.intoDeferred(Effect.interruptible(lead(identity, id)), round.next))
          }
          rounds.delete(id)
          return Effect.void
        })
      )
    })

  return (identity) =>
    Effect.suspend(() => {
      const id = idOf(identity)
      const round = rounds.get(id)
      if (round === undefined) return lead(identity, id)
      round.next ??= Deferred.unsafeMake(FiberId.none)
      return Deferred.await(round.next)
    })
}
