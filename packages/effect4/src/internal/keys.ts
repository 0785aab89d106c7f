import { KeyError as KeyError3 } from "@qurl/idempotency"
import type * as Core from "@qurl/idempotency/KeyGenerator"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Effect3 from "effect3/Effect"
import type { KeyError } from "../errors/CallError.js"
import { toOption, toOption3 } from "./option.js"
import { toEngine } from "./toEngine.js"

/** Details of a call that a generator may derive the key from. */
export interface Call extends Omit<Core.Call, "fingerprint"> {
  /** Digest of the body, the same for the same content. None for a body that can be read only once. */
  readonly fingerprint: Option.Option<string>
}

/** A generator: one method, asked once per logical call. */
export interface Service {
  readonly next: (call: Call) => Effect.Effect<Option.Option<string>, KeyError>
}

/** Name of the reference. */
export const id = "@qurl/effect4/KeyGenerator"

/** A call as generators of Effect 4 see it. The digest is computed when it is asked for. */
export const toCall = (call: Core.Call): Call => ({
  operation: call.operation,
  method: call.method,
  url: call.url,
  scope: call.scope,
  get fingerprint() {
    return toOption(call.fingerprint)
  },
  retentionMillis: call.retentionMillis,
  onEnd: call.onEnd
})

/** A call as generators of the engine see it. */
export const toCall3 = (call: Call): Core.Call => ({ ...call, fingerprint: toOption3(call.fingerprint) })

const services = new WeakMap<Service, Core.Service>()

/** Remembers which generator of the engine stands behind one of Effect 4. */
export const remember = (service: Service, engine: Core.Service): Service => {
  services.set(service, engine)
  return service
}

/** A generator for the engine. One of the caller's own is run in the context of the fiber that calls. */
export const toService3 = (service: Service): Core.Service => {
  const known = services.get(service)
  if (known !== undefined) return known
  const made: Core.Service = {
    next: (call) =>
      toEngine(Effect.suspend(() => service.next(toCall(call)))).pipe(
        Effect3.mapBoth({
          onFailure: ({ operation, problem, reason }) => new KeyError3({ operation, problem, reason }),
          onSuccess: toOption3
        })
      )
  }
  services.set(service, made)
  return made
}
