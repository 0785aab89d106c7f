import { readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"
import { root } from "./snippets.js"
import { userOptions } from "./userOptions.js"

/** Tooltip of an editor: the type of a name, and its docstring. */
export interface Hover {
  readonly type: string
  readonly docs: string
}

/**
 * Shows the tooltips of expressions in a program of a user, by the language service that editors use. `imports` is the
 * head of that program; each expression ends with the name that is pointed at.
 */
export const hover = (
  imports: ReadonlyArray<string>,
  expressions: ReadonlyArray<string>
): ReadonlyMap<string, Hover> => {
  const file = join(root, "packages", "lab", "src", "hovered.ts")
  const text = [...imports, ...expressions, ""].join("\n")
  const host: ts.LanguageServiceHost = {
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      if (name === file) return ts.ScriptSnapshot.fromString(text)
      return ts.sys.fileExists(name) ? ts.ScriptSnapshot.fromString(readFileSync(name, "utf8")) : undefined
    },
    getCurrentDirectory: () => root,
    getCompilationSettings: () => userOptions,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: (name) => name === file ? text : ts.sys.readFile(name),
    readDirectory: (...args) => ts.sys.readDirectory(...args),
    directoryExists: (name) => ts.sys.directoryExists(name),
    getDirectories: (name) => ts.sys.getDirectories(name)
  }
  const service = ts.createLanguageService(host)
  return new Map(expressions.map((expression) => {
    const end = text.indexOf(`\n${expression}\n`) + expression.length
    const info = service.getQuickInfoAtPosition(file, end)
    return [expression, {
      type: ts.displayPartsToString(info?.displayParts),
      docs: ts.displayPartsToString(info?.documentation)
    }]
  }))
}
