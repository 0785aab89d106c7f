import * as JSONSchema from "effect/JSONSchema"
import { isReadonlyRecord } from "effect/Predicate"
import type * as Schema from "effect/Schema"

/** JSON Schema of the arguments of a tool, which are an object. */
export interface InputSchema {
  readonly type: "object"
  readonly properties: Readonly<Record<string, object>>
  readonly required: Array<string>
  readonly additionalProperties: false
  readonly $defs?: Readonly<Record<string, object>>
  readonly [key: string]: unknown
}

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
  // The contract's inputs encode to JSON and need no services.
  const whole: unknown = contract === undefined ? {} : JSONSchema.make(contract as Schema.Schema<unknown>)
  const definitions = record(isReadonlyRecord(whole) ? whole["$defs"] : {})
  const name = isReadonlyRecord(whole) && typeof whole["$ref"] === "string"
    ? whole["$ref"].split("/").at(-1)
    : undefined
  const root: unknown = name === undefined ? whole : definitions[name]
  const { properties, required } = isReadonlyRecord(root) ? root : {}
  return {
    type: "object",
    properties: {
      ...Object.fromEntries(
        Object.entries(extras).map(([key, { description }]) => [key, { type: "string", minLength: 1, description }])
      ),
      ...unlimited(record(properties), list)
    },
    required: [
      ...Object.entries(extras).flatMap(([key, { optional }]) => optional === true ? [] : [key]),
      ...strings(required)
    ],
    additionalProperties: false,
    ...(Object.keys(definitions).length === 0 ? {} : { $defs: definitions })
  }
}
