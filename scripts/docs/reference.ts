import { existsSync } from "node:fs"
import { basename, join } from "node:path"
import ts from "typescript"
import { declarationOf, exportsOf, inferredFrom, membersOf, nameOf, parse } from "./declaration.js"
import { importPath, packageNames, root, sourcesIn } from "./pages.js"

const categories = {
  tags: "Services",
  constructors: "Constructors",
  layers: "Layers",
  combinators: "Combinators",
  models: "Models",
  errors: "Errors"
}

/** Text that Vue takes for text. */
const safe = (text: string) =>
  text.split(/(```[\s\S]*?```|`[^`\n]*`)/).map((part) =>
    part.startsWith("`") ? part : part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("{{", "{&#8203;{")
  ).join("")

const prose = (comment: ts.JSDoc["comment"]) =>
  safe((ts.getTextOfJSDocComment(comment) ?? "").replace(/\{@link (\S+?)\}/g, "`$1`"))

const exampleOf = (tag: ts.JSDocTag) => {
  const text = (ts.getTextOfJSDocComment(tag.comment) ?? "").trim()
  return text.startsWith("```") ? text : `\`\`\`ts\n${text}\n\`\`\``
}

interface Entry {
  readonly name: string
  readonly category: string
  readonly markdown: string
}

const docsOf = (node: ts.Node) => ts.getJSDocCommentsAndTags(node).filter((doc) => ts.isJSDoc(doc))

const tagsOf = (docs: ReadonlyArray<ts.JSDoc>, name: string) =>
  docs.flatMap(({ tags = [] }) => tags.filter(({ tagName }) => tagName.text === name))

/** Declarations of one name, such as a schema and its type, are one entry. */
const entriesOf = (file: string, source: ts.SourceFile): ReadonlyArray<Entry> => {
  const inferred = inferredFrom(file.replace(/([\\/])src([\\/])/, "$1dist$2").replace(/\.ts$/, ".d.ts"))
  const byName = new Map<string, ReadonlyArray<ReturnType<typeof exportsOf>[number]>>()
  for (const node of exportsOf(source)) {
    if (tagsOf(docsOf(node), "internal").length === 0) {
      byName.set(nameOf(node), [...byName.get(nameOf(node)) ?? [], node])
    }
  }
  return [...byName].map(([name, nodes]) => {
    const docs = nodes.flatMap(docsOf)
    const [category] = tagsOf(docs, "category")
    const deprecated = tagsOf(docs, "deprecated").map(({ comment }) => `**Deprecated.** ${prose(comment)}`)
    return {
      name,
      category: category?.comment?.toString() ?? "models",
      markdown: [
        `### ${name}`,
        ...docs.map(({ comment }) => prose(comment)).filter((text) => text !== ""),
        ...deprecated,
        `\`\`\`ts\n${nodes.map((node) => declarationOf(node, inferred)).join("\n\n")}\n\`\`\``,
        ...tagsOf(docs, "example").flatMap((tag) => ["Example:", exampleOf(tag)]),
        ...nodes.flatMap(membersOf).map(([member, comment]) => `#### \`${member}\`\n\n${prose(comment)}`)
      ].join("\n\n")
    }
  })
}

/** Description of a file in its first docstring. */
const introduction = (source: ts.SourceFile) => {
  const [, text = ""] = /^\s*(?:\/\/\/.*\s*)*\/\*\*([\s\S]*?)\*\//.exec(source.text) ?? []
  const lines = text.split("\n").map((line) => line.replace(/^\s*\* ?/, ""))
  const tag = lines.findIndex((line) => line.startsWith("@"))
  const described = (tag === -1 ? lines : lines.slice(0, tag)).join("\n").trim()
  return text.includes("@category") ? "" : safe(described)
}

/** Exports of a package's index: modules as namespaces, and single names. */
interface Exported {
  readonly modules: ReadonlySet<string>
  readonly names: ReadonlySet<string>
}

const exportedBy = (index: string): Exported => {
  const clauses = parse(index).statements.filter(ts.isExportDeclaration).map(({ exportClause }) => exportClause)
  return {
    modules: new Set(
      clauses.filter((each) => each !== undefined && ts.isNamespaceExport(each)).map(({ name }) => name.text)
    ),
    names: new Set(
      clauses.filter((each) => each !== undefined && ts.isNamedExports(each))
        .flatMap(({ elements }) => elements.map(({ name }) => name.text))
    )
  }
}

/** The groups of fields that the exported declarations are made from, though they are not exported themselves. */
const sharedBy = (source: ts.SourceFile, markdown: string): ReadonlyArray<string> => {
  const groups = source.statements.filter(ts.isVariableStatement).filter((node) => {
    const [declaration] = node.declarationList.declarations
    return declaration?.initializer !== undefined && ts.isObjectLiteralExpression(declaration.initializer)
      && node.modifiers === undefined
  }).map((node) => ({ name: node.declarationList.declarations[0]?.name.getText() ?? "", text: node.getText() }))
  const mentions = (text: string, name: string) => new RegExp(`\\.\\.\\.${name}\\b|, ${name}\\)`).test(text)
  const direct = groups.filter(({ name }) => mentions(markdown, name))
  const texts = direct.map(({ text }) => text).join("\n")
  return groups.filter((group) => direct.includes(group) || mentions(texts, group.name)).map(({ text }) => text)
}

const sharedFields = (shared: ReadonlyArray<string>) =>
  shared.length === 0
    ? []
    : ["## Shared fields", "What the declarations above spread:", `\`\`\`ts\n${shared.join("\n\n")}\n\`\`\``]

/** Declarations are wide: on these pages they wrap. */
const frontMatter = "---\npageClass: reference\n---"

/** A page of the reference: one module of one package. */
export interface Module {
  readonly package: string
  readonly name: string
  readonly file: string
  /** The first sentence about it. */
  readonly summary: string
  readonly markdown: string
}

const moduleOf = (packageName: string, file: string, exported: Exported): ReadonlyArray<Module> => {
  const source = parse(file)
  const name = importPath(packageName, file)
  const entries = entriesOf(file, source)
  if (entries.length === 0) return []
  const intro = introduction(source)
  const specifier = `@qurl/${packageName}`
  const fromIndex = exported.modules.has(basename(name))
    ? [basename(name)]
    : entries.map((entry) => entry.name).filter((entry) => exported.names.has(entry))
  const also = fromIndex.length === 0
    ? []
    : [`Also from \`${specifier}\`: ${fromIndex.map((each) => `\`${each}\``).join(", ")}.`]
  const groups = Object.entries(categories).flatMap(([category, title]) => {
    const members = entries.filter((entry) => entry.category === category)
    return members.length === 0 ? [] : [`## ${title}`, ...members.map(({ markdown }) => markdown)]
  })
  const shared = sharedBy(source, groups.join("\n"))
  return [{
    package: packageName,
    name,
    file,
    summary: intro.split(/(?<=\.)\s/)[0]?.replaceAll("\n", " ") ?? "",
    markdown: [frontMatter, `# ${specifier}/${name}`, intro, ...also, ...groups, ...sharedFields(shared)].join("\n\n")
      + "\n"
  }]
}

/** Packages that are imported. A command is run. */
const libraries = packageNames.filter((name) => existsSync(join(root, "packages", name, "src", "index.ts")))

/** The public modules of all packages. */
export const modules: ReadonlyArray<Module> = libraries.flatMap((name) => {
  const exported = exportedBy(join(root, "packages", name, "src", "index.ts"))
  return sourcesIn(name).flatMap((file) => moduleOf(name, file, exported))
})

/** The page that names all modules. */
export const overview = [
  "# API reference",
  "Every public module, from its docstrings. A name is imported from its package, or from its module:"
  + " `import { Qurl } from \"@qurl/sdk\"`, `import { Qurl } from \"@qurl/sdk/Qurls\"`. `@qurl/effect4` is one module: its"
  + " names are imported from the package alone.",
  ...libraries.flatMap((name) => [
    `## @qurl/${name}`,
    ["| module | what it is |", "| - | - |"].concat(
      modules.filter((module) => module.package === name).map((module) =>
        `| [${module.name}](./${name}/${module.name}.md) | ${module.summary} |`
      )
    ).join("\n")
  ])
].join("\n\n") + "\n"
