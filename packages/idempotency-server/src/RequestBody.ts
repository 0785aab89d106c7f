/**
 * Reading the body of a request before its handler does.
 *
 * @since 0.1.0
 */
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import type * as Effect from "effect/Effect"
import * as Body from "./internal/bodyReader.js"

export { BodyError } from "./internal/bodyReader.js"

/**
 * Limits for reading a body.
 *
 * @since 0.1.0
 * @category models
 */
export interface Limits extends Body.Limits {}

/**
 * Reads the whole body, or uses it again if it was read as text or JSON before. Never waits for a body that is gone.
 *
 * @since 0.1.0
 * @category combinators
 */
export const read: (
  request: HttpServerRequest.HttpServerRequest,
  limits: Limits
) => Effect.Effect<Uint8Array, Body.BodyError> = Body.read

/**
 * Gives a request the body that was read from it, in every form in which a handler may ask for it. The body of a
 * connection can be read once, and on Node reading it as bytes and as text are two readings.
 *
 * @since 0.1.0
 * @category combinators
 */
export const withBody = (
  request: HttpServerRequest.HttpServerRequest,
  bytes: Uint8Array
): HttpServerRequest.HttpServerRequest => Body.withBody(request, bytes)
