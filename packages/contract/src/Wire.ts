/**
 * The schemas whose decoded form differs from the wire. Everything else in this package is plain structs.
 *
 * Instants stay RFC 3339 strings: nothing here computes with them, and a string survives logs, queues and JSON.
 * Durations are strings going out (`5m`, `24h`) and whole seconds coming back.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/**
 * An enumeration the server may extend: unknown values are plain strings, known ones complete in an editor.
 *
 * @since 0.1.0
 * @category constructors
 */
export const openEnum = <const Known extends ReadonlyArray<string>>(
  ...known: Known
): Schema.Schema<Known[number] | (string & {})> =>
  Schema.make(Schema.String.annotations({ jsonSchema: { anyOf: [{ enum: [...known] }, { type: "string" }] } }).ast)

/**
 * A property of an answer that may be missing; null reads as missing.
 *
 * @since 0.1.0
 * @category combinators
 */
export const absent = <A, I>(schema: Schema.Schema<A, I>) =>
  Schema.optionalWith(schema, { nullable: true, exact: true })

/**
 * A string of an answer that may be missing; null and the empty string read as missing.
 *
 * @since 0.1.0
 * @category constructors
 */
export const absentWhenEmpty = Schema.optionalToOptional(Schema.NullOr(Schema.String), Schema.NonEmptyString, {
  decode: Option.filter((text): text is string => text !== null && text !== ""),
  encode: (text) => text
})

/**
 * An instant of an answer that may be missing; what does not parse as an instant reads as missing, because the links
 * around it are worth more than the date.
 *
 * @since 0.1.0
 * @category constructors
 */
export const absentInstant = Schema.optionalToOptional(
  Schema.Unknown.annotations({ jsonSchema: { type: "string", format: "date-time" } }),
  Schema.String,
  {
    decode: Option.filter((value): value is string => typeof value === "string" && !Number.isNaN(Date.parse(value))),
    encode: (text) => text
  }
)

/**
 * An array of an answer that may be missing; anything but an array reads as missing, an empty one stays. `identifier`
 * is the component name of the items.
 *
 * @since 0.1.0
 * @category combinators
 */
export const absentArray = <A, I>(identifier: string, item: Schema.Schema<A, I>) => {
  const isArray = (value: unknown): value is ReadonlyArray<I> => Array.isArray(value)
  return Schema.optionalToOptional(
    // The target checks the items; the annotation keeps them in the generated description.
    Schema.Unknown.annotations({
      jsonSchema: { type: "array", items: { $ref: `#/components/schemas/${identifier}` } }
    }),
    Schema.Array(item),
    { decode: Option.filter(isArray), encode: (items) => items }
  )
}

/**
 * Annotations of an input: a misspelt property is refused instead of being dropped.
 *
 * @since 0.1.0
 * @category combinators
 */
export const strict = (identifier: string) => ({
  identifier,
  parseOptions: { onExcessProperty: "error" as const }
})
