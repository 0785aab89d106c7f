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
 *   const { kept } = yield* Answer.toKept(answer, { headers: Middleware.defaultHeaders, maxBytes: 1024 })
 *   return Option.map(kept, Answer.toResponse)
 * })
 *
 * @since 0.1.0
 */
import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Capture from "./internal/middleware/capture.js"
import type { Response } from "./Store.js"

/**
 * What to keep of an answer: its status, its body, and of its headers those that are named, in lower case. None where the
 * body has more than `maxBytes` or is a stream of events, which has no end. A body that is another stream is read here, so
 * that the answer to be given is the one that comes back.
 *
 * @since 0.1.0
 * @category combinators
 */
export const toKept = (
  response: HttpServerResponse.HttpServerResponse,
  options: { readonly headers: ReadonlyArray<string>; readonly maxBytes: number }
): Effect.Effect<{
  readonly response: HttpServerResponse.HttpServerResponse
  readonly kept: Option.Option<Response>
}> =>
  Effect.map(Capture.capture(response, options.maxBytes), (captured) => ({
    response: captured.response,
    kept: typeof captured.body === "string" ? Option.none() : Option.some(Capture.toKept(captured, options.headers))
  }))

/**
 * A kept answer on the wire again, byte for byte.
 *
 * @since 0.1.0
 * @category combinators
 */
export const toResponse: (kept: Response) => HttpServerResponse.HttpServerResponse = Capture.toResponse
