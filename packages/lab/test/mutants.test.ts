import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { assert, test } from "vitest"

const main = fileURLToPath(new URL("../mutants/main.mjs", import.meta.url))

const mutants = (...args: ReadonlyArray<string>) =>
  new Promise<{ readonly code: number | string | undefined; readonly output: string }>((resolve) => {
    const { QURL_MUTANT: _, ...env } = process.env
    execFile(process.execPath, [main, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code ?? undefined, output: stdout + stderr })
    })
  })

test("every mutant can still be made, and the test that kills it is there", async () => {
  const { code, output } = await mutants("--check")
  assert.strictEqual(code, 0, output)
})

test("a mutant is made and killed: a client that ignores Retry-After", { timeout: 120_000 }, async () => {
  const { code, output } = await mutants("--only", "Retry-After is ignored")
  assert.strictEqual(code, 0, output)
  assert.include(output, "1 of 1 killed")
})
