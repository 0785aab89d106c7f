// Checks the language of comments, docstrings, test titles and pages against the rules of CONTRIBUTING.md.
import { readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"
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

const filesIn = (directory, ...extensions) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.some((extension) => entry.name.endsWith(extension)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/](node_modules|dist|bundle|fixtures|generated|\.vitepress)[\\/]/.test(file))
    .sort()

/** The title of a test or of a group of tests, if the node is one. */
const titleOf = (node, source) => {
  if (!ts.isCallExpression(node) || !/^(it|test|describe)\b/.test(node.expression.getText(source))) return undefined
  const [title] = node.arguments
  return title !== undefined && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)) ? title : undefined
}

/** Comments and test titles of a source file with their lines; consecutive line comments are one. */
const proseOf = (file, text) => {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const lineOf = (position) => source.getLineAndCharacterOfPosition(position).line + 1
  const titles = []
  const starts = new Map()
  const visit = (node) => {
    const title = titleOf(node, source)
    if (title !== undefined) {
      const prose = title.getText(source).slice(1, -1)
      titles.push({ prose, line: lineOf(title.getStart(source)), isDocstring: false })
    }
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
    const line = lineOf(pos)
    const last = comments.at(-1)
    if (last?.isLine && comment.startsWith("//") && /^\n *$/.test(text.slice(last.end, pos))) {
      Object.assign(last, { prose: `${last.prose} ${prose}`, end })
    } else comments.push({ prose, line, end, isLine: comment.startsWith("//"), isDocstring: comment.startsWith("/**") })
  }
  return [...titles, ...comments]
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
      ({ name }) => `${relative(root, file)}:${line} ${name}: ${prose.split("\n")[0]}`
    )
  )

const sources = ["packages", "scripts", "examples"].flatMap((folder) => filesIn(join(root, folder), ".ts", ".mjs"))
const pages = [join(root, "README.md"), join(root, "CONTRIBUTING.md"), ...filesIn(join(root, "docs"), ".md")]
const problems = [...sources, ...pages].flatMap((file) => {
  const text = readFileSync(file, "utf8")
  return problemsOf(file, file.endsWith(".md") ? paragraphsOf(text) : proseOf(file, text))
})

for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
