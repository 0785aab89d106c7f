import * as Duration from "effect/Duration"
import * as Redacted from "effect/Redacted"
import * as Duration3 from "effect3/Duration"
import * as Redacted3 from "effect3/Redacted"

/** Objects whose counterpart in the engine is known. */
const counterparts = new WeakMap<object, object>()

/** Values of the caller by their conversions for the engine. */
const natives = new WeakMap<object, unknown>()

/** Registers the counterpart of an object in the engine. */
export const pair = <A extends object>(native: A, engine: object): A => {
  counterparts.set(native, engine)
  return native
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const convert = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (Duration.isDuration(value)) return Duration3.millis(Duration.toMillis(value))
  if (Redacted.isRedacted(value)) return Redacted3.make(Redacted.value(value))
  if (Array.isArray(value)) {
    const items = value.map(convert)
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  const known = counterparts.get(value)
  if (known !== undefined) return known
  if (!isPlain(value)) return value
  let changed: Record<string, unknown> | undefined
  for (const [name, field] of Object.entries(value)) {
    const converted = convert(field)
    if (converted !== field) (changed ??= { ...value })[name] = converted
  }
  if (changed === undefined) return value
  natives.set(changed, value)
  return changed
}

/** A value for the engine. What holds no duration and no secret of Effect 4 is handed on as it is. */
export const toValue3 = <Engine>(value: unknown): Engine =>
  // The types of this package are those of the engine with these parts replaced.
  convert(value) as Engine

/** A value that came from the caller, as it was given. */
export const asGiven = (value: object): unknown => natives.get(value) ?? value
