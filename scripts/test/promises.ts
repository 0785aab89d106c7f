import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"
import { filesIn, nameOf, root } from "./snippets.js"
import { sdkIndex, service } from "./userProgram.js"

/** The rows of the page: the number of a promise and the test file that holds it. */
export const promised = (): ReadonlyMap<string, string> =>
  new Map(
    [...readFileSync(join(root, "docs", "promises.md"), "utf8").matchAll(/^\| ([A-Z]\d+) .*\]\(\.\.\/([^)]+)\) *\|$/gm)]
      .map(([, number = "", file = ""]) => [number, file])
  )

const titleOf = (node: ts.CallExpression): string => {
  const [title] = node.arguments
  if (title === undefined) return ""
  return ts.isStringLiteralLike(title) ? title.text : ts.isTemplateExpression(title) ? title.head.text : ""
}

/** The numbers of promises with which titles of tests begin, by file. */
export const held = (): ReadonlyMap<string, ReadonlySet<string>> => {
  const folders = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name, "test"))
  const files = [...folders, join(root, "scripts", "test")].flatMap((folder) => filesIn(folder, ".test.ts"))
  return new Map(files.map((file) => {
    const numbers = new Set<string>()
    const visit = (node: ts.Node): void => {
      const number = ts.isCallExpression(node) ? /^([ACDKQRVW]\d+) /.exec(titleOf(node))?.[1] : undefined
      if (number !== undefined) numbers.add(number)
      ts.forEachChild(node, visit)
    }
    visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest))
    return [nameOf(file), numbers]
  }))
}

/** The writes of the SDK, as `Service.method`, with their docstrings. A key in its result makes a method a write. */
export const writes = (): ReadonlyMap<string, string> => {
  const program = service.getProgram()
  const source = program?.getSourceFile(sdkIndex)
  if (program === undefined || source === undefined) throw new Error("the SDK has no public page")
  const checker = program.getTypeChecker()
  const module = checker.getSymbolAtLocation(source)
  const found = new Map<string, string>()
  for (const exported of module === undefined ? [] : checker.getExportsOfModule(module)) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
    if (!(symbol.flags & ts.SymbolFlags.Class) || symbol.valueDeclaration === undefined) continue
    for (const member of checker.getPropertiesOfType(checker.getTypeOfSymbol(symbol))) {
      const [signature] = checker.getSignaturesOfType(checker.getTypeOfSymbol(member), ts.SignatureKind.Call)
      const returned = signature === undefined ? undefined : checker.getReturnTypeOfSignature(signature)
      const [success] = (returned?.aliasTypeArguments ?? (returned as ts.TypeReference | undefined)?.typeArguments)
        ?? []
      const meta = success === undefined ? undefined : checker.getPropertyOfType(success, "meta")
      if (
        meta === undefined || checker.getPropertyOfType(checker.getTypeOfSymbol(meta), "idempotencyKey") === undefined
      ) {
        continue
      }
      const text = ts.displayPartsToString(member.getDocumentationComment(checker))
      found.set(`${exported.name}.${member.name}`, text)
    }
  }
  return found
}
