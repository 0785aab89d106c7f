// Writes what follows from the SDK line by line: the classes of its errors, and the types of its inputs and results.
import { readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

const sdk = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "sdk", "src")

const header = "// Generated from @qurl/sdk by `npm run promise`. Do not edit."

const parse = (file: string) =>
  ts.createSourceFile(file, readFileSync(join(sdk, file), "utf8"), ts.ScriptTarget.Latest, true)

/** The docstring before a node, or that of its module, which comes first. */
const docOf = (node: ts.Node, which: "first" | "last" = "last"): string => {
  const docs = ts.getJSDocCommentsAndTags(node).filter((doc) => ts.isJSDoc(doc))
  return (which === "first" ? docs[0] : docs.at(-1))?.getText() ?? ""
}

const errorsOf = (file: string, module: string, more: ReadonlyArray<string> = []): string => {
  const source = parse(file)
  const [first] = source.statements
  return [
    header,
    first === undefined ? "" : docOf(first, "first"),
    `import * as Sdk from "@qurl/sdk/${module}"`,
    "import { errorOf } from \"../internal/errors.js\"",
    "",
    ...source.statements.filter(ts.isClassDeclaration)
      .filter((node) => /TaggedError/.test(node.heritageClauses?.[0]?.getText() ?? ""))
      .flatMap((node) => {
        const name = node.name?.text ?? ""
        return [docOf(node), `export class ${name} extends errorOf(Sdk.${name}) {}`, ""]
      }),
    ...more
  ].join("\n")
}

/** Unions of errors, as the SDK writes them. */
const unions = parse("QurlError.ts").statements.filter(ts.isTypeAliasDeclaration).map((node) =>
  `${docOf(node)}\n${node.getText()}\n`
)

/** Types that this package declares by hand, or that the test of its exports gives a reason for. */
const byHand = new Set([
  "AtLeastOne",
  "BatchAllError",
  "BatchAllOptions",
  "CallOptions",
  "NotBoth",
  "Options",
  "Outcome",
  "Page",
  "Policy",
  "QurlError",
  "ReadError",
  "ReadOptions",
  "Targeted",
  "WithExtras",
  "WriteError",
  "Written"
])

/** Types of the SDK's page, by the modules that declare them. */
const exported = parse("index.ts").statements.filter(ts.isExportDeclaration).flatMap(
  ({ exportClause, isTypeOnly, moduleSpecifier }) =>
    exportClause === undefined || !ts.isNamedExports(exportClause) || moduleSpecifier === undefined
      || !ts.isStringLiteral(moduleSpecifier)
      ? []
      : exportClause.elements.filter((element) => isTypeOnly || element.isTypeOnly).map(({ name }) => ({
        name: name.text,
        from: moduleSpecifier.text
      }))
).filter(({ name }) => !byHand.has(name)).sort((a, b) => a.name.localeCompare(b.name))

const modules = [...new Set(exported.map(({ from }) => from))].filter((from) => from.startsWith("./"))
  .map((from) => from.slice("./".length, -".js".length))
  .sort((a, b) => basename(a).localeCompare(basename(b)))

const names = (node: ts.Statement, name: string): boolean =>
  ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)
    ? node.name.text === name
    : ts.isVariableStatement(node)
    ? node.declarationList.declarations.some((declaration) => declaration.name.getText() === name)
    : ts.isExportDeclaration(node) && node.exportClause !== undefined && ts.isNamedExports(node.exportClause)
      && node.exportClause.elements.some((element) => element.name.text === name)

/** The docstring of a type: its own, that of its schema, or that of the line which exports it. */
const docOfType = (source: ts.SourceFile, name: string): string => {
  const docs = source.statements.filter((node) => names(node, name)).map((node) => docOf(node))
  const found = docs.find((doc) => /^\/\*\*\s*\* \w/.test(doc))
  if (found === undefined) throw new Error(`${name} has no docstring in ${source.fileName}`)
  return found
}

const modelsOf = (path: string): string => {
  const source = parse(`${path}.ts`)
  const [first] = source.statements
  const types = exported.filter(({ from }) => from === `./${path}.js`).map(({ name }) => name)
  const isService = (name: string) => name.endsWith("Service")
  const helpers = [
    ...(types.some(isService) ? ["Methods"] : []),
    ...(types.every(isService) ? [] : ["Native"])
  ]
  return [
    header,
    first === undefined ? "" : docOf(first, "first"),
    "import type * as Sdk from \"@qurl/sdk\"",
    `import type { ${helpers.join(", ")} } from "../internal/native.js"`,
    ...types.flatMap((name) => [
      "",
      docOfType(source, name),
      `export type ${name} = ${isService(name) ? "Methods" : "Native"}<Sdk.${name}>`
    ]),
    ""
  ].join("\n")
}

const allModels = [
  header,
  "/**",
  " * Inputs, results and services of the SDK, with the durations, secrets, effects and streams of Effect 4.",
  " *",
  " * @since 0.1.0",
  " */",
  ...modules.map((path) => `export type * from "./${basename(path)}.js"`),
  ""
].join("\n")

/** The generated files with their text, by their paths below `src`. */
export const files: ReadonlyMap<string, string> = new Map([
  ["errors/QurlError.ts", errorsOf("QurlError.ts", "QurlError", unions)],
  ["errors/JobError.ts", errorsOf("JournalError.ts", "JournalError")],
  ["errors/WebhookError.ts", errorsOf("WebhookEvent.ts", "WebhookEvent")],
  ["models/Models.ts", allModels],
  ...modules.map((path) => [`models/${basename(path)}.ts`, modelsOf(path)] as const)
])
