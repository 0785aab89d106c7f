import { type ApiOperation, isOperation, rulesOf } from "@qurl/contract/ApiOperation"
import type { Rules } from "@qurl/idempotency"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"
import type { Checks } from "../checks/checkNodes.js"
import * as Decoder from "../checks/decoder.js"
import { onWire } from "../checks/wireInput.js"
import { lazily } from "../lazily.js"

type Parsed<A> = Either.Either<A, ParseResult.ParseError>

/** An operation of the contract with its schemas as functions. */
export interface Compiled<Success> {
  readonly operation: ApiOperation
  readonly rules: Rules
  /** Checks a body and writes it as the wire takes it. None for an operation without one. */
  readonly payload: Option.Option<(input: unknown) => Parsed<unknown>>
  /** Checks a query and writes its values as strings. */
  readonly query: Option.Option<(input: unknown) => Parsed<unknown>>
  /** Decodes the JSON of a success. */
  readonly success: (json: unknown) => Parsed<Success>
}

/** A compiled operation that keeps the type of its description. */
export interface CompiledOf<Op extends ApiOperation = ApiOperation> extends Compiled<SuccessOf<Op>> {
  readonly operation: Op
}

/** Result type of an operation: void without a body. */
type SuccessOf<Op> = Op extends { readonly success: Schema.Schema<infer A, infer _I> } ? A : void

/** Names of the properties that accept null, which is then a value and not a missing one. */
const nullableOf = (ast: AST.AST): ReadonlyArray<string> => {
  if (AST.isRefinement(ast)) return nullableOf(ast.from)
  if (!AST.isTypeLiteral(ast)) return []
  const acceptsNull = (type: AST.AST): boolean =>
    AST.isUnion(type) ? type.types.some(acceptsNull) : AST.isLiteral(type) && type.literal === null
  return ast.propertySignatures.filter(({ type }) => acceptsNull(type)).map(({ name }) => String(name))
}

const payloadOf = (schema: Schema.Schema.AnyNoContext, check?: (input: unknown) => unknown) =>
  lazily(() =>
    Decoder.make(
      Schema.make<unknown>(schema.ast),
      { errors: "all" },
      (input) => onWire(input, nullableOf(schema.ast)),
      check
    )
  )

const noChecks: Checks = new Map()

/** Compiles an operation. Decoders are built when they are first needed; `checks` are those that were generated. */
export const make = <Op extends ApiOperation>(operation: Op, checks = noChecks): CompiledOf<Op> => {
  const { payload, query, success }: ApiOperation = operation
  // The schema of a class makes its AST when it is first asked for it.
  const checkOf = (schema: Schema.Schema.AnyNoContext) => checks.size === 0 ? undefined : checks.get(schema.ast)
  return {
    operation,
    rules: rulesOf(operation),
    payload: Option.map(Option.fromNullable(payload), (schema) => payloadOf(schema, checkOf(schema))),
    query: Option.map(
      Option.fromNullable(query),
      (schema) => lazily(() => Schema.encodeUnknownEither(Schema.make<unknown>(schema.ast), { errors: "all" }))
    ),
    // Either decoder yields the type of the operation's success schema, which SuccessOf names.
    success: (success === undefined ? () => Either.void : Decoder.ofJson(success, checkOf(success))) as Compiled<
      SuccessOf<Op>
    >["success"]
  }
}

type Group<Module> = {
  readonly [Key in keyof Module as Module[Key] extends ApiOperation ? Key : never]: Module[Key] extends ApiOperation
    ? CompiledOf<Module[Key]>
    : never
}

/** Compiles the operations that a module of the contract exports. */
export const group = <Module extends object>(module: Module, checks = noChecks): Group<Module> =>
  // The entries are the operations of the module under their own names.
  Object.fromEntries(
    Object.entries(module).flatMap(([key, value]) => isOperation(value) ? [[key, make(value, checks)]] : [])
  ) as Group<Module>

/** Gives an operation the name of the verb that is made of it, as errors and spans show it. */
export const renamed = <Op extends Compiled<unknown>>(compiled: Op, name: string): Op => ({
  ...compiled,
  rules: { ...compiled.rules, name }
})

/** Renames an operation and narrows its payload. */
export const narrowed = <Op extends Compiled<unknown>, A, I>(
  compiled: Op,
  name: string,
  payload: Schema.Schema<A, I>
): Op => ({ ...renamed(compiled, name), payload: Option.some(payloadOf(payload)) })

/** True if a success has a list as its data. */
export const hasItems = ({ operation: { success } }: Pick<Compiled<unknown>, "operation">): boolean => {
  if (success === undefined) return false
  const ast = AST.typeAST(success.ast)
  return AST.isTypeLiteral(ast)
    && ast.propertySignatures.some(({ name, type }) => name === "data" && AST.isTupleType(type))
}

/** True if a success has no body. */
export const isBodiless = ({ operation }: Compiled<unknown>): boolean => operation.success === undefined

/** True if a 400 may carry data. */
export const hasDataAt400 = ({ operation }: Compiled<unknown>): boolean => operation.byStatus?.[400] !== undefined

/** Reads an answer without content (204) as an empty object, if the operation may answer with one. */
export const ofNoContent = <Success>({ success }: Compiled<Success>): Option.Option<unknown> =>
  Option.liftPredicate({}, (empty) => Either.isRight(success(empty)))
