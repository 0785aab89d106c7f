import * as Core from "@qurl/idempotency"
import * as Sdk from "@qurl/sdk"
import { execFile } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
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
  /** Lines of the compiler about a file of this folder. The native one takes a fraction of the time of the other. */
  const problemsOf = async (name: string): Promise<ReadonlyArray<string>> => {
    const directory = mkdtempSync(join(here, ".types-"))
    try {
      const compilerOptions = { composite: false, incremental: false, noEmit: true, types: ["node"] }
      writeFileSync(
        join(directory, "tsconfig.json"),
        JSON.stringify({ extends: "../../../../tsconfig.base.json", compilerOptions, files: [`../${name}`] })
      )
      const compiler = join(here, "../../../node_modules/typescript-7/bin/tsc")
      const args = [compiler, "-p", directory, "--pretty", "false"]
      // A number is the exit code of a compiler that found mistakes.
      const stdout = await promisify(execFile)(process.execPath, args).then(({ stdout }) => stdout, (error) => {
        if (typeof error.code === "number") return String(error.stdout)
        throw error
      })
      return stdout.split("\n").filter((line) => line !== "")
    } finally {
      rmSync(directory, { recursive: true })
    }
  }

  it("say the same on both faces", async () => {
    assert.deepStrictEqual(await problemsOf("faces.types.ts"), [])
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
