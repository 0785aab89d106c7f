import type * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Answered, Observation } from "../../Decision.js"
import type * as Gate from "../../Gate.js"
import type { Intent } from "../../Intent.js"
import type { Received } from "../../Transport.js"
import type { Seen } from "../call/callState.js"
import * as Trace from "../trace.js"
import { parseJson } from "./json.js"
import { isCutShort, readAnswer, readLost, requestIdIn } from "./reading.js"

const nothing = new Uint8Array()

const unanswered = (observation: Observation): Seen => ({
  observation,
  response: undefined,
  bytes: nothing,
  json: Option.none
})

/** Understands what was received. */
export const see = (received: Received, intent: Intent, now: number): Seen => {
  if (received._tag === "NotSent") return unanswered(received)
  if (received._tag === "Lost") return unanswered(readLost(intent, received))
  const { bytes, headers, status } = received
  const json = parseJson(bytes)
  if (isCutShort(intent, received, json)) {
    return unanswered(readLost(intent, { _tag: "Lost", reason: "body cut", code: undefined, status, headers }))
  }
  return { observation: readAnswer(intent, received, json, now), response: { status, headers }, bytes, json }
}

/** The longest time for which an answer of unknown origin closes a lane, in milliseconds. */
const longestUnproven = 60_000

/**
 * The wait that an answer asks of all calls. A page of a gateway or a portal speaks for one request: its word is taken
 * for a minute, where the dialect says how the API's own refusal looks.
 */
const askedOf = ({ retryAfter, source }: Answered, { dialect }: Intent): number | undefined =>
  retryAfter !== undefined && source === "unknown" && dialect.envelope.refusal !== undefined
    ? Math.min(longestUnproven, retryAfter)
    : retryAfter

/** The verdict on the pace of a lane. */
export const verdictOf = ({ observation }: Seen, intent: Intent): Gate.Verdict => {
  if (observation._tag !== "Answered") return { _tag: "Failed" }
  if (observation.status === 429) return { _tag: "Limited", asked: askedOf(observation, intent) }
  return observation.status < 500 ? { _tag: "Served" } : { _tag: "Failed" }
}

/** The server's identifier of a request. One that could forge a line of a log, or fill it, is dropped. */
export const requestIdOf = (seen: Seen | undefined, intent: Intent): string | undefined => {
  if (seen?.response === undefined) return undefined
  const name = requestIdIn(intent.dialect, seen.json()) ?? seen.response.headers["x-request-id"]
  return name !== undefined && /^[\w.:+=@-]{1,128}$/.test(name) ? name : undefined
}

/** A call in one line of a log. */
export const logLine = (intent: Intent, requestId: string | undefined) =>
  `${intent.method} ${intent.path} request_id=${requestId ?? "-"} idempotency_key=${
    intent.dialect.logsKeys === true ? Option.getOrElse(intent.key, () => "-") : Trace.shortKey(intent)
  }`

/** Debug lines around an exchange. */
export const logged = (
  exchange: Effect.Effect<Seen>,
  intent: Intent,
  request: HttpClientRequest.HttpClientRequest,
  sent: number
): Effect.Effect<Seen> => {
  const { requestIdHeader } = intent.dialect
  const name = requestIdHeader === undefined ? undefined : request.headers[requestIdHeader]
  return (name === undefined ? Effect.void : Effect.logDebug(`Request: ${logLine(intent, name)}`)).pipe(
    Effect.zipRight(exchange),
    Effect.tap((seen) => {
      const result = Trace.resultOf(seen.observation)
      return Effect.logDebug(`${logLine(intent, requestIdOf(seen, intent) ?? name)} attempt=${sent} result=${result}`)
    })
  )
}
