import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Problem from "../../../Problem.js"
import type * as Store from "../../../Store.js"
import { storeTimeLimit } from "../../timeLimit.js"
import type { Kind, Next } from "../next.js"
import type { Options } from "../options.js"
import type { Prepared } from "../prepare.js"
import { toResponse } from "./kept.js"
import * as Refusals from "./refusals.js"

type Response = HttpServerResponse.HttpServerResponse

/** A request with a key, until it is answered. */
export interface Call<E, R> extends Prepared {
  readonly app: HttpApp.Default<E, R>
  /** Adds what surrounds every answer that is not an execution. */
  readonly surround: <E, R>(response: HttpApp.Default<E, R>) => HttpApp.Default<E, R>
  /** Waits so far. */
  readonly waits: number
}

/** Marks an answer that no record protects. */
export const statusHeader = "idempotency-status"

/** Answers that are not executions of the claim. */
export class Replies<R> {
  private readonly refuse: ReturnType<typeof Refusals.make<R>>
  private readonly repeated: NonNullable<Options<R>["repeated"]>

  constructor(private readonly options: Options<R>, private readonly store: Store.Service) {
    this.refuse = Refusals.make<R>(options.render ?? Problem.render)
    this.repeated = options.repeated ?? (() => Effect.void)
  }

  /** An answer in place of an execution, unless the policy refuses the request even that. */
  instead<E, R2>(
    { request, surround }: Call<E, R2>,
    kind: Kind | undefined,
    response: Effect.Effect<Response, never, R>
  ): HttpApp.Default<E, R | R2> {
    return surround(
      kind === undefined ? response : Effect.matchEffect(this.repeated(request, kind), {
        onFailure: Effect.succeed<Response>,
        onSuccess: () => response
      })
    )
  }

  /** A refusal of the middleware itself. */
  problem<E, R2>(call: Call<E, R2>, problem: Problem.Problem): HttpApp.Default<E, R | R2> {
    return this.instead(call, undefined, this.refuse(problem))
  }

  unavailable<E, R2>(call: Call<E, R2>, { message }: Store.StoreError): HttpApp.Default<E, R | R2> {
    return this.instead(
      call,
      undefined,
      Effect.zipRight(Effect.logWarning(message), this.refuse(Problem.storeUnavailable))
    )
  }

  /** The store did not answer, and nothing ran. */
  unprotected<E, R2>(call: Call<E, R2>, error: Store.StoreError): HttpApp.Default<E, R | R2> {
    return call.settings.unavailable !== "execute" || error.reason === "corrupt" || error.reason === "unknown"
      ? this.unavailable(call, error)
      : Effect.logWarning(error.message).pipe(
        Effect.zipRight(Effect.provideService(call.app, HttpServerRequest.HttpServerRequest, call.request)),
        Effect.map(HttpServerResponse.setHeader(statusHeader, "unprotected"))
      )
  }

  replay<E, R2>(call: Call<E, R2>, response: Store.Response): HttpApp.Default<E, R | R2> {
    const { claim: { identity }, settings: { retentionMillis, sliding, storeTimeoutMillis } } = call
    const { replayedHeader } = this.options.dialect
    const touched = sliding
      ? Effect.catchTag(
        storeTimeLimit(this.store.touch(identity, retentionMillis), storeTimeoutMillis),
        "StoreError",
        (error) => Effect.logWarning(error.message)
      )
      : Effect.void
    return this.instead(
      call,
      "replay",
      Effect.as(touched, HttpServerResponse.setHeader(toResponse(response), replayedHeader, "true"))
    )
  }

  refused<E, R2>(
    call: Call<E, R2>,
    { kind, location, problem }: Extract<Next, { readonly _tag: "Refuse" }>
  ): HttpApp.Default<E, R | R2> {
    const refusal = this.refuse(problem)
    return this.instead(
      call,
      kind,
      Effect.map(
        kind === undefined
          ? Effect.zipRight(Effect.logError("a record of the idempotency store was made by another version"), refusal)
          : refusal,
        (refusal) => location === undefined ? refusal : HttpServerResponse.setHeader(refusal, "location", location)
      )
    )
  }
}
