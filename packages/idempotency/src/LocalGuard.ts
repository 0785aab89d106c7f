/**
 * Remembers which body a key was sent with. Servers answer a used key with the first body's result, often without a
 * word about the difference, so the only sure place to notice is here, before sending.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/**
 * The guard.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /**
   * Binds the slot to the fingerprint and holds it: `bound` by this call, `known` from an earlier one. A slot that is
   * bound to another body is `reused`, and not held.
   */
  readonly bind: (
    slot: string,
    fingerprint: string,
    retentionMillis: number
  ) => Effect.Effect<"bound" | "known" | "reused">
  /**
   * Ends one hold. The slot is forgotten with its last holder if to none of them the key was `sent`: the server has not
   * seen it, or has refused it at the door.
   */
  readonly release: (slot: string, sent: boolean) => Effect.Effect<void>
}

/**
 * Every client makes a guard of its own, unless one is provided when it is built.
 *
 * @since 0.1.0
 * @category tags
 */
export class LocalGuard extends Context.Tag("@qurl/idempotency/LocalGuard")<LocalGuard, Service>() {}

interface Binding {
  readonly fingerprint: string
  readonly until: number
  holders: number
  sent: boolean
}

/**
 * A guard in memory. It remembers a key for the server's retention and at most `capacity` keys, the oldest going first.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (capacity = 10_000): Effect.Effect<Service> =>
  Effect.sync(() => {
    const slots = new Map<string, Binding>()
    return {
      bind: (slot, fingerprint, retentionMillis) =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          const known = slots.get(slot)
          if (known !== undefined && known.until > now) {
            if (known.fingerprint !== fingerprint) return "reused"
            known.holders += 1
            return "known"
          }
          slots.delete(slot)
          slots.set(slot, { fingerprint, until: now + retentionMillis, holders: 1, sent: false })
          if (slots.size > capacity) {
            const [oldest] = slots.keys()
            if (oldest !== undefined) slots.delete(oldest)
          }
          return "bound"
        }),
      release: (slot, sent) =>
        Effect.sync(() => {
          const binding = slots.get(slot)
          if (binding === undefined) return
          binding.holders -= 1
          binding.sent ||= sent
          if (binding.holders <= 0 && !binding.sent) slots.delete(slot)
        })
    }
  })

/**
 * Shares a guard among all clients that are built with this layer.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (capacity?: number): Layer.Layer<LocalGuard> => Layer.effect(LocalGuard, make(capacity))
