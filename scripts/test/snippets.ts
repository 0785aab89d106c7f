import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

export const root = fileURLToPath(new URL("../..", import.meta.url))

/** A fenced block of TypeScript and the line of the file on which its code begins. */
interface Snippet {
  readonly file: string
  readonly line: number
  readonly code: string
}

/** The files below a directory, those that somebody else wrote left out. */
export const filesIn = (directory: string, extension: string): ReadonlyArray<string> =>
  existsSync(directory)
    ? readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !/[\\/](node_modules|dist|fixtures|\.vitepress)[\\/]/.test(file))
      .sort()
    : []

const packages = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name))

const flat = (directory: string) =>
  readdirSync(directory).filter((name) => name.endsWith(".md") && name !== "CHANGELOG.md").map((name) =>
    join(directory, name)
  )

/** Every page that a reader of the project meets. */
export const pages = [...flat(root), ...filesIn(join(root, "docs"), ".md"), ...packages.flatMap(flat)]

export const sources = packages.flatMap((directory) => filesIn(join(directory, "src"), ".ts"))

/**
 * The text of the docstrings, each `@example` without a fence in one. Lines outside become empty, so that line numbers
 * stay those of the file.
 */
const docstrings = (source: string) => {
  let inside = false
  let example = false
  return source.split("\n").map((line, index, lines) => {
    if (/^\s*\/\*\*/.test(line)) inside = true
    const text = inside ? line.replace(/^\s*\*( |$)/, "") : ""
    const end = line.includes("*/")
    if (end) inside = false
    if (example && (end || text.startsWith("@"))) {
      example = false
      return "```"
    }
    if (text === "@example" && !/^\s*\* ```/.test(lines[index + 1] ?? "")) {
      example = true
      return "```ts"
    }
    return text
  })
}

/** ```` ```ts no-check ```` keeps a block out: for code that is meant to be wrong. */
export const snippetsOf = (file: string, text: string): ReadonlyArray<Snippet> => {
  const lines = file.endsWith(".ts") ? docstrings(text) : text.split("\n")
  const snippets: Array<Snippet> = []
  for (let start = 0; start < lines.length; start++) {
    const fence = /^(\s*)```(\S*)(.*)$/.exec(lines[start] ?? "")
    if (fence === null) continue
    const length = lines.slice(start + 1).findIndex((line) => line.trimStart().startsWith("```"))
    const end = length === -1 ? lines.length : start + 1 + length
    const [, indent = "", language = "", flags = ""] = fence
    if (/^(ts|typescript)$/.test(language) && !flags.includes("no-check")) {
      const code = lines.slice(start + 1, end).map((line) => line.startsWith(indent) ? line.slice(indent.length) : line)
      snippets.push({ file, line: start + 2, code: code.join("\n") })
    }
    start = end
  }
  return snippets
}

export const snippets = [...pages, ...sources].flatMap((file) => snippetsOf(file, readFileSync(file, "utf8")))

export const nameOf = (file: string) => relative(root, file).replaceAll("\\", "/")

/** Compiles all snippets in one program, each as a module of `scripts/consumer`: it sees what a user's program sees. */
export const compile = (all: ReadonlyArray<Snippet>): ReadonlyMap<Snippet, ReadonlyArray<string>> => {
  const consumer = join(root, "scripts", "consumer")
  const { config } = ts.readConfigFile(join(consumer, "tsconfig.json"), (file) => ts.sys.readFile(file))
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(config, ts.sys, consumer).options,
    moduleDetection: ts.ModuleDetectionKind.Force,
    skipLibCheck: true
  }
  const virtual = new Map(all.map((snippet, index) => [join(consumer, `snippet-${index}.ts`), snippet]))
  const disk = ts.createCompilerHost(options)
  const program = ts.createProgram([...virtual.keys()], options, {
    ...disk,
    fileExists: (file) => virtual.has(file) || disk.fileExists(file),
    readFile: (file) => virtual.get(file)?.code ?? disk.readFile(file),
    getSourceFile: (file, language, ...rest) => {
      const snippet = virtual.get(file)
      return snippet === undefined
        ? disk.getSourceFile(file, language, ...rest)
        : ts.createSourceFile(file, snippet.code, language)
    }
  })
  return new Map([...virtual].map(([file, snippet]) => {
    const source = program.getSourceFile(file)
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return [
      snippet,
      diagnostics.map((diagnostic) => {
        const offset = source?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0
        const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")
        return `${nameOf(snippet.file)}:${snippet.line + offset} ${message}`
      })
    ]
  }))
}
