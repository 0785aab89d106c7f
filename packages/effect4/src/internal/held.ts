import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type * as Context3 from "effect3/Context"
import * as Exit3 from "effect3/Exit"
import * as Layer3 from "effect3/Layer"
import * as Scope3 from "effect3/Scope"
import { type Error3, toError } from "./failures.js"
import { fromEngine } from "./fromEngine.js"
import type { NativeError } from "./native.js"

const same = <A>(value: A): A => value

/** Builds a layer of the engine. What it holds is released with the scope of the caller. */
export const build = <A, E extends Error3>(
  layer: Layer3.Layer<A, E>
): Effect.Effect<Context3.Context<A>, NativeError<E>, Scope.Scope> =>
  Effect.gen(function*() {
    const scope = yield* Effect.acquireRelease(
      fromEngine(Scope3.make(), same),
      (scope) => fromEngine(Scope3.close(scope, Exit3.void), same)
    )
    return yield* fromEngine(Layer3.buildWithScope(layer, scope), (error: E) => toError(error))
  })
