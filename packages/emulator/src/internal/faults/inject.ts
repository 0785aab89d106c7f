import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { qurlDialect } from "@qurl/contract/QurlDialect"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import { STATUS_CODES } from "node:http"
import type { Fault, RetryAfter } from "../../Fault.js"
import * as Problem from "../kit/problem.js"
import * as Delivery from "./delivery.js"

type Response = HttpServerResponse.HttpServerResponse

const codes: { readonly [status: number]: string } = {
  429: "rate_limit_exceeded",
  500: "internal_error",
  502: "knock_failed",
  503: "service_unavailable"
}

const withRetryAfter = (response: Response, retryAfter: RetryAfter): Effect.Effect<Response> => {
  if (retryAfter === "none") return Effect.succeed(response)
  if ("seconds" in retryAfter) {
    return Effect.succeed(HttpServerResponse.setHeader(response, "retry-after", String(retryAfter.seconds)))
  }
  return Effect.map(
    Clock.currentTimeMillis,
    (now) => HttpServerResponse.setHeader(response, "retry-after", new Date(now + retryAfter.date * 1000).toUTCString())
  )
}

/** A page such as a proxy in front of the API sends. */
const page = (status: number): Response =>
  HttpServerResponse.text(
    `<!DOCTYPE html><html><head><title>${status} ${STATUS_CODES[status] ?? ""}</title></head><body></body></html>`,
    { status, contentType: "text/html" }
  )

const failure = (status: number, html: boolean, retryAfter: RetryAfter): Effect.Effect<Delivery.Delivery> =>
  (html
    ? Effect.succeed(page(status))
    : Problem.respond(status, { code: codes[status] ?? "error", detail: "A fault that was asked for." })).pipe(
      Effect.flatMap((response) => withRetryAfter(response, retryAfter)),
      Effect.map(Delivery.answer)
    )

/** Applies a fault in place of the handler, which then does not run. */
export const before = (fault: Fault | undefined): Effect.Effect<Option.Option<Delivery.Delivery>> => {
  switch (fault?.kind) {
    case "destroyBeforeHandler":
      return Effect.succeedSome(Delivery.destroyed)
    case "noAnswerBefore":
      return Effect.succeedSome(Delivery.silence)
    case "rateLimit":
      return Effect.asSome(failure(429, fault.html, fault.retryAfter))
    case "status":
      return fault.when === "before"
        ? Effect.asSome(failure(fault.status, fault.html, fault.retryAfter))
        : Effect.succeedNone
    case "inFlight":
      return Problem.respond(qurlDialect.inFlight.status, {
        code: qurlDialect.inFlight.code,
        detail: "A request with this key is still running."
      }).pipe(
        Effect.flatMap((response) => withRetryAfter(response, { seconds: 1 })),
        Effect.map(Delivery.answer),
        Effect.asSome
      )
    case "mismatch":
      return Problem.respond(qurlDialect.mismatch.status, {
        code: qurlDialect.mismatch.code,
        detail: "This key was used with a different request."
      }).pipe(Effect.map(Delivery.answer), Effect.asSome)
    default:
      return Effect.succeedNone
  }
}

/** Applies a fault to the answer of a handler that ran. */
export const after = (fault: Fault | undefined, response: Response): Effect.Effect<Delivery.Delivery> => {
  switch (fault?.kind) {
    case "destroyAfterCommit":
      return Effect.succeed(Delivery.destroyed)
    case "destroyAfterHeaders":
      return Effect.succeed({ _tag: "Destroy", after: "headers", response })
    case "destroyMidBody":
      return Effect.succeed({ _tag: "Destroy", after: "half", response })
    case "noAnswer":
      return Effect.succeed(Delivery.silence)
    case "stallBody":
      return Effect.succeed({ _tag: "Silence", after: "half", response })
    case "status":
      return failure(fault.status, fault.html, fault.retryAfter)
    default:
      return Effect.succeed(Delivery.answer(response))
  }
}
