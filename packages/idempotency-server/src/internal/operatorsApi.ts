import { HttpApiDecodeError } from "@effect/platform/HttpApiError"
import type * as HttpApp from "@effect/platform/HttpApp"
import { RequestError } from "@effect/platform/HttpServerError"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"

const invalid = (fields: ReadonlyArray<string>) =>
  HttpServerResponse.unsafeJson({ _tag: "InvalidRequestError", fields }, { status: 400 })

/** What does not fit is told without what was sent: it holds keys. */
export const withoutValues = (app: HttpApp.Default): HttpApp.Default =>
  Effect.catchAllCause(app, (cause) => {
    const error = Cause.squash(cause)
    if (error instanceof RequestError) return Effect.succeed(invalid([]))
    if (!(error instanceof HttpApiDecodeError)) return Effect.failCause(cause)
    return Effect.succeed(invalid([...new Set(error.issues.map(({ path }) => path.join(".")))]))
  })
