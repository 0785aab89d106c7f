import { existsSync, readFileSync } from "node:fs"
import ts from "typescript"

type Named = ts.DeclarationStatement | ts.VariableStatement

export const parse = (file: string) =>
  ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true)

const isExported = (node: ts.Statement): node is Named =>
  (ts.isVariableStatement(node) || ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)
    || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isModuleDeclaration(node))
  && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true

export const exportsOf = (source: ts.SourceFile): ReadonlyArray<Named> => source.statements.filter(isExported)

export const nameOf = (node: Named): string =>
  (ts.isVariableStatement(node) ? node.declarationList.declarations[0]?.name : node.name)?.getText() ?? "default"

/** Longer types are inferred and not worth reading. */
const longest = 240

/** Looks up the compiler's types of names and members that the source does not spell out. */
type Inferred = (name: string, member?: string) => string | undefined

const short = (type: ts.TypeNode | undefined) => {
  const text = type?.getText().replace(/import\("[^"]*"\)\./g, "").replace(/\s*\n\s*/g, " ").replaceAll("; }", " }")
    ?? ""
  return text === "" || text.length > longest ? undefined : text
}

/** The types in the build of a module, by name. */
export const inferredFrom = (declarations: string): Inferred => {
  if (!existsSync(declarations)) return () => undefined
  const nodes = exportsOf(parse(declarations))
  return (name, member) => {
    for (const node of nodes.filter((node) => nameOf(node) === name)) {
      if (member === undefined && ts.isVariableStatement(node)) return short(node.declarationList.declarations[0]?.type)
      if (member !== undefined && ts.isClassDeclaration(node)) {
        const found = node.members.find((each) => each.name?.getText() === member)
        if (found !== undefined && ts.isPropertyDeclaration(found)) return short(found.type)
      }
    }
    return undefined
  }
}

const parameters = (node: ts.SignatureDeclaration) => {
  const generic = node.typeParameters === undefined
    ? ""
    : `<${node.typeParameters.map((each) => each.getText()).join(", ")}>`
  // A default is the body's business.
  const list = node.parameters.map((each) =>
    each.initializer === undefined
      ? each.getText()
      : `${each.name.getText()}?: ${each.type?.getText() ?? each.initializer.getText()}`
  )
  return `${generic}(${list.join(", ")})`
}

/** `: T` as it is annotated, as it was inferred, or as much of it as the initializer says. */
const typeOf = (node: ts.VariableDeclaration | ts.PropertyDeclaration, inferred: string | undefined): string => {
  if (node.type !== undefined) return `: ${node.type.getText()}`
  const { initializer } = node
  if (inferred !== undefined) return `: ${inferred}`
  if (initializer === undefined) return ""
  return ts.isArrowFunction(initializer)
    ? `: ${parameters(initializer)} => ${initializer.type?.getText() ?? "..."}`
    : ` = ${initializer.getText()}`
}

const isHidden = (node: ts.ClassElement) =>
  (ts.canHaveModifiers(node)
    && ts.getModifiers(node)?.some(({ kind }) =>
        kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.OverrideKeyword
      ) === true)
  || node.name?.getText().startsWith("#") === true

const memberOf = (inferred: Inferred, owner: string) => (node: ts.ClassElement): ReadonlyArray<string> => {
  if (isHidden(node)) return []
  const modifiers = (ts.canHaveModifiers(node) ? ts.getModifiers(node) ?? [] : [])
    .map((modifier) => modifier.getText()).filter((text) => text !== "declare" && text !== "async")
  const name = [...modifiers, node.name?.getText() ?? ""].join(" ")
  if (ts.isPropertyDeclaration(node)) {
    const optional = node.questionToken === undefined ? "" : "?"
    return [`${name}${optional}${typeOf(node, inferred(owner, node.name.getText()))}`]
  }
  if (ts.isMethodDeclaration(node)) return [`${name}${parameters(node)}: ${node.type?.getText() ?? "..."}`]
  return ts.isConstructorDeclaration(node) ? [`constructor${parameters(node)}`] : []
}

const generics = (node: ts.ClassDeclaration | ts.InterfaceDeclaration) =>
  node.typeParameters === undefined ? "" : `<${node.typeParameters.map((each) => each.getText()).join(", ")}>`

const heritage = (node: ts.ClassDeclaration | ts.InterfaceDeclaration) =>
  (node.heritageClauses ?? []).map((clause) => ` ${clause.getText()}`).join("")

const body = (members: ReadonlyArray<string>) =>
  members.length === 0 ? "{}" : `{\n${members.map((member) => `  ${member}`).join("\n")}\n}`

/** A declaration as a reader wants it: what is written down for users, without bodies. */
export const declarationOf = (node: Named, inferred: Inferred): string => {
  const name = nameOf(node)
  if (ts.isVariableStatement(node)) {
    const [declaration] = node.declarationList.declarations
    return declaration === undefined ? "" : `const ${name}${typeOf(declaration, inferred(name))}`
  }
  if (ts.isFunctionDeclaration(node)) {
    return `function ${name}${parameters(node)}${node.type === undefined ? "" : `: ${node.type.getText()}`}`
  }
  if (ts.isInterfaceDeclaration(node)) {
    return `interface ${name}${generics(node)}${heritage(node)} ${body(node.members.map((each) => each.getText()))}`
  }
  if (ts.isClassDeclaration(node)) {
    return `class ${name}${generics(node)}${heritage(node)} ${body(node.members.flatMap(memberOf(inferred, name)))}`
  }
  return node.getText().replace(/^export (declare )?/, "")
}

/** The members that a docstring describes, with what it says. */
export const membersOf = (node: Named): ReadonlyArray<readonly [name: string, comment: ts.JSDoc["comment"]]> =>
  ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)
    ? [...node.members].flatMap((member) => {
      const [doc] = ts.getJSDocCommentsAndTags(member).filter((each) => ts.isJSDoc(each))
      const name = ts.isConstructorDeclaration(member) ? "constructor" : member.name?.getText()
      if (doc === undefined || name === undefined || (ts.isClassElement(member) && isHidden(member))) return []
      return [[name, doc.comment] as const]
    })
    : []
