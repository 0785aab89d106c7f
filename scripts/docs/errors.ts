import { readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"
import { exportsOf, nameOf, parse } from "./declaration.js"
import { docs, sourcesIn } from "./pages.js"

/** An error class: what its docstring says of its meaning and of what to do next. */
interface ErrorClass {
  readonly name: string
  readonly meaning: string
  /** The paragraph that begins with `Next:`. */
  readonly next: string
}

const unwrapped = (paragraph: string) => /^[-*] /m.test(paragraph) ? paragraph : paragraph.replaceAll("\n", " ")

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const described = (node: ts.Node) => {
  const docs = ts.getJSDocCommentsAndTags(node).filter((doc) => ts.isJSDoc(doc))
  return docs.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "").join("\n\n").split(/\n\s*\n/).map(unwrapped)
}

const isError = (node: ts.Node) =>
  ts.getJSDocTags(node).some(({ comment, tagName }) => tagName.text === "category" && comment === "errors")

/**
 * The error classes of a package, in the order of its files. Abstract classes are omitted, because callers never catch
 * them.
 */
const errorsOf = (packageName: string): ReadonlyArray<ErrorClass> =>
  sourcesIn(packageName).map(parse).flatMap(exportsOf).filter((node) =>
    ts.isClassDeclaration(node) && isError(node)
    && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) !== true
  ).map((node) => {
    const paragraphs = described(node)
    return {
      name: nameOf(node),
      meaning: paragraphs.filter((paragraph) => !paragraph.startsWith("Next:")).join("\n\n"),
      next: paragraphs.filter((paragraph) => paragraph.startsWith("Next:")).map((text) => text.slice(5).trim()).join(
        " "
      )
    }
  })

const sdk = errorsOf("sdk")

const names = new Set(sdk.map(({ name }) => name))

/** The classes of the page. The Promise package has those of the SDK under the same names, and its own. */
export const errors: ReadonlyArray<readonly [title: string, ReadonlyArray<ErrorClass>]> = [
  ["Errors of calls", sdk.filter(({ name }) => !/^(Batch|Configuration|Job|Journal|Webhook)/.test(name))],
  ["Errors of bulk jobs", sdk.filter(({ name }) => /^(Batch|Job|Journal)/.test(name))],
  ["Errors of @qurl/promise only", errorsOf("promise").filter(({ name }) => !names.has(name))],
  ["Errors of set-up and of webhooks", sdk.filter(({ name }) => /^(Configuration|Webhook)/.test(name))],
  ["Errors of the core", errorsOf("idempotency")]
]

const generated = errors.flatMap(([title, classes]) => [
  `## ${title}`,
  ...classes.map(({ meaning, name, next }) => `### ${name}\n\n${meaning}\n\n**Next:** ${capital(next)}`)
]).join("\n\n")

export const page = join(docs, "errors.md")

const marker = "<!-- What follows is made from the docstrings of the classes. -->"

/** The page with all that follows its marker made anew from the classes. */
export const current = () => `${readFileSync(page, "utf8").split(marker)[0]}${marker}\n\n${generated}\n`
