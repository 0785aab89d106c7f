import type * as Headers from "@effect/platform/Headers"
import * as Option from "effect/Option"
import type { Answered, Observation, Source } from "../../Decision.js"
import type { Dialect } from "../../Dialect.js"
import type { Intent } from "../../Intent.js"
import * as RetryAfter from "../../Retry/RetryAfter.js"
import type { LostAnswer } from "./exchange.js"
import { nameAt, namesIn, textAt, valueAt } from "./json.js"

/** A whole answer, not yet understood. */
interface Whole {
  readonly status: number
  readonly headers: Headers.Headers
  readonly bytes: Uint8Array
}

type Json = () => Option.Option<unknown>

/** The error code: that of a marker, wherever it stands, before any other. */
const codeOf = (dialect: Dialect, json: Option.Option<unknown>): string | undefined => {
  const codes = dialect.codePaths.flatMap((path) => nameAt(json, path) ?? [])
  const markers = [dialect.inFlight?.code, dialect.mismatch?.code]
  const places = dialect.markersAnywhere === true ? namesIn(json) : codes
  return places.find((code) => markers.includes(code)) ?? codes[0]
}

/** The request id in the body. */
export const requestIdIn = (dialect: Dialect, json: Option.Option<unknown>): string | undefined =>
  dialect.requestIdPaths.flatMap((path) => nameAt(json, path) ?? [])[0]

const hasPayload = (dialect: Dialect, json: Option.Option<unknown>): boolean =>
  (valueAt(json, dialect.envelope.success) ?? undefined) !== undefined

const isSuccess = ({ dialect, rules }: Intent, { bytes, status }: Whole, json: Json): boolean => {
  const isNamed = rules.answers?.includes(status)
  if (isNamed === false) return false
  if (bytes.length > 0) return hasPayload(dialect, json())
  return isNamed === true || (status === 204 && dialect.envelope.success.length === 0)
}

/** True for a payload that the operation knows as a refusal of all parts of a request. */
const isRefusedPayload = ({ dialect, rules }: Intent, status: number, json: Option.Option<unknown>): boolean =>
  status === 400 && rules.refusesWith?.(valueAt(json, dialect.envelope.success)) === true

const isRefusal = (
  { dialect }: Intent,
  json: Option.Option<unknown>,
  code: string | undefined
): boolean => {
  const { refusal } = dialect.envelope
  return refusal !== undefined
    && refusal.every((part) => part === "code" ? code !== undefined : requestIdIn(dialect, json) !== undefined)
}

const hasReplayMarker = ({ dialect, key }: Intent, headers: Headers.Headers): boolean =>
  Option.isSome(key) && headers[dialect.replayedHeader] === "true"

/** Reads what an answer says, and whether it is the API that says so. */
export const readAnswer = (intent: Intent, answer: Whole, json: Json, now: number): Answered => {
  const { dialect } = intent
  const { headers, status } = answer
  const isReplay = hasReplayMarker(intent, headers)
  const retryAfter = Option.getOrUndefined(RetryAfter.parse(headers, now))
  const sourceOf = (isOwn: boolean): Source => isReplay ? "replay" : isOwn ? "api" : "unknown"
  if (status >= 200 && status < 300) {
    // Even with the marker of a replay: without a success's form it is a refusal whose status was changed on the way.
    const source = isSuccess(intent, answer, json) ? sourceOf(true) : "unknown"
    return { _tag: "Answered", status, source, code: undefined, retryAfter }
  }
  const code = codeOf(dialect, json())
  const isRefused = isRefusedPayload(intent, status, json())
  // Even with the marker of a replay: the payload is that of a success whose status was changed on the way.
  const isRewritten = !isRefused && dialect.envelope.success.length > 0 && hasPayload(dialect, json())
  return {
    _tag: "Answered",
    status,
    source: isRewritten ? "unknown" : sourceOf(isRefused || isRefusal(intent, json(), code)),
    code,
    message: dialect.messagePaths.flatMap((path) => textAt(json(), path) ?? [])[0],
    retryAfter
  }
}

/** True if a body can be a success's: JSON, and not a problem document (RFC 9457), whose status was changed on the way. */
const isSuccessType = (type: string | undefined): boolean =>
  type === undefined || (/[/+]json\b/i.test(type) && !/\/problem\+json\b/i.test(type))

/**
 * Reads what is left of a lost answer. Only the marker of a replay shows that it is the API's own: status, content type
 * and request id are those of any gateway as well.
 */
export const readLost = (intent: Intent, { headers, ...lost }: LostAnswer): Observation =>
  headers !== undefined && hasReplayMarker(intent, headers) && isSuccessType(headers["content-type"])
    ? { ...lost, source: "replay" }
    : lost

/** Checks for JSON that ends before its outermost bracket is closed. */
const isUnclosed = (bytes: Uint8Array): boolean => {
  let depth = 0
  let isInString = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (isInString) {
      if (byte === 0x5c) at += 1
      else if (byte === 0x22) isInString = false
    } else if (byte === 0x22) isInString = true
    else if (byte === 0x7b || byte === 0x5b) depth += 1
    else if (byte === 0x7d || byte === 0x5d) depth -= 1
  }
  return depth > 0 || isInString
}

const bodiless: ReadonlySet<number> = new Set([204, 205])

/**
 * Detects a JSON body whose end was lost without an error. That happens to a body that ends with its connection, and to
 * a compressed body that `fetch` reads on Node 20.
 */
export const isCutShort = ({ method }: Intent, { bytes, headers, status }: Whole, json: Json): boolean => {
  if (method === "HEAD" || bodiless.has(status) || (status < 400 && status >= 300)) return false
  const type = headers["content-type"]
  const isJson = type === undefined ? bytes[0] === 0x7b : /^application\/([\w.-]+\+)?json\b/i.test(type)
  if (!isJson) return false
  return bytes.length === 0 ? headers["content-length"] !== "0" : Option.isNone(json()) && isUnclosed(bytes)
}
