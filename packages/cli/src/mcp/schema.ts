import * as JSONSchema from "effect/JSONSchema"
import { isReadonlyRecord } from "effect/Predicate"
import * as Schema from "effect/Schema"

/** JSON Schema of an object. */
interface ObjectSchema {
  readonly type: "object"
  readonly properties: Readonly<Record<string, object>>
  readonly required: Array<string>
  readonly $defs?: Readonly<Record<string, object>>
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

const strings = (value: unknown): ReadonlyArray<string> =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : []

/** An argument that the contract does not have, such as an id in the path. */
export interface Extra {
  readonly description: string
  readonly optional?: boolean
}

interface Described {
  readonly properties: Readonly<Record<string, object>>
  readonly required: ReadonlyArray<string>
  readonly definitions: Readonly<Record<string, object>>
}

/** Properties of a schema of the contract, whose identifier makes it a reference at the top. */
const describe = (contract: Schema.Schema.All): Described => {
  // The contract's schemas encode to JSON and need no services.
  const whole: unknown = JSONSchema.make(contract as Schema.Schema<unknown>)
  const definitions = record(isReadonlyRecord(whole) ? whole["$defs"] : {})
  const name = isReadonlyRecord(whole) && typeof whole["$ref"] === "string"
    ? whole["$ref"].split("/").at(-1)
    : undefined
  const root: unknown = name === undefined ? whole : definitions[name]
  const { properties, required } = isReadonlyRecord(root) ? root : {}
  return { properties: record(properties), required: strings(required), definitions }
}

const nothing: Described = { properties: {}, required: [], definitions: {} }

const definitionsOf = (definitions: Readonly<Record<string, object>>) =>
  Object.keys(definitions).length === 0 ? {} : { $defs: definitions }

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
  const { definitions, properties, required } = contract === undefined ? nothing : describe(contract)
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
    additionalProperties: false,
    ...definitionsOf(definitions)
  }
}

/** Keywords that a client would refuse an answer for, although the server of the API knows better. */
const strictKeywords = new Set(["additionalProperties", "format", "maxLength", "minLength", "pattern", "title"])

const isSchemaMap = (key: string): boolean => key === "properties" || key === "$defs"

/** Leaves out what would refuse the answer of a newer server. Names of properties are not keywords. */
const relaxed = (value: unknown, isMap = false): unknown => {
  if (Array.isArray(value)) return value.map((each) => relaxed(each))
  if (!isReadonlyRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isMap || !strictKeywords.has(String(key)))
      .map(([key, each]) => [key, relaxed(each, !isMap && isSchemaMap(String(key)))])
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

const resultOf = (
  { definitions, properties, required }: Described,
  further: Readonly<Record<string, object>>
): OutputSchema => ({
  type: "object",
  properties: { ...record(relaxed(properties, true)), ...further },
  required: [...required],
  ...definitionsOf(record(relaxed(definitions, true)))
})

const describeResult = (contract: Schema.Schema.All): Described =>
  // The contract's schemas need no services.
  describe(Schema.typeSchema(contract as Schema.Schema<unknown>))

/** Result of an operation as the contract describes it, with its metadata. */
export const outputSchema = (contract: Schema.Schema.All): OutputSchema => resultOf(describeResult(contract), { meta })

/** Page of a list. */
export const pageSchema = (item: Schema.Schema.All): OutputSchema => {
  const { definitions, properties, required } = describeResult(item)
  return resultOf({ properties: {}, required: ["items", "has_more"], definitions }, {
    items: {
      type: "array",
      items: { type: "object", properties: record(relaxed(properties, true)), required: [...required] }
    },
    has_more: { type: "boolean", description: "True if there is another page." },
    next_cursor: { type: "string", description: "Argument `cursor` of the next page." },
    meta
  })
}

/** Result that the server makes itself. */
export const ownSchema = (
  properties: Readonly<Record<string, { readonly type: string; readonly description?: string }>>,
  required: ReadonlyArray<string>
): OutputSchema => ({ type: "object", properties: { ...properties }, required: [...required] })
