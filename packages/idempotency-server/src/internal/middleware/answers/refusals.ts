import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import type * as Problem from "../../../Problem.js"

type Response = HttpServerResponse.HttpServerResponse

/** Puts a refusal into the vendor's envelope. */
export const make =
  <R>(render: (problem: Problem.Problem) => Effect.Effect<Response, never, R>) =>
  (problem: Problem.Problem): Effect.Effect<Response, never, R> =>
    Effect.map(render(problem), (response) =>
      problem.retryAfterSeconds === undefined
        ? response
        : HttpServerResponse.setHeader(response, "retry-after", String(problem.retryAfterSeconds)))
