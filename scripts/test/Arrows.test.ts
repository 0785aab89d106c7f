import { execFile } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { assert, test } from "vitest"
import { root } from "./snippets.js"

const packages = [
  "idempotency",
  "contract",
  "sdk",
  "promise",
  "effect4",
  "idempotency-server",
  "emulator",
  "testing",
  "cli",
  "clients",
  "lab",
  "newcomer"
]

/** A file, what it imports, and the rule that forbids it, if one does. */
const imports: ReadonlyArray<readonly [file: string, text: string, rule?: string]> = [
  ["contract/src/core.ts", "import \"@qurl/idempotency\""],
  ["contract/src/sdk.ts", "import \"@qurl/sdk\"", "arrows-of-contract"],
  ["idempotency/src/contract.ts", "import type {} from \"@qurl/contract\"", "arrows-of-idempotency"],
  ["sdk/src/contract.ts", "import \"@qurl/contract\""],
  ["sdk/src/emulator.ts", "import \"@qurl/emulator\"", "arrows-of-sdk"],
  ["sdk/test/emulator.ts", "import \"@qurl/emulator\""],
  ["effect4/src/sdk.ts", "import \"@qurl/sdk\""],
  ["effect4/src/promise.ts", "import \"@qurl/promise\"", "arrows-of-effect4"],
  ["promise/src/server.ts", "import \"@qurl/idempotency-server\"", "arrows-of-promise"],
  ["idempotency-server/src/contract.ts", "import \"@qurl/contract\"", "arrows-of-idempotency-server"],
  ["emulator/src/sdk.ts", "import \"@qurl/sdk\"", "arrows-of-emulator"],
  ["testing/src/emulator.ts", "import \"@qurl/emulator\""],
  ["testing/src/cli.ts", "import \"@qurl/cli\"", "arrows-of-testing"],
  ["testing/src/lab.ts", "import \"@qurl/lab\"", "arrows-of-testing"],
  ["lab/src/testing.ts", "import \"@qurl/testing\""],
  ["cli/src/emulator.ts", "import \"@qurl/emulator\"", "arrows-of-cli"],
  ["cli/src/lazy.ts", "export const load = () => import(\"@qurl/emulator\")"],
  ["cli/src/testing.ts", "export const load = () => import(\"@qurl/testing\")", "lazy-arrows-of-cli"],
  ["clients/src/Skadi.ts", "import \"@qurl/idempotency-server\"", "arrows-of-clients"],
  ["clients/src/servers/Skadi.ts", "import \"@qurl/idempotency-server\""],
  ["clients/src/servers/sdk.ts", "import \"@qurl/sdk\"", "arrows-of-client-servers"],
  ["newcomer/src/core.ts", "import \"@qurl/idempotency\"", "every-package-has-its-arrows"],
  ["sdk/src/path.ts", "import \"../../contract/src/core.js\"", "packages-meet-by-name"],
  ["sdk/test/internal.ts", "import \"../../contract/dist/internal/secret.js\"", "internal-stays-inside"],
  ["sdk/src/internal.ts", "import \"@qurl/contract/internal/secret\"", "everything-resolves"],
  ["sdk/src/node.ts", "import \"@effect/platform-node\"", "runs-without-node"],
  ["sdk/src/Node.ts", "import \"@effect/platform-node\"\nimport \"node:fs\""],
  ["contract/src/builtIn.ts", "import \"node:crypto\"", "runs-without-node-built-ins"],
  ["clients/src/builtIn.ts", "import \"node:crypto\"", "runs-without-node-built-ins"],
  ["clients/src/servers/builtIn.ts", "import \"@effect/platform-node\"\nimport \"node:crypto\""],
  ["contract/src/oldBuiltIn.ts", "import \"fs\"", "runs-without-node-built-ins"],
  ["sdk/src/test.ts", "import \"../test/emulator.js\"", "sources-know-no-tests"],
  ["sdk/src/circleA.ts", "import { b } from \"./circleB.js\"\nexport const a = () => b", "no-circles"],
  ["sdk/src/circleB.ts", "import { a } from \"./circleA.js\"\nexport const b = () => a"],
  ["sdk/src/typesA.ts", "import type { B } from \"./typesB.js\"\nexport type A = B | 1", "no-circles"],
  ["sdk/src/typesB.ts", "import type { A } from \"./typesA.js\"\nexport type B = A | 2"]
]

const write = (directory: string, file: string, text: string) => {
  const path = join(directory, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

const lay = (directory: string) => {
  const manifest = { type: "module", exports: { ".": "./dist/index.js", "./internal/*": null, "./*": "./dist/*.js" } }
  for (const name of packages) {
    write(directory, `packages/${name}/package.json`, JSON.stringify({ name: `@qurl/${name}`, ...manifest }))
    write(directory, `packages/${name}/dist/index.js`, "export {}")
    write(directory, `packages/${name}/dist/internal/secret.js`, "export {}")
    mkdirSync(join(directory, "node_modules/@qurl"), { recursive: true })
    symlinkSync(join(directory, "packages", name), join(directory, "node_modules/@qurl", name), "junction")
  }
  write(directory, "node_modules/@effect/platform-node/package.json", "{ \"exports\": \"./index.js\" }")
  write(directory, "node_modules/@effect/platform-node/index.js", "export {}")
  for (const [file, text] of imports) write(directory, `packages/${file}`, text)
  cpSync(join(root, "tsconfig.base.json"), join(directory, "tsconfig.base.json"))
}

interface Report {
  readonly summary: {
    readonly violations: ReadonlyArray<{ readonly from: string; readonly rule: { readonly name: string } }>
  }
}

const cruise = (cwd: string) =>
  new Promise<Report>((resolve, reject) => {
    const bin = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs")
    const args = [bin, "packages", "--config", join(root, "scripts", "config", "arrows.mjs"), "--output-type", "json"]
    execFile(process.execPath, args, { cwd, maxBuffer: 1 << 26 }, (_, stdout, stderr) => {
      if (stdout === "") reject(new Error(stderr))
      else resolve(JSON.parse(stdout))
    })
  })

test("each arrow between the packages is held by a rule that bites, and only by that one", async () => {
  const directory = mkdtempSync(join(tmpdir(), "qurl-arrows-"))
  try {
    lay(directory)
    const { summary } = await cruise(directory)
    assert.deepStrictEqual(
      summary.violations.map(({ from, rule }) => `${from.slice("packages/".length)} ${rule.name}`).sort(),
      imports.flatMap(([file, , rule]) => rule === undefined ? [] : [`${file} ${rule}`]).sort()
    )
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})

/** Vendors' names in a text. The scope of our packages is not one. */
const vendorsIn = (text: string): ReadonlyArray<string> =>
  text.replaceAll("@qurl/", "").match(/qurl|layerv|skadi|survey.?coder|atlas/gi) ?? []

test("the core and its server half name no vendor", () => {
  assert.deepStrictEqual(vendorsIn("import { qurlDialect } from \"@qurl/contract\""), ["qurl"])
  for (const name of ["idempotency", "idempotency-server"]) {
    const source = join(root, "packages", name, "src")
    for (const file of readdirSync(source, { recursive: true, encoding: "utf8" })) {
      if (file.endsWith(".ts")) assert.deepStrictEqual(vendorsIn(readFileSync(join(source, file), "utf8")), [], file)
    }
  }
})
