import { isRecord } from "effect/Predicate"

type Json = Record<string, unknown>

const problem = "#/components/schemas/ErrorEnvelope"
const framework = "#/components/schemas/HttpApiDecodeError"
const frameworkComponents = ["HttpApiDecodeError", "Issue", "PropertyKey"]
/** Inputs refuse unknown properties; everything else tolerates them. */
const isInput = (component: string) => component.endsWith("Request") || /^(AccessPolicy|AIAgentPolicy)$/.test(component)

const mapRecord = (record: unknown, f: (value: Json, key: string) => unknown): Json =>
  isRecord(record)
    ? Object.fromEntries(
      Object.entries(record).map(([key, value]) => [key, isRecord(value) ? f(value, key) : value])
        .filter(([, value]) => value !== undefined)
    )
    : {}

const open = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(open)
  if (!isRecord(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]) =>
      key === "additionalProperties" && value === false ? [] : [[key, open(value)]]
    )
  )
}

/** The alternatives of a response body, each a plain reference where it is one. */
const members = (schema: Json): ReadonlyArray<Json> => {
  if (Array.isArray(schema.anyOf)) return schema.anyOf.filter(isRecord).flatMap(members)
  return Array.isArray(schema.allOf) && isRecord(schema.allOf[0]) ? [schema.allOf[0]] : [schema]
}

/**
 * Response as the API answers it. The framework adds its own decoding failure to every 400 and knows one content
 * type per status, while a refused batch is a problem and a batch of failures is data.
 */
const response = (value: Json): Json | undefined => {
  const bodies = Object.values(mapRecord(value.content, (media) => media.schema)).filter(isRecord).flatMap(members)
    .filter((body) => body.$ref !== framework)
  if (isRecord(value.content) && bodies.length === 0) return undefined
  const data = bodies.filter((body) => body.$ref !== problem)
  const content = {
    ...(data.length > 0 ? { "application/json": { schema: open(data[0]) } } : {}),
    ...(bodies.length > data.length ? { "application/problem+json": { schema: { $ref: problem } } } : {})
  }
  return { description: value.description, ...(bodies.length > 0 ? { content } : {}) }
}

/** Marks an operation that takes no credential, with `OpenApi.Override`. */
export const isPublic = "x-public"

const operation = (value: Json): Json => ({
  ...value,
  operationId: String(value.operationId).split(".").at(-1),
  security: value[isPublic] === true ? [] : [{ bearerAuth: [] }],
  responses: mapRecord(value.responses, response)
})

/**
 * The generated description as the vendor would publish it. Authentication appears here and not as a middleware of the
 * contract, because a server checks it before it looks at anything else.
 */
export const asPublished = (spec: Json): Json => {
  const components = isRecord(spec.components) ? spec.components : {}
  const schemas = mapRecord(components.schemas, (schema, name) => isInput(name) ? schema : open(schema))
  for (const name of frameworkComponents) delete schemas[name]
  return {
    ...spec,
    components: { schemas, securitySchemes: { bearerAuth: { type: "http", scheme: "bearer" } } },
    security: [{ bearerAuth: [] }],
    paths: mapRecord(spec.paths, (operations) => mapRecord(operations, operation))
  }
}
