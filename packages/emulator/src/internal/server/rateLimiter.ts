import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Problem from "../kit/problem.js"

/** A number of requests per owner and window. */
export interface RateLimit {
  readonly limit: number
  readonly window: Duration.DurationInput
}

/** Fixed windows, counted in memory; a window begins with its first request. */
export const make = ({ limit, window }: RateLimit) => {
  const millis = Duration.toMillis(window)
  const windows = new Map<string, { readonly endsAt: number; used: number }>()
  return Effect.fnUntraced(function*(owner: string) {
    const now = yield* Clock.currentTimeMillis
    const open = windows.get(owner)
    const current = open !== undefined && now < open.endsAt ? open : { endsAt: now + millis, used: 0 }
    windows.set(owner, current)
    if (current.used < limit) {
      current.used++
      return
    }
    const response = yield* Problem.respond(429, {
      code: "rate_limit_exceeded",
      detail: `More than ${limit} requests in ${Duration.format(Duration.millis(millis))}.`
    })
    return yield* Effect.fail(HttpServerResponse.setHeaders(response, {
      "retry-after": String(Math.ceil((current.endsAt - now) / 1000)),
      "ratelimit-limit": String(limit),
      "ratelimit-remaining": "0",
      "ratelimit-reset": String(Math.ceil(current.endsAt / 1000))
    }))
  })
}
