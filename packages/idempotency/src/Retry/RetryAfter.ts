/**
 * Reads `Retry-After` (RFC 9110, section 10.2.3): a number of seconds, or an HTTP date.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
const month = months.join("|")
const time = "(\\d{2}):(\\d{2}):(\\d{2})"

/** The three forms of RFC 9110, section 5.6.7; `Date.parse` would also read "60abc", "1e3" and local times. */
const imfFixdate = new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\\d{2}) (${month}) (\\d{4}) ${time} GMT$`)
const rfc850 = new RegExp(
  `^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday), (\\d{2})-(${month})-(\\d{2}) ${time} GMT$`
)
const asctime = new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (${month}) ([ \\d]\\d) ${time} (\\d{4})$`)

const utc = (year: number, monthName: string, day: number, clock: ReadonlyArray<string>): Option.Option<number> => {
  const index = months.indexOf(monthName)
  const [hour = 0, minute = 0, second = 0] = clock.map(Number)
  // A leap second is a legal 60 and no Date: it is read as the second before.
  const millis = Date.UTC(year, index, day, hour, minute, Math.min(second, 59))
  const date = new Date(millis)
  const sameDay = date.getUTCMonth() === index && date.getUTCDate() === day
  return sameDay && hour < 24 && minute < 60 && second <= 60 ? Option.some(millis) : Option.none()
}

/**
 * The instant an HTTP date names, in milliseconds since 1970; none for anything that is not exactly such a date.
 *
 * A two-digit year more than 50 years ahead of `now` means the century before.
 *
 * @since 0.1.0
 * @category constructors
 */
export const httpDate = (text: string, now: number): Option.Option<number> => {
  const modern = imfFixdate.exec(text)
  if (modern !== null) {
    const [, day = "", name = "", year = "", ...clock] = modern
    return utc(Number(year), name, Number(day), clock)
  }
  const short = rfc850.exec(text)
  if (short !== null) {
    const [, day = "", name = "", digits = "", ...clock] = short
    const thisYear = new Date(now).getUTCFullYear()
    const year = Math.floor(thisYear / 100) * 100 + Number(digits)
    return utc(year > thisYear + 50 ? year - 100 : year, name, Number(day), clock)
  }
  const old = asctime.exec(text)
  if (old !== null) {
    const [, name = "", day = "", hour = "", minute = "", second = "", year = ""] = old
    return utc(Number(year), name, Number(day), [hour, minute, second])
  }
  return Option.none()
}

/**
 * Parses the wait that the server asks for, in milliseconds. A date is measured against the answer's own `Date`, so a
 * wrong local clock does not matter; a date in the past means a wait of zero. Any other value is ignored.
 *
 * @example
 * import { RetryAfter } from "@qurl/idempotency"
 *
 * RetryAfter.parse({ "retry-after": "120" }, Date.now()) // some(120000)
 * RetryAfter.parse({ "retry-after": "60abc" }, Date.now()) // none
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (headers: Readonly<Record<string, string | undefined>>, now: number): Option.Option<number> => {
  const value = headers["retry-after"]?.trim()
  if (value === undefined) return Option.none()
  if (/^\d{1,12}$/.test(value)) return Option.some(Number(value) * 1000)
  const reference = headers.date === undefined ? now : Option.getOrElse(httpDate(headers.date, now), () => now)
  return Option.map(httpDate(value, now), (date) => Math.max(0, date - reference))
}
