import * as Wire from "@qurl/contract/Wire"
import * as Option from "effect/Option"
import * as AST from "effect/SchemaAST"

/** Stands for a value that a check does not accept. */
export const wrong = Symbol()

/** Checks by the schemas that they stand for: each returns the decoded value, or {@link wrong}. */
export type Checks = ReadonlyMap<AST.AST, (value: unknown) => unknown>

/** The nodes of a schema in the order in which generated checks number them. */
export const nodesOf = (ast: AST.AST, nodes: Array<AST.AST> = []): ReadonlyArray<AST.AST> => {
  nodes.push(ast)
  switch (ast._tag) {
    case "Refinement":
      nodesOf(ast.from, nodes)
      break
    case "TypeLiteral":
      for (const { type } of ast.propertySignatures) nodesOf(type, nodes)
      break
    case "TupleType":
      for (const { type } of ast.rest) nodesOf(type, nodes)
      break
    case "Union":
      for (const member of ast.types) nodesOf(member, nodes)
      break
    case "Declaration":
      for (const parameter of ast.typeParameters) nodesOf(parameter, nodes)
      break
  }
  return nodes
}

/** True if the filter of a refinement accepts the value. */
export const passes = (node: AST.AST | undefined, value: unknown): boolean =>
  node?._tag === "Refinement" && Option.isNone(node.filter(value, AST.defaultParseOption, node))

/** The predicate of a field that may be absent. */
export const isThereOf = (node: AST.AST | undefined): Wire.IsThere => {
  const predicate = node === undefined ? Option.none() : AST.getAnnotation<Wire.IsThere>(node, Wire.IsThereId)
  return Option.getOrElse(predicate, () => () => false)
}

/** True for an object that is not an array. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** True for an object without a class, whose fields are its own. */
export const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && Object.getPrototypeOf(value) === Object.prototype

/** Checks the elements of an array, which is copied only if one of them is decoded to another value. */
export const array = (
  value: unknown,
  check: (element: unknown) => unknown
): ReadonlyArray<unknown> | typeof wrong => {
  if (!Array.isArray(value)) return wrong
  let changed: Array<unknown> | undefined
  for (let index = 0; index < value.length; index++) {
    const element: unknown = value[index]
    const checked = check(element)
    if (checked === wrong) return wrong
    if (checked !== element) (changed ??= [...value])[index] = checked
  }
  return changed ?? value
}
