/**
 * Failures as the API writes them: one tagged class per status, carried on the wire in the vendor's error envelope.
 *
 * A handler fails with `new NotFoundProblem({ code, detail })`; the envelope, its status and its content type follow
 * from the class.
 *
 * @since 0.1.0
 */
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as Schema from "effect/Schema"
import { Tombstone } from "./Envelope.js"
import type { ProblemStatus } from "./Problems.js"
import { absent } from "./Wire.js"

/**
 * The vendor's error envelope. Proxies send less and older servers put the text into `message`, so all is optional.
 *
 * @since 0.1.0
 * @category models
 */
export const ErrorEnvelope = Schema.Struct({
  error: Schema.Struct({
    type: absent(Schema.String),
    title: absent(Schema.String),
    status: absent(Schema.Int),
    detail: absent(Schema.String),
    code: absent(Schema.String),
    instance: absent(Schema.String),
    invalid_fields: absent(Schema.Record({ key: Schema.String, value: Schema.String })),
    message: absent(Schema.String)
  }).annotations({ identifier: "Problem" }),
  meta: absent(Schema.Struct({ request_id: absent(Schema.String), tombstone: absent(Tombstone) }))
}).annotations({ identifier: "ErrorEnvelope" })

/**
 * @since 0.1.0
 * @category models
 */
export type ErrorEnvelope = typeof ErrorEnvelope.Type

const optional = Schema.optional

/** Fields of every problem. Status and title come from the class, `type` from the code. */
const fields = {
  code: Schema.String,
  detail: optional(Schema.String),
  instance: optional(Schema.String),
  invalid_fields: optional(Schema.Record({ key: Schema.String, value: Schema.String })),
  request_id: optional(Schema.String),
  tombstone: optional(Schema.typeSchema(Tombstone))
}

/**
 * The request was refused as it stands.
 *
 * @since 0.1.0
 * @category errors
 */
export class BadRequestProblem extends Schema.TaggedError<BadRequestProblem>()("BadRequestProblem", fields) {}

/**
 * No credential, or a bad one.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnauthorizedProblem extends Schema.TaggedError<UnauthorizedProblem>()("UnauthorizedProblem", fields) {}

/**
 * The credential lacks the scope, the plan or the ownership.
 *
 * @since 0.1.0
 * @category errors
 */
export class ForbiddenProblem extends Schema.TaggedError<ForbiddenProblem>()("ForbiddenProblem", fields) {}

/**
 * Not found, or not owned by this account.
 *
 * @since 0.1.0
 * @category errors
 */
export class NotFoundProblem extends Schema.TaggedError<NotFoundProblem>()("NotFoundProblem", fields) {}

/**
 * Clashes with the current state.
 *
 * @since 0.1.0
 * @category errors
 */
export class ConflictProblem extends Schema.TaggedError<ConflictProblem>()("ConflictProblem", fields) {}

/**
 * Used up, expired, revoked or closed for good.
 *
 * @since 0.1.0
 * @category errors
 */
export class GoneProblem extends Schema.TaggedError<GoneProblem>()("GoneProblem", fields) {}

/**
 * Understood, but not possible in this state.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnprocessableProblem extends Schema.TaggedError<UnprocessableProblem>()("UnprocessableProblem", fields) {}

/**
 * Too many requests. The server says in `Retry-After` when to come back.
 *
 * @since 0.1.0
 * @category errors
 */
export class RateLimitedProblem extends Schema.TaggedError<RateLimitedProblem>()("RateLimitedProblem", fields) {}

/**
 * An unexpected failure of the server.
 *
 * @since 0.1.0
 * @category errors
 */
export class InternalProblem extends Schema.TaggedError<InternalProblem>()("InternalProblem", fields) {}

/**
 * Network admission failed behind the API; a one-time token may be spent.
 *
 * @since 0.1.0
 * @category errors
 */
export class BadGatewayProblem extends Schema.TaggedError<BadGatewayProblem>()("BadGatewayProblem", fields) {}

/**
 * Temporarily not served.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnavailableProblem extends Schema.TaggedError<UnavailableProblem>()("UnavailableProblem", fields) {}

type Fields = Schema.Struct.Type<typeof fields>

/** The vendor derives the problem type from the code. */
const typeOf = (code: string) => `https://api.layerv.ai/problems/${code}`

const onWire = <Tag extends string, A extends Fields & { readonly _tag: Tag }>(
  problem: Schema.Schema<A, Fields & { readonly _tag: Tag }>,
  _tag: Tag,
  status: number,
  title: string
): Schema.Schema<A, typeof ErrorEnvelope.Encoded> =>
  Schema.transform(ErrorEnvelope, problem, {
    strict: true,
    decode: ({ error, meta }) => ({
      _tag,
      code: error.code ?? "unknown",
      detail: error.detail ?? error.message,
      instance: error.instance,
      invalid_fields: error.invalid_fields,
      request_id: meta?.request_id,
      tombstone: meta?.tombstone
    }),
    encode: ({ code, detail, instance, invalid_fields, request_id, tombstone }) => ({
      error: {
        type: typeOf(code),
        title,
        status,
        code,
        ...(detail === undefined ? {} : { detail }),
        ...(instance === undefined ? {} : { instance }),
        ...(invalid_fields === undefined ? {} : { invalid_fields })
      },
      meta: {
        ...(request_id === undefined ? {} : { request_id }),
        ...(tombstone === undefined ? {} : { tombstone })
      }
    })
  }).pipe(
    HttpApiSchema.withEncoding({ kind: "Json", contentType: "application/problem+json" })
  ).annotations(HttpApiSchema.annotations({ status, description: title }))

/**
 * `BadRequestProblem` on the wire, status 400.
 *
 * @since 0.1.0
 * @category models
 */
export const badRequest = onWire(BadRequestProblem, "BadRequestProblem", 400, "Bad Request")

/**
 * `UnauthorizedProblem` on the wire, status 401.
 *
 * @since 0.1.0
 * @category models
 */
export const unauthorized = onWire(UnauthorizedProblem, "UnauthorizedProblem", 401, "Unauthorized")

/**
 * `ForbiddenProblem` on the wire, status 403.
 *
 * @since 0.1.0
 * @category models
 */
export const forbidden = onWire(ForbiddenProblem, "ForbiddenProblem", 403, "Forbidden")

/**
 * `NotFoundProblem` on the wire, status 404.
 *
 * @since 0.1.0
 * @category models
 */
export const notFound = onWire(NotFoundProblem, "NotFoundProblem", 404, "Not Found")

/**
 * `ConflictProblem` on the wire, status 409.
 *
 * @since 0.1.0
 * @category models
 */
export const conflict = onWire(ConflictProblem, "ConflictProblem", 409, "Conflict")

/**
 * `GoneProblem` on the wire, status 410.
 *
 * @since 0.1.0
 * @category models
 */
export const gone = onWire(GoneProblem, "GoneProblem", 410, "Gone")

/**
 * `UnprocessableProblem` on the wire, status 422.
 *
 * @since 0.1.0
 * @category models
 */
export const unprocessable = onWire(UnprocessableProblem, "UnprocessableProblem", 422, "Unprocessable Content")

/**
 * `RateLimitedProblem` on the wire, status 429.
 *
 * @since 0.1.0
 * @category models
 */
export const rateLimited = onWire(RateLimitedProblem, "RateLimitedProblem", 429, "Too Many Requests")

/**
 * `InternalProblem` on the wire, status 500.
 *
 * @since 0.1.0
 * @category models
 */
export const internal = onWire(InternalProblem, "InternalProblem", 500, "Internal Server Error")

/**
 * `BadGatewayProblem` on the wire, status 502.
 *
 * @since 0.1.0
 * @category models
 */
export const badGateway = onWire(BadGatewayProblem, "BadGatewayProblem", 502, "Bad Gateway")

/**
 * `UnavailableProblem` on the wire, status 503.
 *
 * @since 0.1.0
 * @category models
 */
export const unavailable = onWire(UnavailableProblem, "UnavailableProblem", 503, "Service Unavailable")

/**
 * The problems on the wire by their status.
 *
 * @since 0.1.0
 * @category models
 */
export const byStatus = {
  400: badRequest,
  401: unauthorized,
  403: forbidden,
  404: notFound,
  409: conflict,
  410: gone,
  422: unprocessable,
  429: rateLimited,
  500: internal,
  502: badGateway,
  503: unavailable
} satisfies Readonly<Record<ProblemStatus, Schema.Schema.AnyNoContext>>

/**
 * Union of the problems with the given statuses.
 *
 * @since 0.1.0
 * @category models
 */
export type ProblemOf<Status extends ProblemStatus> = Schema.Schema.Type<(typeof byStatus)[Status]>
