/** The interface of a client to a benchmark. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import type { Operation } from "./workload.js"

/** Runs so many calls, so many of them at a time. Failed calls count like others. */
export interface Contender {
  readonly run: (operation: Operation, calls: number, concurrency: number) => Promise<void>
}

/** Calls that are promises. */
export const fromPromise = (call: (operation: Operation) => Promise<unknown>): Contender => ({
  run: async (operation, calls, concurrency) => {
    let left = calls
    const line = async () => {
      while (left-- > 0) await call(operation).catch(() => undefined)
    }
    await Promise.all(Array.from({ length: concurrency }, line))
  }
})

/**
 * Calls that are effects: one program makes them all, as a user's would. Each line has a fiber and nothing else, since
 * `Effect.all` keeps as much again for each of its effects, which would count as memory of the calls.
 */
export const fromEffect = <R, E>(
  layer: Layer.Layer<R, E>,
  call: (operation: Operation) => Effect.Effect<unknown, unknown, R>
): Contender => {
  const runtime = ManagedRuntime.make(layer)
  return {
    run: (operation, calls, concurrency) => {
      let left = calls
      const line = Effect.whileLoop({
        while: () => left-- > 0,
        body: () => Effect.ignore(call(operation)),
        step: () => {}
      })
      return runtime.runPromise(Effect.gen(function*() {
        const fibers = yield* Effect.replicateEffect(Effect.fork(line), concurrency)
        for (const fiber of fibers) yield* Fiber.join(fiber)
      }))
    }
  }
}
