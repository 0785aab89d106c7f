import { component, type JsonObject, object, published, strings, text } from "./document.js"

const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1")

const unescaped = (name: string): string => name.replaceAll("~1", "/").replaceAll("~0", "~")

interface Place {
  readonly pointer: string
  readonly node: JsonObject
}

/** Value at a place, with its reference resolved. */
const follow = (place: Place): Place => {
  const ref = place.node["$ref"]
  if (typeof ref !== "string") return place
  const names = ref.slice("#/".length).split("/").map(unescaped)
  return { pointer: ref.slice(1), node: names.reduce((node, name) => object(node[name]), published) }
}

/** A schema, or the one that it refers to with what it says itself. */
export const resolve = (node: JsonObject): JsonObject => {
  const { $ref, ...own } = node
  return $ref === undefined ? node : { ...resolve(follow({ pointer: "", node }).node), ...own }
}

const child = ({ node, pointer }: Place, name: string): Place =>
  follow({ pointer: `${pointer}/${escaped(name)}`, node: object(node[name]) })

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly type: string
  readonly pointer: string
}

export interface Response {
  readonly status: number
  /** Content types, and where their schemas are. Empty: no body. */
  readonly content: ReadonlyMap<string, string>
  readonly headers: ReadonlyMap<string, { readonly pointer: string; readonly type: string }>
  readonly codes: ReadonlyArray<string>
}

export interface Operation {
  readonly id: string
  readonly tag: string
  readonly method: string
  readonly path: string
  readonly parameters: ReadonlyArray<Parameter>
  /** Place of the schema of the body. */
  readonly body: string | undefined
  readonly responses: ReadonlyMap<number, Response>
  readonly credentials: ReadonlyArray<string>
  readonly scopes: ReadonlyArray<string>
  /** Status of the answer about what belongs to another owner. */
  readonly foreign: number
}

const parameter = (place: Place): Parameter => {
  const schema = child(place, "schema")
  return {
    name: text(place.node["name"]),
    in: text(place.node["in"]),
    required: place.node["required"] === true,
    type: text(schema.node["type"]),
    pointer: schema.pointer
  }
}

/** The codes of failures in general, for those that are declared on the spot. */
const generalCodes: { readonly [status: string]: string } = { 400: "BadRequest" }

const codes = (node: JsonObject, status: string): ReadonlyArray<string> => {
  return strings(
    (node["x-known-codes"] === undefined ? component("responses", generalCodes[status] ?? "") : node)["x-known-codes"]
  )
}

const response = (place: Place, status: string, operation: JsonObject): Response => ({
  status: Number(status),
  content: new Map(
    Object.keys(object(place.node["content"])).map((type) => [
      type,
      child(child(child(place, "content"), type), "schema").pointer
    ])
  ),
  headers: new Map(
    Object.keys(object(place.node["headers"])).map((name) => {
      const schema = child(child(child(place, "headers"), name), "schema")
      return [name.toLowerCase(), { pointer: schema.pointer, type: text(schema.node["type"]) }]
    })
  ),
  codes: [...codes(place.node, status), ...strings(object(operation["x-error-codes"])[status])]
})

const operation = (place: Place, path: string, method: string): Operation => {
  const { node } = place
  const responses = child(place, "responses")
  const parameters = Array.isArray(node["parameters"]) ? node["parameters"] : []
  return {
    id: text(node["operationId"]),
    tag: strings(node["tags"])[0] ?? "",
    method: method.toUpperCase(),
    path,
    parameters: parameters.map((item, index) =>
      parameter(follow({ pointer: `${place.pointer}/parameters/${index}`, node: object(item) }))
    ),
    body: node["requestBody"] === undefined
      ? undefined
      : child(child(child(child(place, "requestBody"), "content"), "application/json"), "schema").pointer,
    responses: new Map(
      Object.keys(responses.node).map((status) => [Number(status), response(child(responses, status), status, node)])
    ),
    credentials: strings(node["x-auth"]),
    scopes: strings(node["x-scopes"]),
    foreign: typeof node["x-foreign"] === "number" ? node["x-foreign"] : 404
  }
}

const paths = follow({ pointer: "/paths", node: object(published["paths"]) })

/** All operations, in the order of the file. */
export const operations: ReadonlyArray<Operation> = Object.keys(paths.node).flatMap((path) => {
  const item = child(paths, path)
  return Object.keys(item.node).map((method) => operation(child(item, method), path, method))
})

export const operationOf = (id: string): Operation => {
  const found = operations.find((operation) => operation.id === id)
  if (found === undefined) throw new Error(`The description has no operation ${id}.`)
  return found
}

/** Events that a receiver of webhooks gets. */
export const webhook: Operation = operation(
  follow({
    pointer: "/webhooks/qurlEvent/post",
    node: object(object(object(published["webhooks"])["qurlEvent"])["post"])
  }),
  "",
  "post"
)
