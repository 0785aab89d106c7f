import * as Duration from "effect/Duration"
import * as Redacted from "effect/Redacted"

/** With the largest unit that divides it, or unchanged, to be refused, when it is not a whole number of seconds. */
const writeDuration = (duration: Duration.Duration): string | Duration.Duration => {
  const seconds = Duration.toSeconds(duration)
  if (!Number.isSafeInteger(seconds) || seconds === 0) return duration
  return seconds % 3600 === 0 ? `${seconds / 3600}h` : seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`
}

/**
 * An input as the wire takes it: null and undefined are left out, durations written in the API's grammar, secrets
 * unwrapped. Nothing is judged here. Null stays where it says something: at the names in `nullable`.
 */
export const onWire = (value: unknown, nullable: ReadonlyArray<string> = []): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map((inner) => onWire(inner))
  if (Duration.isDuration(value)) return writeDuration(value)
  if (Redacted.isRedacted(value)) return Redacted.value(value)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => inner !== undefined && (inner !== null || nullable.includes(key)))
      .map(([key, inner]) => [key, onWire(inner)])
  )
}

/** A query as the wire takes it: as above, and empty strings are left out as well. */
export const onQuery = (value: unknown): unknown => {
  const query = onWire(value ?? {})
  return typeof query === "object" && query !== null && !Array.isArray(query)
    ? Object.fromEntries(Object.entries(query).filter(([, inner]) => inner !== ""))
    : query
}
