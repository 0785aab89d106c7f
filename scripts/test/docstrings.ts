import { readFileSync } from "node:fs"
import ts from "typescript"
import { nameOf, sources } from "./snippets.js"

const categories = ["models", "errors", "tags", "constructors", "layers", "combinators", "guards", "operations"]

const isExported = (node: ts.Statement): node is ts.DeclarationStatement | ts.VariableStatement =>
  ts.canHaveModifiers(node)
  && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true

const namesOf = (node: ts.DeclarationStatement | ts.VariableStatement): ReadonlyArray<string> =>
  ts.isVariableStatement(node)
    ? node.declarationList.declarations.map(({ name }) => name.getText())
    : [node.name?.getText() ?? "default"]

/** An operation of the contract carries its sentence as `summary`. */
const hasSummary = (node: ts.Statement): boolean =>
  ts.isVariableStatement(node)
  && node.declarationList.declarations.some(({ initializer }) =>
    initializer !== undefined && ts.isCallExpression(initializer) && initializer.expression.getText() === "operation"
  )

const problemsOf = (node: ts.Statement): ReadonlyArray<string> => {
  const docs = ts.getJSDocCommentsAndTags(node).filter((doc) => ts.isJSDoc(doc))
  const tags = docs.flatMap((doc) => doc.tags ?? [])
  if (tags.some(({ tagName }) => tagName.text === "internal")) return []
  const valueOf = (wanted: string) => tags.find(({ tagName }) => tagName.text === wanted)?.comment?.toString() ?? ""
  return [
    ...(hasSummary(node) || docs.some(({ comment }) => comment !== undefined) ? [] : ["no sentence"]),
    ...(/^\d+\.\d+\.\d+$/.test(valueOf("since")) ? [] : ["no @since"]),
    ...(categories.includes(valueOf("category")) ? [] : [`no @category of ${categories.join(", ")}`])
  ]
}

/** Exports of public modules whose docstring is missing or incomplete. Exports marked `@internal` are left out. */
export const undocumented = (): ReadonlyArray<string> =>
  sources.filter((file) => !/[\\/]internal[\\/]|packages[\\/](cli|lab)[\\/]/.test(file)).flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true)
    const seen = new Set<string>()
    return source.statements.filter(isExported).flatMap((node) => {
      // A type and its value, or overloads, are one idea: the first carries the docstring.
      const fresh = namesOf(node).filter((name) => !seen.has(name))
      for (const name of fresh) seen.add(name)
      const problems = fresh.length === 0 ? [] : problemsOf(node)
      const { line } = source.getLineAndCharacterOfPosition(node.getStart())
      return problems.length === 0 ? [] : [`${nameOf(file)}:${line + 1} ${fresh.join(", ")}: ${problems.join(", ")}`]
    })
  })
