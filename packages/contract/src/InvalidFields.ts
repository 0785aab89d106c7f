/**
 * Problems of an input, field by field, without repeating the values: a refused URL or token stays unprinted.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type * as ParseResult from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import * as AST from "effect/SchemaAST"

/** Describes the type of a value in words that are safe to print. */
const kindOf = (value: unknown): string => {
  if (typeof value === "string") return value === "" ? "an empty string" : `a string of ${value.length} characters`
  if (typeof value === "number") return `the number ${value}`
  if (typeof value === "boolean") return `${value}`
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (value === null || value === undefined) return `${value}`
  return typeof value === "object" ? "an object" : `a ${typeof value}`
}

/** The nearest description, which completes "must be ...". */
const describe = (ast: AST.AST): string => {
  if (AST.isUnion(ast)) {
    const members = ast.types.filter((member) => !AST.isUndefinedKeyword(member))
    return members.map((member) => AST.isLiteral(member) ? String(member.literal) : describe(member)).join(" or ")
  }
  if (AST.isRefinement(ast) || AST.isTransformation(ast)) {
    return Option.getOrElse(AST.getDescriptionAnnotation(ast), () => describe(ast.from))
  }
  return AST.isTypeLiteral(ast)
    ? "an object"
    : Option.getOrElse(AST.getDescriptionAnnotation(ast), () => "of the documented type")
}

/**
 * A key that is not a plain word is not a misspelt field; it could be anything, a secret included. `__proto__` is a plain
 * word that an object cannot hold.
 */
const nameOf = (key: string): string =>
  /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/.test(key) && !key.startsWith("at_") && key !== "__proto__" ? key : "(unprintable)"

/**
 * Name of the property at a path, such as `items[3].label`.
 *
 * @since 0.1.0
 * @category combinators
 */
export const pathOf = (path: ReadonlyArray<PropertyKey>): string =>
  path.length === 0 ? "input" : path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`
    return text === "" ? nameOf(String(key)) : `${text}.${nameOf(String(key))}`
  }, "")

type Found = Map<string, string>

const add = (found: Found, path: ReadonlyArray<PropertyKey>, text: string) => {
  const name = pathOf(path)
  if (!found.has(name)) found.set(name, text)
}

/** `expected` is the outermost schema of the value at `path`: its description is the one written for the caller. */
const collect = (
  found: Found,
  issue: ParseResult.ParseIssue,
  path: ReadonlyArray<PropertyKey>,
  expected: AST.AST | undefined
): void => {
  switch (issue._tag) {
    case "Pointer":
      return collect(found, issue.issue, path.concat(issue.path), undefined)
    case "Missing":
      return add(found, path, `is missing: give ${describe(issue.ast.type)}`)
    case "Unexpected":
      return add(found, path, "is not a property of this input: remove it or check its spelling")
    case "Composite": {
      const all = "_tag" in issue.issues ? [issue.issues] : issue.issues
      // An optional property is a union with undefined, which does not count as an alternative.
      const real = AST.isUnion(issue.ast)
        ? all.filter((inner) => !(inner._tag === "Type" && AST.isUndefinedKeyword(inner.ast)))
        : all
      for (const inner of real) collect(found, inner, path, AST.isUnion(issue.ast) ? expected ?? issue.ast : expected)
      return
    }
    case "Refinement": {
      if (issue.kind === "Predicate") {
        // Messages under a predicate are written in this package; those of transformations repeat the value.
        return collectPredicate(found, issue.issue, path, expected ?? issue.ast)
      }
      collect(found, issue.issue, path, expected ?? issue.ast)
      // The rules between properties are reported together with problems of single ones.
      if (AST.isTypeLiteral(issue.ast.from) && Predicate.isReadonlyRecord(issue.actual)) {
        const rule = issue.ast.filter(issue.actual, AST.defaultParseOption, issue.ast)
        if (Option.isSome(rule)) collectPredicate(found, rule.value, path, expected ?? issue.ast)
      }
      return
    }
    case "Transformation":
      return collect(found, issue.issue, path, expected ?? issue.ast)
    case "Type":
    case "Forbidden":
      return add(found, path, `must be ${describe(expected ?? issue.ast)}, not ${kindOf(issue.actual)}`)
  }
}

const collectPredicate = (
  found: Found,
  issue: ParseResult.ParseIssue,
  path: ReadonlyArray<PropertyKey>,
  expected: AST.AST
): void => {
  if (issue._tag === "Pointer") return collectPredicate(found, issue.issue, path.concat(issue.path), expected)
  if (issue._tag === "Composite") {
    for (const inner of [issue.issues].flat()) collectPredicate(found, inner, path, expected)
    return
  }
  return issue._tag === "Type" && issue.message !== undefined
    ? add(found, path, issue.message)
    : collect(found, issue, path, expected)
}

/**
 * The failing properties of an input with what is wrong and what to do, keyed by path (`items[3].label`). The input as
 * a whole is called `input`. Decode with `errors: "all"` to learn of every property.
 *
 * @since 0.1.0
 * @category combinators
 */
export const fromIssue = (issue: ParseResult.ParseIssue): Record<string, string> => {
  const found: Found = new Map()
  collect(found, issue, [], undefined)
  return Object.fromEntries(found)
}
