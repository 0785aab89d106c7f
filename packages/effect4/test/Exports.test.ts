import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"
import { assert, describe, it } from "vitest"

const packages = join(dirname(fileURLToPath(import.meta.url)), "..", "..")
const page = (name: string, file = "index") => join(packages, name, "src", `${file}.ts`)

/** Modules that users import, by their names below `src`. */
const manifest: { readonly exports: object } = JSON.parse(
  readFileSync(join(packages, "effect4", "package.json"), "utf8")
)
const entries = Object.keys(manifest.exports).filter((name) => !/package\.json$|internal/.test(name))
  .map((name) => name === "." ? "index" : name.slice("./".length))

/** Reasons for names of the SDK that this package does not export. */
const missing: Readonly<Record<string, string>> = {
  AtLeastOne: "a helper of the SDK's own inputs, which are exported as they are here",
  NotBoth: "a helper of the SDK's own inputs, which are exported as they are here",
  Targeted: "a helper of the SDK's own inputs, which are exported as they are here",
  Written: "a helper of the SDK's own inputs, which are exported as they are here",
  "Gate.Ask": "part of a gate of the caller's own making",
  "Gate.Refusal": "part of a gate of the caller's own making",
  "Gate.Service": "part of a gate of the caller's own making",
  "Gate.Verdict": "part of a gate of the caller's own making",
  "Gate.make": "the engine takes gates of Effect 3: `Gate.layer` holds one",
  "IdempotencyKey.KeyRules": "rules of a dialect, for other APIs than this one",
  "IdempotencyKey.problem": "rules of a dialect, for other APIs than this one",
  "IdempotencyKey.schema": "a schema of Effect 3",
  "Journal.Chunk": "part of a journal of the caller's own making",
  "Journal.Held": "part of a journal of the caller's own making",
  "Journal.Service": "part of a journal of the caller's own making",
  "Journal.rowsOf": "part of a journal of the caller's own making",
  "LocalGuard.Service": "part of a guard of the caller's own making",
  "LocalGuard.make": "the engine takes guards of Effect 3: `LocalGuard.layer` holds one",
  "RetryBudget.Service": "part of a budget of the caller's own making",
  "RetryBudget.make": "the engine takes budgets of Effect 3: `RetryBudget.layer` holds one"
}

/** Modules of the SDK that are not on its page, with the reason for each that has no entry here. */
const missingModules: Readonly<Record<string, string>> = {
  "services/Agent": "retired by the vendor",
  JournalError: "its errors stand in JobError",
  Node: "undici's connections of its own: give any `HttpClient` of Effect 4",
  UndiciTransport: "undici's connections of its own: give any `HttpClient` of Effect 4"
}

/** Names that belong to Effect 4 alone. */
const added: Readonly<Record<string, string>> = {
  CallEnd: "the SDK's users take it from @qurl/idempotency",
  CallObserver: "the SDK's users take it from @qurl/idempotency"
}

const files = [page("sdk"), page("effect4")]
const program = ts.createProgram(files, {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  skipLibCheck: true,
  types: []
})
const checker = program.getTypeChecker()

/** Names that a page exports, types included, and those in its namespaces. */
const namesOf = (file: string): ReadonlyArray<string> => {
  const source = program.getSourceFile(file)
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source)
  assert(module !== undefined, file)
  return checker.getExportsOfModule(module).flatMap((symbol) => {
    const target = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol)
    return (target.flags & ts.SymbolFlags.ValueModule) === 0
      ? [symbol.name]
      : checker.getExportsOfModule(target).map(({ name }) => `${symbol.name}.${name}`)
  })
}

describe("exports", () => {
  const [sdk = [], effect4 = []] = files.map(namesOf)

  it("are those of the SDK, types included, except where a reason is given", () => {
    assert.isAbove(sdk.length, 100)
    assert.sameMembers(sdk.filter((name) => !effect4.includes(name)), Object.keys(missing))
    assert.sameMembers(effect4.filter((name) => !sdk.includes(name)), Object.keys(added))
  })

  it("cover the modules beside the SDK's page", () => {
    const source = program.getSourceFile(page("sdk"))
    const shown =
      source?.statements.filter(ts.isExportDeclaration).map(({ moduleSpecifier }) =>
        moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : ""
      ) ?? []
    const modules = ts.sys.readDirectory(join(packages, "sdk", "src"), [".ts"], ["**/internal/**"], ["**/*.ts"])
      .map((file) => file.slice(join(packages, "sdk", "src").length + 1, -".ts".length).replaceAll("\\", "/"))
      .filter((module) => module !== "index" && !shown.includes(`./${module}.js`))
    assert.sameMembers(modules, [...Object.keys(missingModules), ...entries.filter((entry) => entry !== "index")])
  })
})
