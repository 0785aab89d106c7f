import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Data from "effect/Data"

/**
 * A mounting in which the middleware would run after the response was sent. A mistake of the program, thus a defect.
 */
class MountingError extends Data.TaggedError("MountingError") {
  override get message(): string {
    return "The idempotency middleware was passed to `HttpServer.serve`, `HttpApiBuilder.serve` or `toWebHandler` as "
      + "its middleware, which the platform runs after it has sent the response. Wrap the app: "
      + "`HttpServer.serve(once(app))`. For an HttpApi write `Middleware.serve(options)` in place of "
      + "`HttpApiBuilder.serve()`."
  }
}

/** The platform applies a server's middleware inside of its function of this name, around an app that sends. */
const applies = "toHandled"

/** Throws where the platform is about to put the middleware around its own sending of responses. */
export const refuseAroundSending = (): void => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 25
  const stack = new Error().stack ?? ""
  Error.stackTraceLimit = stackTraceLimit
  if (new RegExp(`\\b${applies}\\b`).test(stack)) throw new MountingError()
}

/** The mark that the platform puts on a request right before it sends the response. */
const handled = Symbol.for("@effect/platform/HttpApp/handled")

/**
 * The second net, for a bundle without names: an app that sends its response itself fails before it has sent anything.
 */
export const refusingToSend: ProxyHandler<HttpServerRequest.HttpServerRequest>["set"] = (target, property, value) => {
  if (property === handled) throw new MountingError()
  return Reflect.set(target, property, value)
}
