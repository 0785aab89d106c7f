import { join } from "node:path"
import ts from "typescript"
import { assert, describe, test } from "vitest"
import { root } from "./snippets.js"

const program = `
  import { QurlClient } from "@qurl/promise"
  import { Qurl, QurlLive } from "@qurl/sdk"
  export const link: Promise<string> = QurlClient.fromEnvironment().create({ target_url: "https://example.com" })
    .then(({ qurl_link }) => qurl_link)
  export { Qurl, QurlLive }
`

/** Error codes of the program, compiled as a file of a user's project with these settings. */
const codesOf = (name: string, module: ts.ModuleKind, moduleResolution: ts.ModuleResolutionKind) => {
  const file = join(root, "scripts", "consumer", name)
  const options: ts.CompilerOptions = {
    module,
    moduleResolution,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
    types: ["node"],
    typeRoots: [join(root, "node_modules", "@types")],
    strict: true,
    skipLibCheck: true,
    noEmit: true
  }
  const disk = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => path === file || disk.fileExists(path),
    readFile: (path) => path === file ? program : disk.readFile(path),
    getSourceFile: (path, language, ...rest) =>
      path === file
        ? ts.createSourceFile(path, program, language)
        : disk.getSourceFile(path, language, ...rest)
  }
  const compiled = ts.createProgram([file], options, host)
  return compiled.getSemanticDiagnostics(compiled.getSourceFile(file)).map(({ code }) => code)
}

describe("types resolve as docs/runtimes.md says", () => {
  const { Bundler, Node10, Node16, NodeNext } = ts.ModuleResolutionKind
  test.each([
    ["commonjs with node10", "a.ts", ts.ModuleKind.CommonJS, Node10, []],
    ["nodenext, a CommonJS file", "a.cts", ts.ModuleKind.NodeNext, NodeNext, []],
    ["nodenext, an ES module", "a.mts", ts.ModuleKind.NodeNext, NodeNext, []],
    ["esnext with bundler", "a.ts", ts.ModuleKind.ESNext, Bundler, []],
    ["node16, an ES module", "a.mts", ts.ModuleKind.Node16, Node16, []],
    ["node16, a CommonJS file", "a.cts", ts.ModuleKind.Node16, Node16, [1479, 1479]]
  ])("%s", (_, file, module, resolution, codes) => {
    assert.deepStrictEqual(codesOf(file, module, resolution), codes)
  }, 60_000)
})
