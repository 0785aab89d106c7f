import { assert, it } from "@effect/vitest"
import { isAbsent } from "@qurl/lab/databases/place"
import * as Postgres from "@qurl/lab/databases/Postgres"
import * as Redis from "@qurl/lab/databases/Redis"
import { execFile } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

const program = (name: string) => fileURLToPath(new URL(`../dist/bench/${name}.js`, import.meta.url))

const run = async (name: string, ...args: ReadonlyArray<string>): Promise<string> =>
  (await promisify(execFile)(process.execPath, [program(name), ...args])).stdout

it("a short run of the benchmark measures, draws, says where the goals stand, and can be compared", async () => {
  const out = mkdtempSync(join(tmpdir(), "qurl-bench-test-"))
  try {
    await run("main", "--quick", "--only", "bulk,store-sqlite", "--out", out)
    const ids = ["bulk-cpu", "bulk-throughput", "store-sqlite-cpu", "store-sqlite-wall"]
    assert.deepStrictEqual(
      readdirSync(out).sort(),
      ["README.md", ...ids.map((id) => `${id}.svg`), "result.json"].sort()
    )

    const page = readFileSync(join(out, "README.md"), "utf8")
    // What they are is a matter of a whole run on a quiet machine.
    assert.match(page, /^\| Server on SQLite: time of a replay, x handler alone \| 1 \| [\d.]+ \| (not )?met \|$/m)
    assert.match(page, /^\| middleware, replay, others locked out \| [\d,]+ .*\|$/m)
    assert.match(page, /^\| batchCreateAll, journal in SQLite \| [\d,.]+ .*\|$/m)
    assert.notMatch(page, /NaN|Infinity/)
    for (const id of ids) assert.include(page, `](${id}.svg)`)

    const result = join(out, "result.json")
    const compared = await run("compare", result, result)
    assert.match(compared, /^\| middleware, first call, sealed \| [\d.]+ \| [\d.]+ \| within the noise \|$/m)
    assert.notMatch(compared, /[+-]\d+ %/)
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}, 300_000)

for (
  const [id, name, isInstalled] of [["postgres", "PostgreSQL", Postgres.isInstalled], [
    "redis",
    "Redis",
    Redis.isInstalled
  ]] as const
) {
  it.skipIf(isAbsent(name, isInstalled))(
    `what the store in ${name} sends is sent again by the bare driver`,
    async () => {
      const out = mkdtempSync(join(tmpdir(), "qurl-bench-test-"))
      try {
        await run("main", "--quick", "--only", `store-${id}`, "--out", out)
        const page = readFileSync(join(out, "README.md"), "utf8")
        for (const what of ["first call", "replay"]) {
          assert.match(page, new RegExp(`^\\| bare driver, statements of a ${what} \\| [\\d,]+ .*\\|$`, "m"))
        }
        assert.notMatch(page, /NaN|Infinity/)
      } finally {
        rmSync(out, { recursive: true, force: true })
      }
    },
    300_000
  )
}
