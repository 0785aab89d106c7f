import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberId from "effect/FiberId"
import type * as Option from "effect/Option"
import { Holders, type Listener, tellAll } from "../call/settlement.js"
import { OccurrencesByIdentity } from "./occurrences.js"

/** The key of one pinned call, which all runs of the region share. */
class Slot {
  private key: { readonly of: Option.Option<string> } | undefined
  private minting: Deferred.Deferred<void> | undefined
  private readonly listeners: Array<Listener> = []
  readonly holders = new Holders(() => tellAll(this.listeners, true), (spent) => tellAll(this.listeners, spent))

  /** For the generator, which is asked once. */
  readonly onEnd = (listener: Listener): void => {
    this.listeners.push(listener)
  }

  /** The key, minted by the first call that asks; others `wait` for it. Must be run uninterruptibly. */
  name<E, E2>(
    mint: Effect.Effect<Option.Option<string>, E>,
    wait: (minted: Effect.Effect<void>) => Effect.Effect<void, E2>
  ): Effect.Effect<{ readonly key: Option.Option<string>; readonly pinned: boolean }, E | E2> {
    return Effect.suspend(() => {
      if (this.key !== undefined) return Effect.succeed({ key: this.key.of, pinned: true })
      if (this.minting !== undefined) {
        return Effect.zipRight(wait(Deferred.await(this.minting)), this.name(mint, wait))
      }
      const minting = Deferred.unsafeMake<void>(FiberId.none)
      this.minting = minting
      return Effect.flatMap(Effect.exit(mint), (exit) => {
        if (Exit.isSuccess(exit)) this.key = { of: exit.value }
        else tellAll(this.listeners.splice(0), false)
        this.minting = undefined
        Deferred.unsafeDone(minting, Exit.void)
        return Exit.map(exit, (key) => ({ key, pinned: false }))
      })
    })
  }
}

/** A slot that a call holds until it ends. */
export interface Held {
  readonly slot: Slot
  readonly heldAgain: () => void
  readonly ended: Listener
}

/** A slot, and its place in the surrounding region if there is one. */
class Place {
  readonly slot: Slot
  readonly holders: Holders

  constructor(outer: Held | undefined) {
    this.slot = outer?.slot ?? new Slot()
    this.holders = new Holders(() => outer?.heldAgain(), (spent) => outer?.ended(spent))
  }
}

/** The slots of a pin, by the identity of the call and its occurrence. */
export class Slots {
  private readonly places = new Map<string, Array<Place>>()

  /** A pin that is made within a run takes its slots from it. */
  constructor(private readonly outer: Run | undefined) {}

  at(identity: string, occurrence: number): Place {
    const places = this.places.get(identity) ?? []
    this.places.set(identity, places)
    return places[occurrence - 1] ??= new Place(this.outer?.take(identity))
  }
}

/** Run of a pinned region. */
export class Run {
  private readonly occurrences = new OccurrencesByIdentity()

  constructor(private readonly slots: Slots) {}

  /** The slot of the next call with this identity, held until `ended`. */
  take(identity: string): Held {
    const occurrences = this.occurrences.of(identity)
    const occurrence = occurrences.take()
    const { holders, slot } = this.slots.at(identity, occurrence)
    holders.hold()
    return {
      slot,
      heldAgain: () => {
        occurrences.keep(occurrence)
        holders.hold()
      },
      ended: (spent) => {
        if (!spent) occurrences.giveBack(occurrence)
        holders.release(spent)
      }
    }
  }
}
