import ts from "typescript"

/** Phrases that differ between the faces. One that the SDK no longer uses is an error. */
const phrases: ReadonlyArray<readonly [RegExp, string]> = [
  [/Every run of an effect is one logical call/, "Every call is one logical call"],
  [/a `KeyGenerator` layer/, "the client's `keyGenerator`"],
  [/then the stream fails with/, "then the iteration throws"],
  [
    /^With `options\.job` and a `Journal`.*$/,
    "Keys come from the client's `keyGenerator`: with `KeyGenerator.fromJob` the whole program can run again after a"
    + " crash, and nothing is created twice."
  ]
]

const found = new Set<RegExp>()

/** Phrases that were not found in any docstring. */
export const unused = (): ReadonlyArray<string> =>
  phrases.filter(([phrase]) => !found.has(phrase)).map(([phrase]) => String(phrase))

const translated = (text: string): string =>
  phrases.reduce((text, [phrase, translation]) => {
    if (!phrase.test(text)) return text
    found.add(phrase)
    return text.replace(phrase, translation)
  }, text)

/** Paragraphs of the docstring of a node: the last one before it, or that of its module, which comes first. */
export const paragraphsOf = (node: ts.Node, which: "first" | "last" = "last"): ReadonlyArray<string> => {
  const docs = ts.getJSDocCommentsAndTags(node).filter((doc) => ts.isJSDoc(doc))
  const doc = which === "first" ? docs[0] : docs.at(-1)
  return (ts.getTextOfJSDocComment(doc?.comment) ?? "").split(/\n\s*\n/).filter((text) => text !== "")
    .map((text) => /^[-*] /m.test(text) ? text : translated(text.replace(/\s*\n\s*/g, " ")))
}

const wrapped = (text: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === "" ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** A docstring. That of an export has a category, and so has that of a module the version. */
export const docOf = (
  indent: string,
  paragraphs: ReadonlyArray<string>,
  category?: string,
  deprecated?: string
): string => {
  const tags = [
    ...(deprecated === undefined ? [] : [`@deprecated ${deprecated}`]),
    ...(indent === "" ? ["@since 0.1.0"] : []),
    ...(category === undefined ? [] : [`@category ${category}`])
  ]
  const [only = ""] = paragraphs
  const short = `${indent}/** ${only} */\n`
  if (paragraphs.length === 1 && tags.length === 0 && short.length <= 121) return short
  const lines = [...paragraphs, ...(tags.length === 0 ? [] : [tags.join("\n")])].flatMap((text, index) => [
    ...(index === 0 ? [] : [""]),
    ...text.split("\n").flatMap((line) => line.startsWith("@") ? [line] : wrapped(line, 117 - indent.length))
  ])
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`, ""].join("\n")
}

/** An export of types, on one line if they fit. */
export const fitted = (names: ReadonlyArray<string>): string => {
  const sorted = [...new Set(names)].sort((a, b) => a.localeCompare(b))
  const line = `export type { ${sorted.join(", ")} }`
  return line.length <= 120 ? line : `export type {\n  ${sorted.join(",\n  ")}\n}`
}
