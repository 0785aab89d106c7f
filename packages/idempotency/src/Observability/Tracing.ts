/**
 * Spans that cost nothing without a tracer.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import { liveServices } from "effect/DefaultServices"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import * as Tracer from "effect/Tracer"

/** Effect's own tracer keeps its spans to itself. */
const nobodys = Context.get(liveServices, Tracer.Tracer)

/**
 * True in a fiber whose program was given a tracer.
 *
 * @since 0.1.0
 * @category guards
 */
export const isOn = (fiber: Fiber.RuntimeFiber<unknown, unknown>): boolean => fiber.currentTracer !== nobodys

/**
 * Does something more with an effect where a tracer was given to the program, and nothing where there is none.
 *
 * @since 0.1.0
 * @category combinators
 */
export const whenOn = <A, E, R>(
  self: Effect.Effect<A, E, R>,
  traced: (self: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => Effect.withFiberRuntime<A, E, R>((fiber) => isOn(fiber) ? traced(self) : self)

/**
 * Wraps an effect in a span if the program has a tracer of its own. Otherwise it adds nothing, because even an unused
 * span costs a tenth of a request.
 *
 * @since 0.1.0
 * @category combinators
 */
export const span =
  (name: string, options?: () => Tracer.SpanOptions) =>
  <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.withFiberRuntime<A, E, R>((fiber) =>
      isOn(fiber)
        ? Effect.withSpan(self, name, { captureStackTrace: false, ...options?.() })
        : self
    )

/**
 * A function whose effects have a span each, as `Effect.fn` makes them.
 *
 * @since 0.1.0
 * @category combinators
 */
export const fn =
  (name: string) =>
  <Args extends ReadonlyArray<unknown>, A, E, R>(body: (...args: Args) => Effect.Effect<A, E, R>) =>
  (...args: Args): Effect.Effect<A, E, R> =>
    Effect.withFiberRuntime<A, E, R>((fiber) =>
      isOn(fiber)
        ? Effect.withSpan(Effect.suspend(() => body(...args)), name, { captureStackTrace: false })
        : body(...args)
    )

/**
 * Adds to the span that {@link span} has made, where it has.
 *
 * @since 0.1.0
 * @category combinators
 */
export const annotate = (attributes: () => Record<string, unknown>): Effect.Effect<void> =>
  Effect.withFiberRuntime((fiber) => isOn(fiber) ? Effect.annotateCurrentSpan(attributes()) : Effect.void)
