import * as Core from "@qurl/idempotency"
import * as Sdk from "@qurl/sdk"
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"
import { assert, describe, it } from "vitest"
import * as P from "../src/index.js"
import { accountRows } from "./support/accountRows.js"
import { effect4Face, effectFace, promiseFace, serviceNames } from "./support/faces.js"
import { linkRows } from "./support/linkRows.js"
import { newerRows } from "./support/newerRows.js"

const here = dirname(fileURLToPath(import.meta.url))
const options = { baseUrl: "http://127.0.0.1:9", apiKey: "lv_test_key" }

/** Every service of the SDK, told by its tag. */
const tagNames = Object.entries(Sdk)
  .filter(([, value]) => typeof value === "function" && "key" in value && String(value.key).startsWith("@qurl/sdk/"))
  .map(([name]) => name)

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)

describe("Q5 the faces", () => {
  it("have the same services and the same operations, and every operation has its row in the behavioural suite", () => {
    assert.include(tagNames, "Qurl")
    assert.sameMembers(serviceNames, tagNames.map((name) => name === "Qurl" ? "" : lowerFirst(name)))
    const promised = promiseFace(options).methods
    assert.sameMembers([...promised], [...effectFace(options).methods])
    assert.sameMembers([...promised], [...effect4Face(options).methods])
    assert.sameMembers([...new Set([...linkRows, ...accountRows, ...newerRows].map(({ method }) => method))], [
      ...promised
    ])
  })

  it("export the same names, but for what belongs to one of them", () => {
    /** Features of Effect without a Promise counterpart: layers, regions, and what clients share beyond one of them. */
    const onEffect = [
      "CallMetrics",
      "Gate",
      "Journal",
      "LocalGuard",
      "Pin",
      "QurlLive",
      "QurlServices",
      "RetryBudget",
      "KeyError",
      "CallDefect",
      "ClientState",
      "withExtras",
      ...tagNames
    ]
    const onPromise = [
      "QurlClient",
      "QurlError",
      "AbortError",
      "DefectError",
      "WebhookSignatureError",
      "WebhookEventError",
      "isQurlError"
    ]
    assert.sameMembers(
      Object.keys(P).filter((name) => !onPromise.includes(name)),
      Object.keys(Sdk).filter((name) => !onEffect.includes(name))
    )
    assert.includeMembers(Object.keys(P), onPromise)
    assert.sameMembers(
      Object.keys(P.WebhookEvent),
      Object.keys(Sdk.WebhookEvent).filter((name) => !name.endsWith("Error"))
    )
  })

  it("have the same presets and generators", () => {
    const own = (constructor: object) =>
      Object.keys(constructor).filter((name) =>
        name !== "layer" && name !== "make" && name !== "key" && name !== "stack"
      )
    assert.sameMembers(Object.keys(P.RetryPolicy), own(Core.RetryPolicy))
    assert.sameMembers(Object.keys(P.KeyGenerator), own(Core.KeyGenerator))
    assert.deepInclude(P.RetryPolicy.keyed, { repeat: "keyed", attempts: 4, attemptTimeout: 30_000, deadline: 120_000 })
  })
})

describe("Q5 the types", () => {
  /** Problems that the compiler reports for a file of this folder. */
  const problemsOf = (name: string): ReadonlyArray<string> => {
    const file = join(here, name)
    const { config } = ts.readConfigFile(join(here, "../../../tsconfig.base.json"), (path) => ts.sys.readFile(path))
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, here)
    const program = ts.createProgram([file], {
      ...options,
      composite: false,
      incremental: false,
      noEmit: true,
      types: ["node"]
    })
    return ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map(({ messageText, start = 0 }) => {
      const line = program.getSourceFile(file)?.getLineAndCharacterOfPosition(start).line ?? 0
      return `${name}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`
    })
  }

  it("say the same on both faces", () => {
    assert.deepStrictEqual(problemsOf("faces.types.ts"), [])
  }, 120_000)

  it("show no type of Effect: what they take from the SDK is written out as plain types", () => {
    const seen = new Map<string, ReadonlyArray<string>>()
    const visit = (file: string): void => {
      if (seen.has(file)) return
      const { importedFiles, libReferenceDirectives, typeReferenceDirectives } = ts.preProcessFile(
        readFileSync(file, "utf8"),
        true,
        true
      )
      const names = [...importedFiles, ...typeReferenceDirectives].map(({ fileName }) => fileName)
      seen.set(file, names.filter((name) => !name.startsWith(".")))
      assert.isAtMost(libReferenceDirectives.length, 1)
      for (const name of names.filter((name) => name.startsWith("."))) {
        visit(resolve(dirname(file), name.replace(/\.js$/, ".d.ts")))
      }
    }
    const dist = join(here, "../dist")
    const modules = readdirSync(dist, { encoding: "utf8", recursive: true })
      .filter((name) => name.endsWith(".d.ts") && !name.startsWith("internal"))
    assert.include(modules, "index.d.ts")
    for (const name of modules) visit(join(dist, name))
    assert.isAbove(seen.size, 20)
    const ours = /^@qurl\/(sdk|contract|idempotency)(\/[\w/]+)?$/
    const foreign = [...seen].filter(([file, names]) =>
      !file.includes("/internal/") && names.some((name) => !ours.test(name))
    )
    assert.deepStrictEqual(foreign, [])
    for (const file of [...seen.keys()].filter((file) => !file.includes("/internal/"))) {
      const code = readFileSync(file, "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "")
      assert.notMatch(code, /\b(Effect|Stream|Layer|Schema|Redacted|Duration|Option|Either|Context)\b\s*[.<]/, file)
    }
  })
})
