import { assert, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const run = (command: string, ...args: ReadonlyArray<string>) => {
  const main = fileURLToPath(new URL(`../dist/${command}/main.js`, import.meta.url))
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, ...args], { encoding: "utf8" })
  return { status, stderr, stdout }
}

it("a wrong command line ends with 2, and says which options there are", () => {
  const unknown = run("prove", "--out", "x")
  assert.match(unknown.stderr, /^Unknown option '--out'.*\nThe options are --seed, --runs, --seconds\.\n$/)
  assert.deepStrictEqual([unknown.status, unknown.stdout], [2, ""])
  const word = run("chaos", "--time", "long")
  assert.deepStrictEqual(word, { status: 2, stdout: "", stderr: "--time wants a whole number, not \"long\".\n" })
  for (const command of ["bench", "cluster", "spread"]) {
    const { status, stderr, stdout } = run(command, "--help")
    assert.match(stderr, /^Unknown option '--help'.*\nThe options are --.*\.\n$/)
    assert.deepStrictEqual([status, stdout], [2, ""])
  }
  const nothing = run("chaos", "--only", "Postgres")
  assert.deepStrictEqual([nothing.status, nothing.stdout], [2, ""])
  assert.match(nothing.stderr, /^No such scenario\. There are: .*PostgreSQL/)
}, 60_000)
