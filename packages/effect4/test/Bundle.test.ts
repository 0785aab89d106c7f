import { TestKey } from "@qurl/emulator"
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import ts from "typescript"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { emulator, type Started } from "./support/server.js"

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const node = (...args: ReadonlyArray<string>) =>
  promisify(execFile)(process.execPath, args, {
    cwd: at(".."),
    env: { ...process.env, QURL_API_URL: server.url, QURL_API_KEY: TestKey.full }
  })

let server: Started
beforeAll(async () => {
  server = await emulator.start()
  await node("bundle.mjs")
}, 600_000)
afterAll(emulator.stop)

describe("the package that npm receives", () => {
  const importsOf = (text: string) =>
    [...text.matchAll(/(?:from\s*|import\s*\(?\s*)"([^"]+)"/g)].map(([, name = ""]) => name)

  const filesIn = (folder: string) =>
    readdirSync(at(folder), { recursive: true, encoding: "utf8" }).filter((file) => /\.(js|d\.ts)$/.test(file))

  it("names nothing but Effect 4 in code and in types, and drivers in the journals that need them", () => {
    const files = filesIn("../bundle")
    assert.includeMembers(files, [
      "index.js",
      "index.d.ts",
      join("Journal", "Sqlite.js"),
      join("Journal", "Sqlite.d.ts")
    ])
    for (const file of files) {
      const names = importsOf(readFileSync(at(`../bundle/${file}`), "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, ""))
      const foreign = names.filter((name) => !name.startsWith("effect/") && !name.startsWith("."))
      const drivers = file.endsWith("Sqlite.js")
        ? ["better-sqlite3"]
        : file.endsWith("Postgres.js")
        ? ["pg", "pg-connection-string", "pg-cursor"]
        : []
      // A chunk may be one that only journals load, which the next test tells.
      const mayUseNode = file.startsWith("chunks") || drivers.length > 0
      assert.deepStrictEqual(
        foreign.filter((name) => !name.startsWith("node:") || !mayUseNode).sort(),
        drivers,
        file
      )
    }
  })

  it("has no module of Node in what the main module loads", () => {
    const load = (file: string, seen: Set<string>): ReadonlySet<string> => {
      if (seen.has(file)) return seen
      seen.add(file)
      for (const name of importsOf(readFileSync(at(`../bundle/${file}`), "utf8"))) {
        assert.notMatch(name, /^node:/, file)
        if (name.startsWith(".")) load(join(dirname(file), name), seen)
      }
      return seen
    }
    assert.isAbove(load("index.js", new Set()).size, 1)
  })

  /** Output of a program that uses the bundle. */
  const output = async (program: string, ...args: ReadonlyArray<string>) => {
    await Effect.runPromise(server.reset)
    const { stdout } = await node("--input-type=module", "--eval", program, ...args)
    return stdout.trim()
  }

  it("resumes a job from its SQLite journal", async () => {
    const program = `
      import { Journal, Qurl, QurlLive } from "./bundle/index.js"
      import * as Sqlite from "./bundle/Journal/Sqlite.js"
      import { Effect, Stream } from "effect"
      const program = Effect.gen(function*() {
        yield* Stream.runDrain(Qurl.batchCreateAll([{ target_url: "https://example.com" }], { job: "bundle" }))
        return (yield* Journal.show("bundle")).done
      }).pipe(Effect.provide([QurlLive, Sqlite.layer({ filename: process.argv[1] })]))
      console.log(await Effect.runPromise(program))`
    assert.strictEqual(await output(program, join(mkdtempSync(join(tmpdir(), "qurl-")), "jobs.journal")), "1")
  })

  it("runs", async () => {
    const program = `
      import { KeyGenerator, Qurl, QurlLive } from "./bundle/index.js"
      import { Effect } from "effect"
      const program = Qurl.create({ target_url: "https://example.com" }).pipe(
        Effect.provide([KeyGenerator.sequence("bundle"), QurlLive])
      )
      console.log((await Effect.runPromise(program)).meta.idempotencyKey)`
    assert.strictEqual(await output(program), "bundle-1")
  })

  it("has types by which a program compiles, and a misspelt property does not", () => {
    const file = at("program.ts")
    const code = `
      import { type CreateInput, Journal, KeyGenerator, type Page, Qurl, QurlLive, RetryPolicy, Sessions } from "../bundle/index.js"
      import * as Memory from "../bundle/Journal/Memory.js"
      import * as Sqlite from "../bundle/Journal/Sqlite.js"
      import { Duration, Effect, Stream } from "effect"

      const input: CreateInput = { target_url: "https://example.com", expires_in: Duration.hours(1) }
      const program = Effect.gen(function*() {
        const { qurl_link } = yield* Qurl.create(input, { idempotencyKey: "job-42", retry: RetryPolicy.none })
        const rows = yield* Stream.runCollect(Qurl.batchCreateAll(Stream.make(input)))
        const [session] = (yield* Sessions.list("r_1")).items
        return [qurl_link, rows[0]?.status, session?.session_id]
      }).pipe(Effect.catchTag("RateLimitError", ({ retryAt }) => Effect.succeed(retryAt)))
      const run: Promise<number | undefined | Array<string | undefined>> = Effect.runPromise(
        program.pipe(Effect.provide(KeyGenerator.sequence("test")), Effect.provide(QurlLive))
      )
      // @ts-expect-error The API has no property "target", and inputs refuse unknown ones.
      const wrong = Qurl.create({ target: "https://example.com" })
      const list: Effect.Effect<ReadonlyArray<Journal.JobInfo>> = Journal.list.pipe(
        Effect.catchTag("JournalError", () => Effect.succeed([])),
        Effect.provide(Memory.layer)
      )
      const file = Journal.show("job").pipe(Effect.provide(Sqlite.layer({ filename: "jobs" })))
      export const first = (page: Page<string>): string | undefined => page.items[0]
      export { file, list, run, wrong }
    `
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: []
    }
    const disk = ts.createCompilerHost(options)
    const program = ts.createProgram([file], options, {
      ...disk,
      fileExists: (name) => name === file || disk.fileExists(name),
      readFile: (name) => name === file ? code : disk.readFile(name),
      getSourceFile: (name, language, ...rest) =>
        name === file ? ts.createSourceFile(name, code, language) : disk.getSourceFile(name, language, ...rest)
    })
    const sources = program.getSourceFiles().filter(({ fileName }) => /packages\/effect4\//.test(fileName))
    const problems = sources.flatMap((source) => [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source)
    ])
    assert.lengthOf(sources, 4)
    assert.deepStrictEqual(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")), [])
  }, 120_000)
})
