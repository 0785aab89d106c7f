import * as Cause from "effect/Cause"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { generatorFailed, type KeyError } from "../../CallError.js"
import type { Origin } from "../../Intent.js"
import { isOwn, type Service } from "../../KeyGenerator.js"
import { generated } from "../keys/generated.js"
import type { Call } from "../keys/keyRequest.js"
import type { Run } from "../keys/slots.js"
import * as Detached from "./detached.js"
import type { Settlement } from "./settlement.js"

/** The deadline passed before the generator had made a key. */
export class Late extends Data.TaggedError("Late") {}

/** Reverts the interruptibility of a region to that of its surroundings. */
export type Restore = <A, E, R>(self: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/** A key and its origin. */
export interface Named {
  readonly key: Option.Option<string>
  readonly origin: Origin
}

/** A call that needs a key. */
export interface Nameless {
  /** The call as the generator sees it. */
  call(onEnd: Call["onEnd"]): Call
  readonly operation: string
  readonly generator: Service
  /** The run of the pinned region that the call belongs to. */
  readonly run: Run | undefined
  identity(): string
  millisLeft(): number
}

/** Asks the generator, in a fiber of its own unless it is one of this package. */
const mint = (
  nameless: Nameless,
  onEnd: Call["onEnd"],
  restore: Restore
): Effect.Effect<Option.Option<string>, KeyError | Late> => {
  const { generator, operation } = nameless
  if (isOwn(generator)) return generator.next(nameless.call(onEnd))
  const next = Effect.suspend(() => {
    const made = generator.next(nameless.call(onEnd))
    return Effect.isEffect(made) && !Option.isOption(made) ? made : Effect.succeed<unknown>(made)
  })
  return Effect.flatMap(
    restore(Detached.exitOf(next, nameless.millisLeft())),
    (exit): Effect.Effect<Option.Option<string>, KeyError | Late> => {
      if (Option.isNone(exit)) return new Late()
      return Exit.isSuccess(exit.value)
        ? generated(operation, exit.value.value)
        : generatorFailed(operation, Cause.squash(exit.value.cause))
    }
  )
}

/**
 * Names a call: in a pinned region by the key that an earlier run was given, else by one that the generator makes. Must be
 * run uninterruptibly. Whatever the generator has set aside for the call is held until `settlement`.
 */
export const name = (
  nameless: Nameless,
  settlement: Settlement,
  restore: Restore
): Effect.Effect<Named, KeyError | Late> => {
  const named = (key: Option.Option<string>, pinned: boolean): Named => ({
    key,
    origin: Option.isNone(key) ? "none" : pinned ? "pinned" : "generated"
  })
  if (nameless.run === undefined) {
    return Effect.map(mint(nameless, settlement.onEnd, restore), (key) => named(key, false))
  }
  const held = nameless.run.take(nameless.identity())
  held.slot.holders.hold()
  settlement.onEnd((spent) => {
    held.ended(spent)
    held.slot.holders.release(spent)
  })
  const wait = (minted: Effect.Effect<void>) =>
    restore(minted).pipe(
      Effect.timeoutFail({ duration: Math.max(0, nameless.millisLeft()), onTimeout: () => new Late() })
    )
  return Effect.map(
    held.slot.name(Effect.suspend(() => mint(nameless, held.slot.onEnd, restore)), wait),
    ({ key, pinned }) => named(key, pinned)
  )
}
