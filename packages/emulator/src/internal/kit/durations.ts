import * as Either from "effect/Either"
import type { Limits } from "./plans.js"
import type { Said } from "./problem.js"

const second = 1000
const day = 24 * 60 * 60 * second

const units: { readonly [unit: string]: number } = { s: second, m: 60 * second, h: day / 24, d: day, w: 7 * day }

/** The longest way ahead that an expiry may be moved. */
export const farthest = 30 * day

const parse = (text: string, allowed: string): number | undefined => {
  const match = /^([0-9]+)([smhdw])$/.exec(text)
  const unit = match?.[2]
  return unit !== undefined && allowed.includes(unit) ? Number(match?.[1]) * (units[unit] ?? 0) : undefined
}

const wrong = (code: string, field: string, message: string): Either.Either<never, Said> =>
  Either.left({ code, detail: `${field} ${message}`, invalid_fields: { [field]: message } })

const within = (
  millis: number | undefined,
  range: readonly [number, number],
  code: string,
  field: string,
  message: string
): Either.Either<number, Said> =>
  millis === undefined || millis < range[0] || millis > range[1] ? wrong(code, field, message) : Either.right(millis)

/** Milliseconds that a link lives; a day when nothing is said. */
export const lifetime = (text: string | undefined, limits: Limits): Either.Either<number, Said> => {
  const most = limits.max_expiry_seconds * second
  return text === undefined
    ? Either.right(day)
    : within(
      parse(text, "smhdw"),
      [60 * second, most],
      "invalid_duration",
      "expires_in",
      `must be a duration from 1m to ${most / day}d`
    )
}

/** Milliseconds by which an expiry moves. */
export const extension = (text: string): Either.Either<number, Said> =>
  within(
    parse(text, "mhdw"),
    [60 * second, farthest],
    "invalid_duration",
    "extend_by",
    "must be a duration from 1m to 30d"
  )

/** Whole seconds that access lasts, if anything is said. */
export const session = (text: string | undefined): Either.Either<number | undefined, Said> =>
  text === undefined
    ? Either.right(undefined)
    : Either.map(
      within(
        parse(text, "smhd"),
        [second, day],
        "invalid_session_duration",
        "session_duration",
        "must be a duration from 1s to 24h"
      ),
      (millis) => millis / second
    )

const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/

/** An instant in the future, however far away, in epoch milliseconds. */
export const anyInstant = (text: string, now: number): Either.Either<number, Said> => {
  const at = rfc3339.test(text) ? Date.parse(text) : Number.NaN
  return at > now
    ? Either.right(at)
    : wrong("validation_error", "expires_at", "must be an RFC 3339 instant in the future")
}

/** An instant in the future that is not too far away, in epoch milliseconds. */
export const instant = (text: string, now: number): Either.Either<number, Said> => {
  const at = Either.getOrElse(anyInstant(text, now), () => Infinity)
  return at <= now + farthest
    ? Either.right(at)
    : wrong("validation_error", "expires_at", "must be an RFC 3339 instant in the future, at most 30 days ahead")
}
