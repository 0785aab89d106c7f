/** Parts of both descriptions. Everything in them is JSON. */
export type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

/** Missing values read as empty. */
const object = (value: unknown): Json => isObject(value) ? value : {}

export const list = (value: unknown): ReadonlyArray<unknown> => Array.isArray(value) ? value : []

/** Target of a reference in its own document, with the keywords beside it. */
const follow = (document: Json, value: unknown): Json => {
  const { $ref, ...node } = object(value)
  return typeof $ref === "string"
    ? {
      ...follow(document, $ref.split("/").slice(1).reduce<unknown>((at, name) => object(at)[name], document)),
      ...node
    }
    : node
}

const limits = ["minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "pattern", "default"]

/** Rules of a schema for one property: its limits and the values that are named. */
interface Said {
  readonly limits: Json
  readonly values: ReadonlyArray<string>
  readonly required: boolean
}

/** Every property by its path (`items[].label`). The schema itself is the empty path. */
export type Shape = ReadonlyMap<string, Said>

/** Reads a schema whose alternatives and parts are spread over references, `allOf`, `anyOf` and `oneOf`. */
const shapeOf = (document: Json, schema: unknown): Shape => {
  const shape = new Map<string, Said>()
  const visit = (value: unknown, path: string, required: boolean): void => {
    const node = follow(document, value)
    const known = shape.get(path) ?? { limits: {}, values: [], required }
    shape.set(path, {
      limits: {
        ...known.limits,
        // Nothing is shorter than nothing.
        ...Object.fromEntries(
          Object.entries(node).filter(([name, value]) =>
            limits.includes(name) && !(name === "minLength" && value === 0)
          )
        )
      },
      values: [...new Set([...known.values, ...list(node.enum).filter((value) => value !== null).map(String)])].sort(),
      required: known.required
    })
    for (const part of ["allOf", "anyOf", "oneOf"].flatMap((name) => list(node[name]))) visit(part, path, required)
    if (node.items !== undefined) visit(node.items, `${path}[]`, true)
    for (const [name, property] of Object.entries(object(node.properties))) {
      visit(property, path === "" ? name : `${path}.${name}`, list(node.required).includes(name))
    }
  }
  visit(schema, "", true)
  return shape
}

interface Parameter {
  readonly required: boolean
  readonly shape: Shape
}

export interface Operation {
  readonly id: string
  readonly verb: string
  readonly path: string
  readonly isPublic: boolean
  /** Rules of the vendor's description beyond the format. */
  readonly extensions: Json
  /** By where it stands and its name, which has no case in headers. */
  readonly parameters: ReadonlyMap<string, Parameter>
  readonly body: Shape | undefined
  /** By status. */
  readonly answers: ReadonlyMap<string, Shape>
}

/** A body has one shape; a status that stands for data and for a failure has both in one. */
const bodyOf = (document: Json, holder: unknown): Shape | undefined => {
  const schemas = Object.values(object(follow(document, holder).content)).map((media) => object(media).schema)
  return schemas.length === 0 ? undefined : shapeOf(document, { anyOf: schemas })
}

/** The operations of a document, by their ids. */
export const operationsOf = (document: Json): ReadonlyMap<string, Operation> =>
  new Map(
    Object.entries(object(document.paths)).flatMap(([path, item]) =>
      Object.entries(object(item)).filter(([, operation]) => isObject(operation)).map(([verb, value]) => {
        const operation = object(value)
        const parameters = list(operation.parameters).map((value) => {
          const parameter = follow(document, value)
          const name = parameter.in === "header" ? String(parameter.name).toLowerCase() : String(parameter.name)
          const shape = shapeOf(document, parameter.schema)
          return [`${String(parameter.in)} ${name}`, { required: parameter.required === true, shape }] as const
        })
        const answers = Object.entries(object(operation.responses)).map(([status, answer]) =>
          [status, bodyOf(document, answer) ?? new Map<string, Said>()] as const
        )
        const id = String(operation.operationId)
        return [id, {
          id,
          verb,
          path,
          extensions: Object.fromEntries(Object.entries(operation).filter(([name]) => name.startsWith("x-"))),
          isPublic: list(operation.security ?? document.security).length === 0,
          parameters: new Map(parameters),
          body: bodyOf(document, operation.requestBody),
          answers: new Map(answers)
        }] as const
      })
    )
  )
