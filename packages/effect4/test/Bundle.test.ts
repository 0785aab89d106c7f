import { TestKey } from "@qurl/emulator"
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
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

  it("names nothing but Effect 4, in code and in types", () => {
    for (const file of ["../bundle/index.js", "../bundle/index.d.ts"]) {
      const names = importsOf(readFileSync(at(file), "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, ""))
      assert.isNotEmpty(names)
      assert.deepStrictEqual(names.filter((name) => !name.startsWith("effect/")), [], file)
    }
  })

  it("runs", async () => {
    await Effect.runPromise(server.reset)
    const { stdout } = await node(
      "--input-type=module",
      "--eval",
      `import { KeyGenerator, Qurl, QurlLive } from "./bundle/index.js"
       import { Effect } from "effect"
       const program = Qurl.create({ target_url: "https://example.com" }).pipe(
         Effect.provide([KeyGenerator.sequence("bundle"), QurlLive])
       )
       console.log((await Effect.runPromise(program)).meta.idempotencyKey)`
    )
    assert.strictEqual(stdout.trim(), "bundle-1")
  })

  it("has types by which a program compiles, and a misspelt property does not", () => {
    const file = at("program.ts")
    const code = `
      import { KeyGenerator, Qurl, QurlLive, RetryPolicy, Sessions } from "../bundle/index.js"
      import { Duration, Effect, Stream } from "effect"

      const input = { target_url: "https://example.com", expires_in: Duration.hours(1) }
      const program = Effect.gen(function*() {
        const { qurl_link } = yield* Qurl.create(input, { idempotencyKey: "job-42", retry: RetryPolicy.none })
        const rows = yield* Stream.runCollect(Qurl.batchCreateAll(Stream.make(input)))
        const [session] = (yield* Sessions.list("r_1")).items
        return [qurl_link, rows[0]?.status, session?.session_id]
      }).pipe(Effect.catchTag("RateLimitError", ({ retryAt }) => Effect.succeed(retryAt)))
      const run: Promise<number | undefined | Array<string | undefined>> = Effect.runPromise(
        program.pipe(Effect.provide(KeyGenerator.sequence("test")), Effect.provide(QurlLive))
      )
      // @ts-expect-error
      const wrong = Qurl.create({ target: "https://example.com" })
      export { run, wrong }
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
    assert.lengthOf(sources, 2)
    assert.deepStrictEqual(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")), [])
  }, 120_000)
})
