import * as Effect from "effect/Effect"
import * as Effect3 from "effect3/Effect"
import { callerOf } from "./caller.js"
import { toExit3 } from "./exit.js"

/** Runs an effect of Effect 4 within the engine, in a fiber of Effect 4 with the caller's context. */
export const toEngine = <A, E>(self: Effect.Effect<A, E>): Effect3.Effect<A, E> =>
  Effect3.withFiberRuntime((fiber) =>
    Effect3.async<A, E>((resume) => {
      const running = Effect.runForkWith(callerOf(fiber))(self)
      running.addObserver((exit) => resume(toExit3(exit)))
      return Effect3.async<void>((done) => {
        running.addObserver(() => done(Effect3.void))
        running.interruptUnsafe()
      })
    })
  )
