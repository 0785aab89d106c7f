import type * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import type * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import type { HttpMethod } from "@effect/platform/HttpMethod"
import { Credentials, KeyDocumented } from "@qurl/contract"
import { Operation, type Rules } from "@qurl/idempotency"
import * as Context from "effect/Context"
import type * as Either from "effect/Either"
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

/** The endpoints of a group by name. The group keeps them so, and its type forgets which name is whose. */
export const endpointsOf =
  <Id extends string, Endpoints extends HttpApiEndpoint.HttpApiEndpoint.Any, Error, R, TopLevel extends boolean>(
    group: HttpApiGroup.HttpApiGroup<Id, Endpoints, Error, R, TopLevel>
  ) =>
  <Name extends HttpApiEndpoint.HttpApiEndpoint.Name<Endpoints>>(name: Name) =>
    group.endpoints[name] as HttpApiEndpoint.HttpApiEndpoint.WithName<Endpoints, Name>

/**
 * Describes an endpoint of the contract. The given success decoder takes the place of the endpoint's where that one
 * divides the same data by status.
 */
export const make = <Name extends string, Method extends HttpMethod, Path, Query, Payload, Headers, Success, Error>(
  endpoint: HttpApiEndpoint.HttpApiEndpoint<Name, Method, Path, Query, Payload, Headers, Success, Error>,
  options: {
    readonly success?: Descriptor<Success>["success"]
    readonly empty?: unknown
    readonly dataAt400?: boolean
    readonly nullable?: ReadonlyArray<string>
  } = {}
): Descriptor<Success> => {
  const bodiless = HttpApiSchema.isVoid(endpoint.successSchema.ast)
  const success = options.success ?? Decoder.make(endpoint.successSchema)
  return {
    rules: Context.unsafeGet(endpoint.annotations, Operation),
    endpoint: endpoint.name,
    documentsKey: Context.get(endpoint.annotations, KeyDocumented),
    isPublic: Context.get(endpoint.annotations, Credentials).length === 0,
    method: endpoint.method,
    path: endpoint.path,
    payload: Option.map(endpoint.payloadSchema, (schema) => payloadOf(schema, options.nullable)),
    query: Option.map(
      endpoint.urlParamsSchema,
      (schema) => (query: unknown) => Schema.encodeUnknownEither(schema, { errors: "all" })(query)
    ),
    success: bodiless ? () => success(undefined) : success,
    bodiless,
    empty: Option.fromNullable(options.empty),
    dataAt400: options.dataAt400 ?? false
  }
}

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
