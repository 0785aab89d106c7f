import { TestKey } from "@qurl/emulator"
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import ts from "typescript"
import { afterAll, assert, beforeAll, it } from "vitest"
import { emulator, Fault, type Started } from "./support/server.js"

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

let server: Started
beforeAll(async () => {
  server = await emulator.start()
})
afterAll(emulator.stop)

it("the README's program runs with only its imports changed, and survives a lost answer", async () => {
  const [, code = ""] = /```ts\n([^`]*@qurl\/sdk.*?)```/s.exec(readFileSync(at("../../../README.md"), "utf8")) ?? []
  const program = ts.transpile(code.replaceAll("@qurl/sdk", "@qurl/effect4"), {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2022
  })
  await Effect.runPromise(server.reset)
  await Effect.runPromise(server.fail(Fault.destroyAfterCommit, "batchCreate"))
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: at("../../../scripts/consumer4"),
    env: { ...process.env, QURL_API_URL: server.url, QURL_API_KEY: TestKey.full }
  })
  assert.lengthOf(stdout.match(/https:\/\/qurl\.link\/#\S+/g) ?? [], 2)
  assert.lengthOf(await Effect.runPromise(server.requests), 2, "the answer to the first request was lost")
  assert.lengthOf((await Effect.runPromise(server.inventory)).effects.filter(({ kind }) => kind === "token.created"), 2)
})
