import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, test } from "vitest"
import { output } from "./runtimes/process.js"
import { root } from "./snippets.js"

const packages = ["idempotency", "contract", "idempotency-server", "sdk", "promise", "emulator"]

/** The copy of the workspace. Its packages find each other; what others wrote is that of the repository. */
const copy = realpathSync(mkdtempSync(join(tmpdir(), "qurl-operation-")))

const copied = [
  ...packages.map((name) => `packages/${name}`),
  "examples/node_modules",
  "examples/package.json",
  "scripts/bundle.mjs",
  "scripts/entries.mjs",
  "scripts/setup.mjs",
  ".setup/installed",
  "package.json",
  "pnpm-lock.yaml",
  "tsconfig.base.json",
  "tsconfig.test.json",
  "vitest.config.ts",
  "vitest.workspace.ts"
]

/** The code of the steps of "Add an operation", as its reader copies it. */
const steps = [...readFileSync(join(root, "CONTRIBUTING.md"), "utf8").matchAll(/^ {3}```ts no-check\n(.*?)^ {3}```/gms)]
  .map(([, code = ""]) => code.replace(/^ {3}/gm, ""))

/** Inserts code after a line of a file of the copy, or at its end. */
const insert = (file: string, code: string, after?: string) => {
  const path = join(copy, file)
  const text = readFileSync(path, "utf8")
  if (after !== undefined) assert.include(text, after)
  writeFileSync(path, after === undefined ? `${text}\n${code}` : text.replace(after, () => `${after}\n${code}`))
}

const npm = (...args: ReadonlyArray<string>) => output("npm", args, { cwd: copy })

const compile = (...args: ReadonlyArray<string>) =>
  output(process.execPath, [join(copy, "node_modules", "typescript-7", "bin", "tsc"), ...args], { cwd: copy })

/** Makes the files that Node loads, as the build does. */
const bundle = () => {
  const code = "import { bundlePackages } from \"./scripts/bundle.mjs\"\n"
    + "await bundlePackages([\"idempotency\", \"contract\", \"sdk\", \"promise\"])"
  return output(process.execPath, ["--input-type=module", "--eval", code], { cwd: copy })
}

/** Calls the operation on both faces. The answer to the first attempt of each is lost. */
const program = `
import { FetchHttpClient } from "@effect/platform"
import { Emulator, Fault, FaultPlan, TestKey } from "@qurl/emulator"
import { QurlClient } from "@qurl/promise"
import { Webhooks } from "@qurl/sdk"
import { Effect, Redacted } from "effect"

const input = { url: "https://example.com/hook", events: ["qurl.accessed"] }
const lost = { fault: Fault.destroyAfterCommit, operation: "disableWebhook" } as const

const program = Effect.gen(function*() {
  const { control, url: baseUrl } = yield* Emulator
  yield* control.setFaults(FaultPlan.of({ ...lost, nth: 1 }, { ...lost, nth: 3 }))
  const ofEffect = yield* Webhooks.create(input).pipe(
    Effect.flatMap(({ webhook_id }) => Webhooks.disable(webhook_id)),
    Effect.provide(Webhooks.layer({ apiKey: Redacted.make(TestKey.full), baseUrl }))
  )
  const client = new QurlClient({ apiKey: TestKey.full, baseUrl })
  const ofPromise = yield* Effect.promise(async () => {
    const { webhook_id } = await client.webhooks.create(input)
    return client.webhooks.disable(webhook_id)
  })
  console.log(JSON.stringify([ofEffect, ofPromise].map(({ meta, status }) => [status, meta.attempts, meta.replayed])))
})

await program.pipe(Effect.provide([Emulator.layerServer(), FetchHttpClient.layer]), Effect.runPromise)
`

beforeAll(() => {
  for (const path of copied) {
    cpSync(join(root, path), join(copy, path), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"))
  mkdirSync(join(copy, "scripts", "test"))
}, 60_000)

afterAll(() => rmSync(copy, { recursive: true, force: true }))

test("an operation is added by a value, a handler and a line, and works on both faces", async () => {
  const [value = "", handler = "", line = ""] = steps
  assert.lengthOf(steps, 3)
  insert("packages/contract/src/groups/Webhooks.ts", value)
  const unhandled = await compile("--build", "packages/emulator").catch(String)
  assert.include(unhandled, "disableWebhook")
  insert("packages/emulator/src/internal/webhooks/handlers.ts", handler, "  handlers")
  insert("packages/sdk/src/services/Webhooks.ts", line, "export interface WebhooksService {")
  await npm("run", "contract")
  await npm("run", "promise")
  assert.include(readFileSync(join(copy, "packages/contract/src/KeyedOperations.ts"), "utf8"), "\"disableWebhook\"")
  assert.include(readFileSync(join(copy, "packages/contract/openapi.json"), "utf8"), "/v1/webhooks/{id}/disable")

  await compile("--build", "packages/promise", "packages/emulator")
  await bundle()
  writeFileSync(join(copy, "examples", "call.ts"), program)
  await compile("examples/call.ts", "--module", "nodenext", "--target", "es2022", "--strict", "--skipLibCheck")
  const printed = await output(process.execPath, ["call.js"], { cwd: join(copy, "examples") })
  assert.deepStrictEqual(JSON.parse(printed), [["disabled", 2, "yes"], ["disabled", 2, "yes"]])
}, 300_000)
