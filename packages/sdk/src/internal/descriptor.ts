import type { HttpMethod } from "@effect/platform/HttpMethod"
import { type Described, rulesOf } from "@qurl/contract/Described"
import type { Rules } from "@qurl/idempotency"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as Decoder from "./decoder.js"
import { onWire } from "./input.js"

type Checked<A> = Either.Either<A, ParseResult.ParseError>

/** What a call needs to know of an endpoint. */
export interface Descriptor<Success> {
  readonly rules: Rules
  /** The API's name of the operation, of which several can be made here. */
  readonly endpoint: string
  /** Whether the operation's own description names the idempotency header. */
  readonly documentsKey: boolean
  /** Whether the operation takes no credential. */
  readonly isPublic: boolean
  readonly method: HttpMethod
  readonly path: string
  /** The body as the wire takes it, checked. None for an operation without one. */
  readonly payload: Option.Option<(input: unknown) => Checked<unknown>>
  /** The query, checked and written as strings. */
  readonly query: Option.Option<(input: unknown) => Checked<unknown>>
  /** The answer's JSON, checked. */
  readonly success: (json: unknown) => Checked<Success>
  /** Whether a success has no body. */
  readonly bodiless: boolean
  /** What an empty answer (204) stands for, where it stands for something. */
  readonly empty: Option.Option<unknown>
  /** Whether a 400 may carry data. */
  readonly dataAt400: boolean
}

/** At the properties in `nullable` null is something to say. */
const payloadOf = <A, I>(schema: Schema.Schema<A, I>, nullable?: ReadonlyArray<string>) =>
  Decoder.make(schema, { errors: "all" }, (input) => onWire(input, nullable))

/** What is the same for every operation, whatever it answers. */
const common = (operation: Described, nullable?: ReadonlyArray<string>) => ({
  rules: rulesOf(operation),
  endpoint: operation.name,
  documentsKey: operation.documentsKey ?? false,
  isPublic: operation.isPublic ?? false,
  method: operation.method,
  path: operation.path,
  payload: Option.map(Option.fromNullable(operation.payload), (schema) => payloadOf(schema, nullable)),
  query: Option.map(
    Option.fromNullable(operation.query),
    (schema) => (query: unknown) => Schema.encodeUnknownEither(schema, { errors: "all" })(query)
  )
})

/** Describes an operation of the contract. The given success decoder takes the place of the operation's. */
export const make = <Success, Encoded>(
  operation: Described & { readonly success: Schema.Schema<Success, Encoded> },
  options: {
    readonly success?: Descriptor<Success>["success"]
    readonly empty?: unknown
    readonly dataAt400?: boolean
    readonly nullable?: ReadonlyArray<string>
  } = {}
): Descriptor<Success> => ({
  ...common(operation, options.nullable),
  success: options.success ?? Decoder.ofJson(operation.success),
  bodiless: false,
  empty: Option.fromNullable(options.empty),
  dataAt400: options.dataAt400 ?? false
})

/** Describes an operation of the contract whose success has no body. */
export const bodiless = (operation: Described & { readonly success?: never }): Descriptor<void> => ({
  ...common(operation),
  success: () => Either.void,
  bodiless: true,
  empty: Option.none(),
  dataAt400: false
})

/** The same operation under another name, for what is made of it. */
export const named = <Success>(descriptor: Descriptor<Success>, name: string): Descriptor<Success> => ({
  ...descriptor,
  rules: { ...descriptor.rules, name }
})

/** The same operation under another name, for a narrower payload. */
export const withPayload = <Success, A, I>(
  descriptor: Descriptor<Success>,
  name: string,
  payload: Schema.Schema<A, I>
): Descriptor<Success> => ({
  ...descriptor,
  rules: { ...descriptor.rules, name },
  payload: Option.some(payloadOf(payload))
})
