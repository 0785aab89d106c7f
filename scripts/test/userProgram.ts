import { readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"
import { root } from "./snippets.js"

/** Compiler options of a strict program of a user. */
const options: ts.CompilerOptions = {
  strict: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  skipLibCheck: true,
  noEmit: true,
  types: []
}

/** Files that exist in the program only, by their paths. */
const added = new Map<string, string>()

/** The declarations of the public page of the SDK. */
export const sdkIndex = join(root, "packages", "sdk", "dist", "index.d.ts")

/**
 * The language service that editors use, on programs of a user. The tests of a process share it: to read the declarations
 * of Effect takes seconds.
 */
export const service = ts.createLanguageService({
  getScriptFileNames: () => [sdkIndex, ...added.keys()],
  getScriptVersion: () => "1",
  getScriptSnapshot: (name) => {
    const text = added.get(name)
    if (text !== undefined) return ts.ScriptSnapshot.fromString(text)
    return ts.sys.fileExists(name) ? ts.ScriptSnapshot.fromString(readFileSync(name, "utf8")) : undefined
  },
  getCurrentDirectory: () => root,
  getCompilationSettings: () => options,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (name) => added.has(name) || ts.sys.fileExists(name),
  readFile: (name) => added.get(name) ?? ts.sys.readFile(name),
  readDirectory: (...args) => ts.sys.readDirectory(...args),
  directoryExists: (name) => ts.sys.directoryExists(name),
  getDirectories: (name) => ts.sys.getDirectories(name)
})

/** Adds a program of a user beside those that are there, and returns its path. */
export const add = (text: string): string => {
  const file = join(root, "packages", "lab", "src", `user${added.size}.ts`)
  added.set(file, text)
  return file
}
