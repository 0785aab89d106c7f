import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

const unitMillis: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000
}

/** Parses a duration such as `500ms`, `7d` or `1h30m`. Zero and any other text are none. */
export const parseDuration = (text: string): Option.Option<Duration.Duration> => {
  const parts = Array.from(text.matchAll(/(\d{1,9}(?:\.\d+)?)(ms|[smhdw])/g))
  const millis = parts.reduce((sum, [, amount, unit = ""]) => sum + Number(amount) * (unitMillis[unit] ?? NaN), 0)
  return millis > 0 && parts.map(([part]) => part).join("") === text
    ? Option.some(Duration.millis(millis))
    : Option.none()
}
