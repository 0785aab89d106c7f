import { KeyError } from "@qurl/idempotency/CallError"
import { KeyGenerator as Core } from "@qurl/idempotency/KeyGenerator"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { KeyRequest, Next } from "./keyRequest.js"

type Service = typeof Core.Service

/** The services behind the generators that come with the package. */
const services = new WeakMap<Next, Service>()

/** A generator of the core. Others may ask it for keys. */
export const fromLayer = (layer: Layer.Layer<never>): Next => {
  const service = Effect.runSync(Effect.provide(Core, layer))
  const generator: Next = Object.freeze({
    next: async (call: KeyRequest) => {
      const request = { ...call, fingerprint: Option.fromNullable(call.fingerprint) }
      const key = await Effect.runPromise(Effect.either(service.next(request)))
      if (key._tag === "Left") throw key.left
      return Option.getOrNull(key.right)
    }
  })
  services.set(generator, service)
  return generator
}

/** A generator as the core asks it. What it throws is the caller's own, except for what a generator of ours throws. */
export const toService = (generator: Next): Service =>
  services.get(generator) ?? {
    next: (call) =>
      Effect.tryPromise({
        try: async () =>
          generator.next({
            operation: call.operation,
            method: call.method,
            url: call.url,
            scope: call.scope,
            fingerprint: Option.getOrUndefined(call.fingerprint),
            retentionMillis: call.retentionMillis,
            onEnd: call.onEnd
          }),
        catch: (error) => error
      }).pipe(
        Effect.catchAll((error) => error instanceof KeyError ? Effect.fail(error) : Effect.die(error)),
        // The core refuses a key that is not a string.
        Effect.map((key) => key === null ? Option.none() : Option.some(key))
      )
  }
