import { HttpApi } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { QurlApi } from "@qurl/contract"
import { batchCreate, create } from "@qurl/contract/groups/Qurls"
import { Arbitrary, Either, FastCheck as fc, Option, Schema, SchemaAST as AST } from "effect"
import { wrong } from "../../src/internal/checks/checkNodes.js"
import { checks } from "../../src/internal/checks/checks.js"
import * as Decoder from "../../src/internal/checks/decoder.js"

const schemas: Array<readonly [string, AST.AST]> = []
HttpApi.reflect(QurlApi, {
  onGroup: () => {},
  onEndpoint: ({ endpoint }) => {
    if (Option.isSome(endpoint.payloadSchema)) schemas.push([`${endpoint.name} asks`, endpoint.payloadSchema.value.ast])
    schemas.push([`${endpoint.name} answers`, endpoint.successSchema.ast])
  }
})

/** Encoded side of a schema with all optional fields present. Declarations, which have no arbitraries, are unwrapped. */
const full = (ast: AST.AST): AST.AST => {
  switch (ast._tag) {
    case "Declaration":
      return ast.typeParameters[0] === undefined ? ast : full(ast.typeParameters[0])
    case "Transformation":
      return full(ast.from)
    case "TypeLiteral":
      return new AST.TypeLiteral(
        ast.propertySignatures.map(({ isOptional, isReadonly, name, type }) =>
          new AST.PropertySignature(name, full(type), isOptional, isReadonly)
        ),
        ast.indexSignatures
      )
    case "TupleType":
      return new AST.TupleType(ast.elements, ast.rest.map(({ type }) => new AST.Type(full(type))), ast.isReadonly)
    case "Union":
      return AST.Union.make(ast.types.map(full))
    case "Refinement":
      return AST.isTypeLiteral(ast.from) ? full(ast.from) : ast
    default:
      return ast
  }
}

/** A value with one thing in it changed: replaced, removed, or added. */
const bent = (value: unknown): fc.Arbitrary<unknown> => {
  const other = fc.constantFrom<unknown>(null, undefined, "", "x", -1, 0.5, true, [], {}, "2030-01-31T12:00:00Z")
  if (Array.isArray(value) && value.length > 0) {
    return fc.nat(value.length - 1).chain((index) => bent(value[index]).map((inner) => value.with(index, inner)))
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return other
  const names = Object.keys(value)
  const added = other.map((inner) => ({ ...value, added: inner }))
  if (names.length === 0) return fc.oneof(other, added)
  const name = fc.constantFrom(...names)
  return fc.oneof(
    added,
    name.chain((name) => fc.oneof(bent(Reflect.get(value, name)), other).map((inner) => ({ ...value, [name]: inner }))),
    name.map((name) => Object.fromEntries(Object.entries(value).filter(([other]) => other !== name)))
  )
}

describe("the short way through a schema", () => {
  for (const [name, ast] of schemas) {
    it(`says what Schema says: ${name}`, () => {
      const schema = Schema.make<unknown>(ast)
      const short = Decoder.make(schema, { errors: "all" })
      const long = Schema.decodeUnknownEither(schema, { errors: "all" })
      // Answers keep the fields that the contract does not name.
      const kept = Schema.decodeUnknownEither(schema, { errors: "all", onExcessProperty: "preserve" })
      const said = (result: Either.Either<unknown, unknown>) => Either.mapLeft(result, String)
      const encoded = Arbitrary.make(Schema.make<unknown>(full(ast)))
      fc.assert(
        fc.property(encoded.chain((value) => fc.oneof(fc.constant(value), bent(value))), (value) => {
          assert.deepStrictEqual(said(short(value)), said(long(value)))
          // The long way tells the first reason here: which data is refused, and what the other becomes, is the same.
          const json: unknown = value === undefined ? undefined : JSON.parse(JSON.stringify(value))
          const [left, right] = [Decoder.ofJson(schema)(json), kept(json)]
          assert.strictEqual(left._tag, right._tag)
          if (Either.isRight(left)) assert.deepStrictEqual(left, right)
        }),
        { numRuns: 50 }
      )
    })
  }

  for (const [ast, check] of checks) {
    it(`says what Schema says with the generated check: ${String(AST.getIdentifierAnnotation(ast))}`, () => {
      const schema = Schema.make<unknown>(ast)
      const asks = Decoder.make(schema, { errors: "all" }, undefined, check)
      const answers = Decoder.ofJson(schema, check)
      const long = Schema.decodeUnknownEither(schema, { errors: "all" })
      const kept = Schema.decodeUnknownEither(schema, { errors: "all", onExcessProperty: "preserve" })
      const said = (result: Either.Either<unknown, unknown>) => Either.mapLeft(result, String)
      const encoded = Arbitrary.make(Schema.make<unknown>(full(ast)))
      const isInput = [create.payload.ast, batchCreate.payload.ast].some((payload) => payload === ast)
      const data = fc.oneof(
        encoded.chain((value) => fc.oneof(fc.constant(value), bent(value))),
        fc.anything(),
        fc.jsonValue()
      )
      fc.assert(
        fc.property(data, (value) => {
          if (isInput) {
            assert.deepStrictEqual(said(asks(value)), said(long(value)))
            // The input of a check that accepts it is written to the wire as it is.
            const checked = check(value)
            if (checked !== wrong) {
              assert.strictEqual(JSON.stringify(checked), JSON.stringify(Either.getOrThrow(long(value))))
            }
          } else {
            const json: unknown = value === undefined ? undefined : JSON.parse(JSON.stringify(value) ?? "null")
            const [left, right] = [answers(json), kept(json)]
            assert.strictEqual(left._tag, right._tag)
            if (Either.isRight(left)) assert.deepStrictEqual(left, right)
          }
        }),
        { numRuns: 500 }
      )
    })
  }

  it("looks at own properties only", () => {
    const decode = Decoder.make(Schema.Struct({ a: Schema.optional(Schema.String) }))
    assert.deepStrictEqual(decode(Object.create({ a: 1 })), Either.right({}))
  })

  it("copies its input, except JSON that it has parsed itself", () => {
    const schema = Schema.Struct({ a: Schema.String })
    const input = { a: "x" }
    assert.notStrictEqual(Either.getOrThrow(Decoder.make(schema)(input)), input)
    assert.strictEqual(Either.getOrThrow(Decoder.ofJson(schema)(input)), input)
  })

  it("does not take a prototype that was named in JSON for one", () => {
    const schema = Schema.Struct({ a: Schema.optional(Schema.String) })
    const output = Either.getOrThrow(Decoder.ofJson(schema)(JSON.parse("{\"__proto__\":{\"a\":1},\"b\":2}")))
    assert.notProperty(output, "a")
    assert.strictEqual(Object.getPrototypeOf(output), Object.prototype)
  })
})
