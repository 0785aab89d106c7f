import type * as Context from "effect/Context"
import * as Context3 from "effect3/Context"
import type * as Fiber3 from "effect3/Fiber"

/** The Effect 4 context of the fiber that called. It reaches the HTTP client, generator and logger as a value. */
export class Caller extends Context3.Tag("@qurl/effect4/Caller")<Caller, Context.Context<never>>() {}

/** The caller of a fiber of the engine, every one of which has one. */
export const callerOf = (fiber: Fiber3.RuntimeFiber<unknown, unknown>): Context.Context<never> =>
  Context3.unsafeGet(fiber.currentContext, Caller)
