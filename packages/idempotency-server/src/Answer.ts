/**
 * Answers, as they are kept and as they are given again. The middleware does both by itself; a handler needs this where it
 * keeps its answer beside its effect (see `Sealed.makeSealer`), and a `reconcile` gives back what was kept.
 *
 * @example
 * import { HttpServerResponse } from "@effect/platform"
 * import { Answer, Middleware } from "@qurl/idempotency-server"
 * import { Effect, Option } from "effect"
 *
 * const again = Effect.gen(function*() {
 *   const answer = HttpServerResponse.unsafeJson({ order: 42 }, { status: 201 })
 *   const { kept } = yield* Answer.toKept(answer, { headers: Middleware.representationHeaders, maxBytes: 1024 })
 *   return Option.map(kept, Answer.toResponse)
 * })
 *
 * @since 0.1.0
 */
import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Body from "./internal/middleware/answers/body.js"
import * as Kept from "./internal/middleware/answers/kept.js"
import type { Response } from "./Store.js"

/**
 * Selects the part of an answer to keep: its status, its body, and the headers that are named, in lower case. None if the
 * body has more than `maxBytes` or is a stream of events, which has no end. Any other stream is read here, so that the
 * answer to give is the one that comes back; the rest of one that is too long lives as long as the scope.
 *
 * @since 0.1.0
 * @category combinators
 */
export const toKept = (
  response: HttpServerResponse.HttpServerResponse,
  options: { readonly headers: ReadonlyArray<string>; readonly maxBytes: number }
): Effect.Effect<
  {
    readonly response: HttpServerResponse.HttpServerResponse
    readonly kept: Option.Option<Response>
  },
  never,
  Scope.Scope
> => {
  const body = Body.of(response)
  if (body._tag === "Bytes") {
    const kept = body.bytes.length > options.maxBytes
      ? Option.none()
      : Option.some(Kept.toKept(body.response, body.bytes, options.headers))
    return Effect.succeed({ response: body.response, kept })
  }
  if (Body.isEvents(body.response)) return Effect.succeed({ response: body.response, kept: Option.none() })
  return Effect.map(Effect.orDie(Body.collect(body.stream, options.maxBytes)), (collected) => {
    if (collected._tag === "TooLarge") {
      return { response: Body.withStream(body.response, collected.stream), kept: Option.none() }
    }
    const whole = Body.withBytes(body.response, collected.bytes)
    return { response: whole, kept: Option.some(Kept.toKept(whole, collected.bytes, options.headers)) }
  })
}

/**
 * Puts a kept answer on the wire again, byte for byte.
 *
 * @since 0.1.0
 * @category combinators
 */
export const toResponse: (kept: Response) => HttpServerResponse.HttpServerResponse = Kept.toResponse
