// Writes the services of the Promise face from those of the SDK: an interface with the same methods and docstrings, where
// effects are promises and streams are async iterables, and the table by which calls are passed on.
import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"
import { docOf, fitted, paragraphsOf } from "./docstrings.js"

const sdk = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "sdk", "src")
const contract = join(sdk, "..", "..", "contract", "src")

const header = "// Generated from @qurl/sdk by `npm run promise`. Do not edit."

/** The modules of the services, in the order of a client's properties. */
const modules = [
  "Qurls",
  "Resources",
  "Sessions",
  "Connectors",
  "Delegated",
  "AccessRequests",
  "Portal",
  "Webhooks",
  "ApiKeys",
  "AccessCodes",
  "Domains",
  "Billing",
  "Customer"
]

const parse = (file: string) => ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true)

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)

type Declared = ts.InterfaceDeclaration | ts.TypeAliasDeclaration

const isDeclared = (node: ts.Statement): node is Declared =>
  (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
  && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true

/** Origin of a name, and its name there. */
interface Imported {
  readonly from: string
  readonly name: string
}

const importsOf = (source: ts.SourceFile): ReadonlyMap<string, Imported> =>
  new Map(
    source.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
      const bindings = importClause?.namedBindings
      if (bindings === undefined || !ts.isNamedImports(bindings) || !ts.isStringLiteral(moduleSpecifier)) return []
      return bindings.elements.map(({ name, propertyName }) =>
        [name.text, { from: moduleSpecifier.text, name: (propertyName ?? name).text }] as const
      )
    })
  )

/** The modules behind the namespaces that the contract exports. */
const namespaces = new Map(
  parse(join(contract, "index.ts")).statements.filter(ts.isExportDeclaration).flatMap(
    ({ exportClause, moduleSpecifier }) =>
      exportClause !== undefined && ts.isNamespaceExport(exportClause) && moduleSpecifier !== undefined
        && ts.isStringLiteral(moduleSpecifier)
        ? [[exportClause.name.text, moduleSpecifier.text.replace("./", "@qurl/contract/").replace(".js", "")] as const]
        : []
  )
)

/** Type of this face for an effect, a stream or a secret. */
const plain = (type: string): string =>
  type.replace(/\s+/g, " ").replace("string | Redacted.Redacted", "string")
    .replace(/Iterable<(\w+)> \| Stream\.Stream<\1, E, R>/, "Iterable<$1> | AsyncIterable<$1>")
    .replace(/^Effect\.Effect<(.+), [\w |]+>$/, "Promise<$1>")
    .replace(/^Stream\.Stream<(\w[\w.]*), .+>$/, "AsyncIterable<$1>")

interface Method {
  readonly name: string
  readonly kind: "call" | "items" | "bulk"
  readonly position: number | undefined
  readonly docs: ReadonlyArray<string>
  readonly deprecated: string | undefined
  readonly parameters: ReadonlyArray<string>
  readonly result: string
}

const methodOf = (member: ts.TypeElement): ReadonlyArray<Method> => {
  if (!ts.isPropertySignature(member) || member.type === undefined || !ts.isFunctionTypeNode(member.type)) return []
  const { parameters, type, typeParameters } = member.type
  const position = parameters.findIndex((each) => /^(Call|Read)Options$/.test(each.type?.getText() ?? ""))
  return [{
    name: member.name.getText(),
    kind: typeParameters !== undefined ? "bulk" : type.getText().startsWith("Stream.") ? "items" : "call",
    position: position === -1 ? undefined : position,
    docs: paragraphsOf(member),
    deprecated: ts.getJSDocDeprecatedTag(member)?.comment?.toString(),
    parameters: parameters.map((each) =>
      `${each.name.getText()}${each.questionToken === undefined ? "" : "?"}: ${plain(each.type?.getText() ?? "")}`
    ),
    result: plain(type.getText())
  }]
}

const signature = ({ name, parameters, result }: Method) => {
  const line = `  readonly ${name}: (${parameters.join(", ")}) => ${result}`
  return line.length <= 120 ? line : `  readonly ${name}: (\n    ${parameters.join(",\n    ")}\n  ) => ${result}`
}

/** A model as this face has it. Inputs may hold durations and secrets of Effect; results do not. */
const modelOf = (node: Declared): string => {
  const name = node.name.text
  const docs = docOf("", paragraphsOf(node), "models")
  return ts.isInterfaceDeclaration(node)
    ? `${docs}export interface ${name} extends Plain<Sdk.${name}> {}`
    : `${docs}export type ${name} = Plain<Sdk.${name}>`
}

const isInput = (name: string) => /(Input|Options)$/.test(name)

/** Names that only inputs use, and that are spelled out in them. */
const isPart = (name: string) => name.endsWith("Duration")

interface Service {
  readonly module: string
  /** The name of the tag. */
  readonly tag: string
  /** The property of a client; empty for the one whose methods a client has itself. */
  readonly property: string
  readonly summary: ReadonlyArray<string>
  readonly methods: ReadonlyArray<Method>
  readonly text: string
}

/** Packages come before other folders, and those before this one. */
const order = (from: string) =>
  from === "Sdk" ? "0@qurl/sdk" : from.startsWith("../") ? `1${from}` : from.startsWith("./") ? `2${from}` : `0${from} `

const importLines = (imports: ReadonlyMap<string, ReadonlySet<string>>) =>
  [...imports].sort(([a], [b]) => order(a).localeCompare(order(b))).flatMap(([from, names]) => {
    if (from === "Sdk") return ["import type * as Sdk from \"@qurl/sdk\""]
    const list = [...names].sort((a, b) => a.localeCompare(b))
    const line = `import type { ${list.join(", ")} } from "${from}"`
    return [line.length <= 120 ? line : `import type {\n  ${list.join(",\n  ")}\n} from "${from}"`]
  })

const serviceOf = (module: string): Service => {
  const source = parse(join(sdk, "services", `${module}.ts`))
  const face = source.statements.find((node): node is ts.InterfaceDeclaration =>
    ts.isInterfaceDeclaration(node) && node.name.text.endsWith("Service")
  )
  if (face === undefined) throw new Error(`${module}.ts has no interface whose name ends in Service`)
  const tag = face.name.text.slice(0, -"Service".length)
  const property = module === "Qurls" ? "" : lowerFirst(module)
  const methods = face.members.flatMap(methodOf)
  const known = importsOf(source)
  const used = methods.flatMap(({ parameters, result }) => [...parameters, result]).join(" ")
  const imports = new Map<string, Set<string>>()
  const take = (from: string, name: string) => imports.set(from, (imports.get(from) ?? new Set()).add(name))
  const exported: Array<string> = []
  const models: Array<Declared> = []
  const renames = new Map<string, string>()

  for (const node of source.statements.filter(isDeclared)) {
    const name = node.name.text
    if (node === face || isPart(name)) continue
    if (isInput(name)) models.push(node)
    else {
      take("@qurl/sdk", name)
      exported.push(name)
    }
  }
  for (const [local, { from, name }] of known) {
    if (!new RegExp(`\\b${local}\\b`).test(used)) continue
    if (from === "@qurl/contract") {
      const namespace = namespaces.get(name)
      const inner = [
        ...new Set([...used.matchAll(new RegExp(`\\b${local}\\.(\\w+)`, "g"))].map(([, each = ""]) => each))
      ]
      for (const each of namespace === undefined ? [name] : inner) {
        take(namespace ?? from, each)
        exported.push(each)
        renames.set(namespace === undefined ? local : `${local}.${each}`, each)
      }
    } else if (from === "../Input.js" && !/^(Call|Read)Options$/.test(name)) {
      models.push(
        ...parse(join(sdk, "Input.ts")).statements.filter(isDeclared).filter((node) => node.name.text === name)
      )
    } else if (from === "../Result.js" && !/^(Page|Deleted)$/.test(name)) {
      take("@qurl/sdk", name)
      exported.push(name)
    } else if (from === "../Input.js") take("../CallOptions.js", name)
    else if (from === "../Result.js") take("@qurl/sdk", name)
    else if (from === "../BatchAll.js") take("../BatchAll.js", name)
    else take(from, name)
  }
  if (models.length > 0) {
    take("../internal/plain.js", "Plain")
    take("Sdk", "*")
  }
  const renamed = (text: string) =>
    [...renames].reduce((text, [from, to]) => text.replaceAll(new RegExp(`\\b${from}\\b(?!\\.)`, "g"), to), text)

  const members = methods.map((method) => {
    const plainMethod = { ...method, parameters: method.parameters.map(renamed), result: renamed(method.result) }
    return `${docOf("  ", method.docs, undefined, method.deprecated)}${signature(plainMethod)}`
  })
  const intro = paragraphsOf(face).map((text) =>
    text.replace(/^Methods of `\w+`/, property === "" ? "Methods of a client" : `Methods of \`client.${property}\``)
  )
  const [moduleDoc] = source.statements
  const classNode = source.statements.find((node) => ts.isClassDeclaration(node) && node.name?.text === tag)
  const text = [
    header,
    docOf("", moduleDoc === undefined ? [] : paragraphsOf(moduleDoc, "first")).trimEnd(),
    ...importLines(imports),
    "",
    ...(exported.length === 0 ? [] : [fitted(exported), ""]),
    ...models.sort((a, b) => a.name.text.localeCompare(b.name.text)).flatMap((node) => [modelOf(node), ""]),
    `${docOf("", intro, "models")}export interface ${module} {\n${members.join("\n\n")}\n}`,
    ""
  ].join("\n")
  return {
    module,
    tag,
    property,
    summary: classNode === undefined ? [] : paragraphsOf(classNode).slice(0, 1),
    methods,
    text
  }
}

const services = modules.map(serviceOf)

const others = services.filter(({ property }) => property !== "")

const tableOf = ({ methods, module, tag }: Service) =>
  `const ${lowerFirst(module)}: Methods<typeof Sdk.${tag}["Service"]> = {\n`
  + methods.map(({ kind, name, position }) => `  ${name}: ${kind === "bulk" ? "bulk" : `${kind}(${position})`}`).join(
    ",\n"
  )
  + "\n}\n"

const servicesText = [
  header,
  docOf("", ["The services of a client, together."]).trimEnd(),
  ...[...others].sort((a, b) => a.module.localeCompare(b.module)).map(({ module }) =>
    `import type { ${module} } from "./${module}.js"`
  ),
  "",
  ...[...services].sort((a, b) => a.module.localeCompare(b.module)).map(({ module }) =>
    `export type * from "./${module}.js"`
  ),
  "",
  docOf("", ["The services of a client besides the operations on links, which it has itself."], "models")
  + `export interface Services {\n${
    others.map(({ module, property, summary }) => `${docOf("  ", summary)}  readonly ${property}: ${module}`).join(
      "\n\n"
    )
  }\n}`,
  ""
].join("\n")

const connectText = [
  header,
  "import * as Sdk from \"@qurl/sdk\"",
  "import * as Context from \"effect/Context\"",
  "import type { Qurls } from \"../services/Qurls.js\"",
  "import type { Services } from \"../services/Services.js\"",
  "import { bulk, call, face, items, type Methods } from \"./face.js\"",
  "import type { Runner } from \"./run.js\"",
  "",
  ...services.map(tableOf),
  "/** All services of a client. */",
  "export const connect = (services: Context.Context<Sdk.QurlServices>, run: Runner): Qurls & Services => ({",
  "  ...face(Context.get(services, Sdk.Qurl), qurls, run, \"\"),",
  others.map(({ property, tag }) =>
    `  ${property}: face(Context.get(services, Sdk.${tag}), ${property}, run, "${property}.")`
  ).join(",\n"),
  "})",
  ""
].join("\n")

const errors = parse(join(sdk, "QurlError.ts")).statements.filter(ts.isClassDeclaration)

const errorNames = errors.map(({ name }) => name?.text ?? "")

const failuresText = [
  header,
  docOf("", [
    "The errors of calls that came to their own end. Each has the fields and the message of the SDK's error of its name."
  ]).trimEnd(),
  "import type * as Sdk from \"@qurl/sdk\"",
  "import { failure } from \"./internal/failure.js\"",
  "import type { AbortError, DefectError } from \"./QurlError.js\"",
  "",
  ...errors.flatMap((node) => {
    const name = node.name?.text ?? ""
    return [
      `${docOf("", paragraphsOf(node), "errors")}export class ${name} extends failure<Sdk.${name}>("${name}") {}`,
      ""
    ]
  }),
  docOf("", ["All classes by name, so that `switch (error.name)` tells them apart."], "errors")
  + `export type QurlFailure =\n${
    [...errorNames, "AbortError", "DefectError"].map((name) => `  | ${name}`).join("\n")
  }`,
  ""
].join("\n")

const webhookErrors = parse(join(sdk, "WebhookEvent.ts")).statements.filter(ts.isClassDeclaration)

const webhookErrorsText = [
  header,
  docOf("", ["The errors of a receiver of webhooks."]).trimEnd(),
  "import type * as Sdk from \"@qurl/sdk/WebhookEvent\"",
  "import { plainError } from \"./internal/failure.js\"",
  "",
  ...webhookErrors.map((node) => {
    const name = node.name?.text ?? ""
    return `${
      docOf("", paragraphsOf(node), "errors")
    }export class ${name} extends plainError<Sdk.${name}>("${name}") {}\n`
  })
].join("\n")

/** The generated files with their text, by their paths below `src`. */
export const files: ReadonlyMap<string, string> = new Map([
  ...services.map(({ module, text }) => [`services/${module}.ts`, text] as const),
  ["services/Services.ts", servicesText],
  ["Failures.ts", failuresText],
  ["WebhookError.ts", webhookErrorsText],
  ["internal/connect.ts", connectText]
])
