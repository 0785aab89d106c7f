/**
 * The schemas whose decoded form differs from the wire. Everything else in this package is plain structs.
 *
 * Instants stay RFC 3339 strings: nothing here computes with them, and a string survives logs, queues and JSON.
 * Durations are strings going out (`5m`, `24h`) and whole seconds coming back.
 *
 * @since 0.1.0
 */
import type * as Effect from "effect/Effect"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"

/**
 * An enumeration that the server may extend, with the words that are known of it.
 *
 * @since 0.1.0
 * @category models
 */
export interface OpenEnum<Known extends ReadonlyArray<string>> extends Schema.Schema<Known[number] | (string & {})> {
  readonly known: Known
}

/**
 * An enumeration the server may extend: unknown values are plain strings, known ones complete in an editor.
 *
 * @since 0.1.0
 * @category constructors
 */
export const openEnum = <const Known extends ReadonlyArray<string>>(...known: Known): OpenEnum<Known> => {
  const jsonSchema = { anyOf: [{ enum: [...known] }, { type: "string" }] }
  const schema = Schema.make<Known[number] | (string & {})>(Schema.String.annotations({ jsonSchema }).ast)
  return Object.assign(schema, { known })
}

/**
 * Tells a value from what stands for an absent one.
 *
 * @since 0.1.0
 * @category models
 */
export type IsThere = (value: unknown) => boolean

/**
 * Annotates a field that may be absent with its {@link IsThere}, for decoders of another making than Schema's own: what
 * is not there is decoded to `undefined`, and what is there by the declaration's type parameter.
 *
 * @since 0.1.0
 * @category constructors
 */
export const IsThereId: unique symbol = Symbol.for("@qurl/contract/Wire/IsThere")

/**
 * A property that is undefined when `isThere` denies its value, which `schema` then never sees.
 *
 * It is declared and not composed from `optionalWith` and the like, because those turn every struct around them into a
 * transformation: decoding a batch of 100 results then takes three times as long.
 */
const lenient = <A, I>(
  schema: Schema.Schema<A, I>,
  isThere: IsThere,
  described: Schema.Schema.All
) => {
  type Parse<T> = (value: unknown, options: AST.ParseOptions) => Effect.Effect<T, ParseResult.ParseIssue>
  const ifThere = <T>(parse: Parse<T>): Parse<T | undefined> => (value, options) =>
    isThere(value) ? parse(value, options) : ParseResult.succeed(undefined)
  return Schema.optionalWith(
    Schema.declare<A | undefined, I | undefined, readonly [Schema.Schema<A, I>]>([schema], {
      decode: (schema) => ifThere(ParseResult.decodeUnknown(schema)),
      encode: (schema) => ifThere(ParseResult.encodeUnknown(schema))
    }, { [AST.SurrogateAnnotationId]: described.ast, [IsThereId]: isThere satisfies IsThere }),
    { exact: true }
  )
}

/**
 * A property of an answer that may be missing; null reads as missing.
 *
 * @since 0.1.0
 * @category combinators
 */
export const absent = <A, I>(schema: Schema.Schema<A, I>) =>
  lenient(schema, (value) => value !== null && value !== undefined, Schema.NullOr(schema))

/**
 * A string of an answer that may be missing; null and the empty string read as missing.
 *
 * @since 0.1.0
 * @category constructors
 */
export const absentWhenEmpty = lenient(
  Schema.String,
  (value) => value !== null && value !== undefined && value !== "",
  Schema.NullOr(Schema.String)
)

const date = String
  .raw`\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)`
const time = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?`

/** The usual instants, which are recognized by their form: to parse one takes six times as long. */
const usual = new RegExp(`^${date}T${time}Z$`)

/**
 * An instant of an answer that may be missing; what does not parse as an instant reads as missing, because the links
 * around it are worth more than the date.
 *
 * @since 0.1.0
 * @category constructors
 */
export const absentInstant = lenient(
  Schema.String,
  (value) => typeof value === "string" && (usual.test(value) || !Number.isNaN(Date.parse(value))),
  Schema.String.annotations({ jsonSchema: { type: "string", format: "date-time" } })
)

/**
 * An array of an answer that may be missing; anything but an array reads as missing, an empty one stays.
 *
 * @since 0.1.0
 * @category combinators
 */
export const absentArray = <A, I>(item: Schema.Schema<A, I>) =>
  lenient(Schema.Array(item), Array.isArray, Schema.Array(item))

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
