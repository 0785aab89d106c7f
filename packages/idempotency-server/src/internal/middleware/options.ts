import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import type { Dialect } from "@qurl/idempotency/Dialect"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type { Mode, Policy } from "../../Policy.js"
import type * as Problem from "../../Problem.js"

type Request = HttpServerRequest.HttpServerRequest
type Response = HttpServerResponse.HttpServerResponse

/**
 * Idempotency of the routes behind one middleware: the dialect, the caller, and the policy. Routes that differ get an
 * annotation (`Policy.RoutePolicy`) in an `HttpApi`, and a middleware each elsewhere.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<R = never, out M extends Mode = Mode> extends Policy<M> {
  readonly dialect: Dialect
  /**
   * Names the caller: an account, a client id, the subject of a token. Two credentials of one caller have one name, so
   * that a retry with a refreshed token finds its answer. Fails with the answer that refuses a request; an answer like
   * that is never kept. `Middleware.anonymous` names a caller without credentials, who is refused unless the policy says
   * otherwise.
   */
  readonly principal: (request: Request) => Effect.Effect<string, Response, R>
  /**
   * Decides whether a key on this request counts, in place of the policy.
   *
   * @default the policy's `keyed`
   */
  readonly isKeyed?: ((request: Request) => boolean) | undefined
  /**
   * Parts of a request that must be the same besides method, path, query and body.
   *
   * @default none
   */
  readonly sameness?: ((request: Request) => ReadonlyArray<string>) | undefined
  /**
   * Runs before an execution only, never before a replay: the place for rate limits and quotas. The key counts as in
   * flight meanwhile and no transaction is open. Fails with the answer that refuses the request; it is never kept.
   */
  readonly admit?: ((request: Request) => Effect.Effect<void, Response, R>) | undefined
  /**
   * Runs before every answer that is not an execution: the place to count or to limit those. Fails with the answer that
   * refuses the request.
   *
   * @default they are free
   */
  readonly repeated?:
    | ((request: Request, answer: "replay" | "mismatch" | "in flight") => Effect.Effect<void, Response, R>)
    | undefined
  /**
   * Time for running executions to finish when the server stops. Waiting requests are answered at once.
   *
   * @default 10 seconds
   */
  readonly grace?: Duration.DurationInput | undefined
  /**
   * Puts the middleware's own refusals into the vendor's envelope.
   *
   * @default problem details (RFC 9457)
   */
  readonly render?: ((problem: Problem.Problem) => Effect.Effect<Response, never, R>) | undefined
}
