import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"
import { filesIn, nameOf, root } from "./snippets.js"

const packages = readdirSync(join(root, "packages")).filter((name) => existsSync(join(root, "packages", name, "src")))

const isGenerated = (text: string): boolean => text.startsWith("// Generated")

/** Files in a folder of a package that people write, by their names from the root. */
const writtenIn = (name: string, folder: string): ReadonlyMap<string, string> =>
  new Map(
    filesIn(join(root, "packages", name, folder), ".ts").map((file) =>
      [nameOf(file), readFileSync(file, "utf8")] as const
    )
      .filter(([, text]) => !isGenerated(text))
  )

const sources = packages.map((name) => [name, writtenIn(name, "src")] as const)

/** Names of files that differ only by case within a package, as editors' quick-open shows them side by side. */
export const twins = (): ReadonlyArray<string> =>
  sources.flatMap(([name, files]) => {
    const names = [...new Set([...files.keys()].map((file) => file.split("/").at(-1) ?? ""))].sort()
    return names.flatMap((one, index) =>
      names.slice(index + 1).filter((other) => other.toLowerCase() === one.toLowerCase())
        .map((other) => `${name}: ${one} ${other}`)
    )
  })

/** Folders with more than `most` sources or tests of their own, generated ones included, as `folder files`. */
export const fullFolders = (most: number): ReadonlyArray<string> => {
  const counts = new Map<string, number>()
  const folders = packages.flatMap((name) => ["src", "test"].map((folder) => join(root, "packages", name, folder)))
  for (const file of folders.flatMap((folder) => filesIn(folder, ".ts").map(nameOf))) {
    const folder = file.slice(0, file.lastIndexOf("/"))
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  return [...counts].filter(([, count]) => count > most).map(([folder, count]) => `${folder} ${count}`)
}

/** Files with more than `most` lines, tests included. */
export const longFiles = (most: number): ReadonlyArray<string> =>
  packages.flatMap((name) => [...writtenIn(name, "src"), ...writtenIn(name, "test")])
    .filter(([, text]) => text.trimEnd().split("\n").length > most)
    .map(([file]) => file)

const nameOfFunction = (node: ts.SignatureDeclaration): string => {
  if (node.name !== undefined) return node.name.getText()
  let parent: ts.Node = node.parent
  while (!ts.isVariableDeclaration(parent) && !ts.isPropertyAssignment(parent) && !ts.isSourceFile(parent)) {
    parent = parent.parent
  }
  return ts.isSourceFile(parent) ? "(a function)" : parent.name.getText()
}

/** Functions with more than `most` lines, as `file name`. */
export const longFunctions = (most: number): ReadonlyArray<string> =>
  sources.flatMap(([, files]) =>
    [...files].flatMap(([file, text]) => {
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
      const found = new Set<string>()
      const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line
      const visit = (node: ts.Node): void => {
        const isFunction = ts.isFunctionLike(node) && "body" in node && node.body !== undefined
        if (isFunction && lineOf(node.end) - lineOf(node.getStart()) >= most) {
          found.add(`${file} ${nameOfFunction(node)}`)
        }
        ts.forEachChild(node, visit)
      }
      visit(source)
      return [...found]
    })
  )
