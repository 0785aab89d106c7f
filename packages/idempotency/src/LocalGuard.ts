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
  /** Binds the slot to the fingerprint: `bound` by this call, `known` from an earlier one, `reused` with another body. */
  readonly bind: (
    slot: string,
    fingerprint: string,
    retentionMillis: number
  ) => Effect.Effect<"bound" | "known" | "reused">
  /** Forgets the slot: the server has not seen the key, or has refused it at the door. */
  readonly release: (slot: string) => Effect.Effect<void>
}

/**
 * Every client makes a guard of its own, unless one is provided when it is built.
 *
 * @since 0.1.0
 * @category tags
 */
export class LocalGuard extends Context.Tag("@qurl/idempotency/LocalGuard")<LocalGuard, Service>() {}

/**
 * A guard in memory. It remembers a key for the server's retention and at most `capacity` keys, the oldest going first.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (capacity = 10_000): Effect.Effect<Service> =>
  Effect.sync(() => {
    const slots = new Map<string, { readonly fingerprint: string; readonly until: number }>()
    return {
      bind: (slot, fingerprint, retentionMillis) =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          const known = slots.get(slot)
          if (known !== undefined && known.until > now) return known.fingerprint === fingerprint ? "known" : "reused"
          slots.delete(slot)
          slots.set(slot, { fingerprint, until: now + retentionMillis })
          if (slots.size > capacity) {
            const [oldest] = slots.keys()
            if (oldest !== undefined) slots.delete(oldest)
          }
          return "bound"
        }),
      release: (slot) =>
        Effect.sync(() => {
          slots.delete(slot)
        })
    }
  })

/**
 * One guard for every client that is built with this layer.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (capacity?: number): Layer.Layer<LocalGuard> => Layer.effect(LocalGuard, make(capacity))
