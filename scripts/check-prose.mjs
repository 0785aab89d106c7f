// Checks the language of comments, docstrings, test titles and pages against the rules of CONTRIBUTING.md. With --list it
// prints every place. The budgets hold what is left of older text; they only ever go down.
import { readdirSync, readFileSync } from "node:fs"
import { join, relative, sep } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

const root = fileURLToPath(new URL("..", import.meta.url))

const rules = [
  { name: "name the actor", pattern: /\b(whoever|nobody|somebody|anybody|whatever is)\b/i },
  { name: "\"is not a\"", pattern: /(?<!\bthere )\b(is|are|was|were) no (?!longer|more|doubt|match|one\b)[a-z]/i },
  { name: "\"even if\"", pattern: /\balso (if|when|where)\b/i },
  { name: "\"reported\" or \"returned\"", pattern: /\b(is|are|was|were|be) told\b|\btells? (of|apart from)\b/i },
  { name: "\"fix\"", pattern: /\bmend(s|ed|ing)?\b/i },
  { name: "\"continue\" or \"resume\"", pattern: /\bgo(es)? on\b|\bcomes? to an end\b/i },
  {
    name: "begin with a verb or a noun of the trade",
    pattern: /^(What|Whether|Who|Where|Of|So|One|How often|How long)\b/,
    docstrings: true
  }
]

/** Places that may remain, by part of the tree. Lower a number whenever its part improves. */
const budgets = JSON.parse(readFileSync(join(root, "scripts", "prose-budgets.json"), "utf8"))

const filesIn = (directory, ...extensions) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.some((extension) => entry.name.endsWith(extension)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/](node_modules|dist|bundle|fixtures|generated|\.vitepress)[\\/]/.test(file))
    .sort()

/** Comments of a source file with their lines, docstrings marked; consecutive line comments are one. */
const commentsOf = (file, text) => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const starts = new Map()
  const visit = (node) => {
    const children = node.getChildren(source)
    if (children.length > 0) return children.forEach(visit)
    if (node.kind === ts.SyntaxKind.JsxText) return
    for (const range of ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []) starts.set(range.pos, range)
    for (const range of ts.getTrailingCommentRanges(text, node.end) ?? []) starts.set(range.pos, range)
  }
  visit(source)
  const comments = []
  for (const { end, pos } of [...starts.values()].sort((one, other) => one.pos - other.pos)) {
    const comment = text.slice(pos, end)
    const prose = comment.replace(/^\/\*\*?|\*\/$|^\/\//g, "").replace(/^\s*\* ?/gm, "").split(/^@/m)[0].trim()
    const line = source.getLineAndCharacterOfPosition(pos).line + 1
    const last = comments.at(-1)
    if (last?.isLine && comment.startsWith("//") && /^\n *$/.test(text.slice(last.end, pos))) {
      Object.assign(last, { prose: `${last.prose} ${prose}`, end })
    } else comments.push({ prose, line, end, isLine: comment.startsWith("//"), isDocstring: comment.startsWith("/**") })
  }
  return comments
}

/** Paragraphs and table rows of a page, its code left out. */
const paragraphsOf = (text) => {
  let isCode = false
  return text.split("\n").flatMap((prose, index) => {
    if (/^\s*```/.test(prose)) isCode = !isCode
    return isCode || prose.trim() === "" ? [] : [{ prose, line: index + 1, isDocstring: false }]
  })
}

const problemsOf = (file, pieces) =>
  pieces.flatMap(({ isDocstring, line, prose }) =>
    rules.filter(({ docstrings, pattern }) => (docstrings !== true || isDocstring) && pattern.test(prose)).map(
      ({ name }) => ({ part: partOf(file), text: `${relative(root, file)}:${line} ${name}: ${prose.split("\n")[0]}` })
    )
  )

const partOf = (file) => {
  const [top, name, kind] = relative(root, file).split(sep)
  if (top === "packages") return `${name}/${kind === "test" ? "test" : "src"}`
  return ["docs", "scripts", "examples"].includes(top) ? top : "root"
}

const sources = ["packages", "scripts", "examples"].flatMap((folder) => filesIn(join(root, folder), ".ts", ".mjs"))
const pages = [join(root, "README.md"), join(root, "CONTRIBUTING.md"), ...filesIn(join(root, "docs"), ".md")]
const problems = [...sources, ...pages].flatMap((file) => {
  const text = readFileSync(file, "utf8")
  return problemsOf(file, file.endsWith(".md") ? paragraphsOf(text) : commentsOf(file, text))
})

const counts = {}
for (const { part } of problems) counts[part] = (counts[part] ?? 0) + 1
if (process.argv.includes("--list")) { for (const { text } of problems) console.log(text) }

const over = Object.entries(counts).filter(([part, count]) => count > (budgets[part] ?? 0))
for (const [part, count] of over) {
  console.error(`${part}: ${count} places break the language rules, ${budgets[part] ?? 0} may. The first of them:`)
  for (const { text } of problems.filter((problem) => problem.part === part).slice(0, 5)) console.error(`  ${text}`)
}
if (process.argv.includes("--counts")) console.log(JSON.stringify(counts, undefined, 2))
process.exitCode = over.length === 0 ? 0 : 1
