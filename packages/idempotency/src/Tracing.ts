/**
 * Spans that cost nothing when nobody looks at them.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import { liveServices } from "effect/DefaultServices"
import * as Effect from "effect/Effect"
import * as Tracer from "effect/Tracer"

/** Effect's own tracer keeps its spans to itself. */
const nobodys = Context.get(liveServices, Tracer.Tracer)

/**
 * Does something more with an effect where a tracer was given to the program, and nothing where there is none.
 *
 * @since 0.1.0
 * @category combinators
 */
export const whenOn = <A, E, R>(
  self: Effect.Effect<A, E, R>,
  traced: (self: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.withFiberRuntime<A, E, R>((fiber) => fiber.currentTracer === nobodys ? self : traced(self))

/**
 * Puts a span around an effect where a tracer was given to the program, and nothing where there is none: a span that
 * nobody sees costs as much as a tenth of a request.
 *
 * @since 0.1.0
 * @category combinators
 */
export const span =
  (name: string, options?: () => Tracer.SpanOptions) =>
  <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.withFiberRuntime<A, E, R>((fiber) =>
      fiber.currentTracer === nobodys
        ? self
        : Effect.withSpan(self, name, { captureStackTrace: false, ...options?.() })
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
  (...args: Args): Effect.Effect<A, E, R> => span(name)(Effect.suspend(() => body(...args)))

/**
 * Adds to the span that {@link span} has made, where it has.
 *
 * @since 0.1.0
 * @category combinators
 */
export const annotate = (attributes: () => Record<string, unknown>): Effect.Effect<void> =>
  Effect.withFiberRuntime((fiber) =>
    fiber.currentTracer === nobodys ? Effect.void : Effect.annotateCurrentSpan(attributes())
  )
