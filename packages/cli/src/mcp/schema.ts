import * as JSONSchema from "effect/JSONSchema"
import { isReadonlyRecord } from "effect/Predicate"
import type * as Schema from "effect/Schema"
import * as AST from "effect/SchemaAST"

/** JSON Schema of an object. */
interface ObjectSchema {
  readonly type: "object"
  readonly properties: Readonly<Record<string, object>>
  readonly required: Array<string>
  readonly [key: string]: unknown
}

/** JSON Schema of the arguments of a tool. */
export interface InputSchema extends ObjectSchema {
  readonly additionalProperties: false
}

/** JSON Schema of the result of a tool. Results may have further properties. */
export interface OutputSchema extends ObjectSchema {}

const record = (value: unknown): Readonly<Record<string, object>> =>
  isReadonlyRecord(value)
    ? Object.fromEntries(
      Object.entries(value).flatMap(([key, each]) => typeof each === "object" && each !== null ? [[key, each]] : [])
    )
    : {}

/** An argument that the contract does not have, such as an id in the path. */
export interface Extra {
  readonly description: string
  readonly optional?: boolean
}

interface Described {
  readonly properties: Readonly<Record<string, object>>
  readonly required: ReadonlyArray<string>
}

const nothing: Described = { properties: {}, required: [] }

/** Describes a schema of the contract without references, which takes fewer tokens of an agent than with definitions. */
const describe = (contract: AST.AST): Described => {
  const whole = JSONSchema.fromAST(contract, { definitions: {}, topLevelReferenceStrategy: "skip" })
  return "properties" in whole ? whole : nothing
}

const unlimited = (properties: Readonly<Record<string, object>>, list: string | undefined) =>
  Object.fromEntries(
    Object.entries(properties).map(([key, each]) => {
      if (key !== list || !("maxItems" in each)) return [key, each]
      const { maxItems: _, description: __, ...others } = { description: "", ...each }
      return [key, others]
    })
  )

/**
 * Arguments of a tool: the input of an operation as the contract describes it, and further ones. The list named
 * `list` may have any length.
 */
export const inputSchema = (
  contract: Schema.Schema.All | undefined,
  extras: Readonly<Record<string, Extra>>,
  list?: string
): InputSchema => {
  const { properties, required } = contract === undefined ? nothing : describe(contract.ast)
  return {
    type: "object",
    properties: {
      ...Object.fromEntries(
        Object.entries(extras).map(([key, { description }]) => [key, { type: "string", minLength: 1, description }])
      ),
      ...unlimited(properties, list)
    },
    required: [
      ...Object.entries(extras).flatMap(([key, { optional }]) => optional === true ? [] : [key]),
      ...required
    ],
    additionalProperties: false
  }
}

/** Keywords that a client would refuse an answer for, although the server of the API knows better. */
const strictKeywords = new Set(["additionalProperties", "format", "maxLength", "minLength", "pattern", "title"])

/** Leaves out what would refuse the answer of a newer server. Names of properties are not keywords. */
const relaxed = (value: unknown, areNames = false): unknown => {
  if (Array.isArray(value)) return value.map((each) => relaxed(each))
  if (!isReadonlyRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => areNames || !strictKeywords.has(String(key)))
      .map(([key, each]) => [key, relaxed(each, !areNames && key === "properties")])
  )
}

/** About the call of a result: the request, its key, and if the answer was stored before. */
const meta = {
  type: "object",
  description: "About the call: its request id and, for a write, its key and if the answer is that of an earlier call.",
  properties: {
    requestId: { type: "string" },
    replayed: { type: "string" },
    idempotencyKey: { type: "string" },
    attempts: { type: "number" }
  }
}

const resultOf = (contract: Schema.Schema.All, further: Readonly<Record<string, object>> = {}): OutputSchema => {
  const { properties, required } = describe(AST.typeAST(contract.ast))
  return {
    type: "object",
    properties: { ...record(relaxed(properties, true)), ...further },
    required: [...required]
  }
}

/** Result of an operation as the contract describes it, with its metadata. */
export const outputSchema = (contract: Schema.Schema.All): OutputSchema => resultOf(contract, { meta })

/** Page of a list. */
export const pageSchema = (item: Schema.Schema.All): OutputSchema => ({
  type: "object",
  properties: {
    items: { type: "array", items: resultOf(item) },
    has_more: { type: "boolean", description: "True if there is another page." },
    next_cursor: { type: "string", description: "Argument `cursor` of the next page." },
    meta
  },
  required: ["items", "has_more"]
})

/** Result that the server makes itself. */
export const ownSchema = (
  properties: Readonly<Record<string, { readonly type: string; readonly description?: string }>>,
  required: ReadonlyArray<string>
): OutputSchema => ({ type: "object", properties: { ...properties }, required: [...required] })
