import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FiberRef from "effect/FiberRef"

/**
 * Adds services to the context of an effect, in a region that cannot be interrupted. `Effect.provide` takes ten steps
 * more, with which it gives the former context back whatever interrupts it.
 */
export const withServices = <A, E, R, I>(
  effect: Effect.Effect<A, E, R>,
  services: Context.Context<I>
): Effect.Effect<A, E, Exclude<R, I>> =>
  // Proof: the effect runs in a context that has what is excluded here.
  // @effect-diagnostics-next-line unsafeEffectTypeAssertion:off
  Effect.withFiberRuntime<A, E, R>((fiber) => {
    const before = fiber.currentContext
    return FiberRef.set(FiberRef.currentContext, Context.merge(before, services)).pipe(
      Effect.zipRight(Effect.exit(effect)),
      Effect.flatMap((exit) => Effect.zipRight(FiberRef.set(FiberRef.currentContext, before), exit))
    )
  }) as Effect.Effect<A, E, Exclude<R, I>>
