import { HttpApiDecodeError } from "@effect/platform/HttpApiError"
import type * as HttpApp from "@effect/platform/HttpApp"
import { RequestError } from "@effect/platform/HttpServerError"
import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"

/** Reports an invalid request by the names of its fields, without their values, which contain keys. */
export const withoutValues =
  (invalid: (fields: ReadonlyArray<string>) => Effect.Effect<HttpServerResponse.HttpServerResponse>) =>
  (app: HttpApp.Default): HttpApp.Default =>
    Effect.catchAllCause(app, (cause) => {
      const error = Cause.squash(cause)
      if (error instanceof RequestError) return invalid([])
      if (!(error instanceof HttpApiDecodeError)) return Effect.failCause(cause)
      return invalid([...new Set(error.issues.map(({ path }) => path.join(".")))])
    })
