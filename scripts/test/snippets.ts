import { execFile } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("../..", import.meta.url))

/** A fenced block of TypeScript and the line of the file on which its code begins. */
interface Snippet {
  readonly file: string
  readonly line: number
  readonly code: string
}

/** The files below a directory, except those of other projects. */
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

type Results = ReadonlyMap<Snippet, ReadonlyArray<string>>

/** Standard output of a program of Node that may fail. It is not waited for by blocking, which the test runner punishes. */
const outputOf = (args: ReadonlyArray<string>, cwd: string): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 26 }, (error, stdout) => {
      // A number is the exit code of a compiler that found mistakes.
      if (error === null || typeof error.code === "number") resolve(stdout)
      else reject(error)
    })
  })

/** Compiles all snippets in one program, each as a module of a folder of `scripts`: it sees what a user's program sees. */
const compileIn = async (folder: string, all: ReadonlyArray<Snippet>): Promise<Results> => {
  const directory = mkdtempSync(join(root, "scripts", folder, ".snippets-"))
  try {
    all.forEach(({ code }, index) => writeFileSync(join(directory, `${index}.ts`), code))
    const compilerOptions = { moduleDetection: "force", skipLibCheck: true }
    writeFileSync(
      join(directory, "tsconfig.json"),
      JSON.stringify({ extends: "../tsconfig.json", compilerOptions, include: ["*.ts"], exclude: [] })
    )
    const compiler = join(root, "node_modules", "typescript-7", "bin", "tsc")
    const stdout = await outputOf([compiler, "-p", directory, "--pretty", "false"], directory)
    const problems = [...stdout.matchAll(/^(?:.*[\\/])?(\d+)\.ts\((\d+),\d+\): error TS\d+: (.*)$/gm)]
    // A mistake in the settings belongs to no snippet, and would let every one of them pass.
    const elsewhere = stdout.split("\n").filter((line) => /error TS/.test(line)).length - problems.length
    if (elsewhere > 0) throw new Error(stdout)
    return new Map(all.map((snippet, index) => [
      snippet,
      problems.filter(([, file]) => file === String(index))
        .map(([, , line, message]) => `${nameOf(snippet.file)}:${snippet.line + Number(line) - 1} ${message}`)
    ]))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** True for a program of Effect 4, which has other dependencies. */
const isOnEffect4 = ({ code }: Snippet) => code.includes("\"@qurl/effect4\"")

/**
 * Compiles all snippets in two programs, those of Effect 4 in one of their own. The native compiler does it, because the
 * one written in JavaScript takes minutes.
 */
export const compile = async (all: ReadonlyArray<Snippet>): Promise<Results> => {
  const results = new Map<Snippet, ReadonlyArray<string>>()
  for (const [folder, is4] of [["consumer", false], ["consumer4", true]] as const) {
    const snippets = all.filter((snippet) => isOnEffect4(snippet) === is4)
    if (snippets.length === 0) continue
    for (const [snippet, problems] of await compileIn(folder, snippets)) results.set(snippet, problems)
  }
  return results
}
