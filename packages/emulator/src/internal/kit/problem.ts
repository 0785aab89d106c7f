import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Problem from "@qurl/contract/Problem"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { STATUS_CODES } from "node:http"
import { Current } from "./current.js"

/** A problem without its status. */
export interface Said {
  readonly code: string
  readonly detail: string
  readonly invalid_fields?: { readonly [field: string]: string } | undefined
}

type Fields = ConstructorParameters<typeof Problem.BadRequestProblem>[0]

const said = (said: Said) =>
  Effect.map(Current, ({ path, requestId }): Fields => ({ ...said, instance: path, request_id: requestId }))

const failing = <A>(make: (fields: Fields) => A) => (problem: Said): Effect.Effect<never, A> =>
  Effect.flatMap(said(problem), (fields) => Effect.fail(make(fields)))

/** Failures of handlers; the contract puts them into the vendor's envelope. */
export const badRequest = failing((fields) => new Problem.BadRequestProblem(fields))
export const forbidden = failing((fields) => new Problem.ForbiddenProblem(fields))
export const notFound = failing((fields) => new Problem.NotFoundProblem(fields))
export const conflict = failing((fields) => new Problem.ConflictProblem(fields))
export const unprocessable = failing((fields) => new Problem.UnprocessableProblem(fields))
export const gone = failing((fields) => new Problem.GoneProblem(fields))
export const unavailable = failing((fields) => new Problem.UnavailableProblem(fields))

const encode = Schema.encodeSync(Problem.internal)

/** Answers outside a handler in the same envelope, with any status. */
export const respond = (status: number, problem: Said): Effect.Effect<HttpServerResponse.HttpServerResponse> =>
  Effect.map(said(problem), (fields) => {
    const { error, meta } = encode(new Problem.InternalProblem(fields))
    return HttpServerResponse.unsafeJson(
      { error: { ...error, status, title: STATUS_CODES[status] ?? "Error" }, meta },
      { status, contentType: "application/problem+json" }
    )
  })
