import { assert, it } from "@effect/vitest"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { crash } from "../src/bulk/crash.js"

/** The command as it is published: the one file. */
const bin = fileURLToPath(new URL("../../cli/bundle/qurl.js", import.meta.url))

// A small share of `npm run bulk:prove`.
it("the command, killed in each phase, and the server with it: every row once", async () => {
  const directory = mkdtempSync(join(tmpdir(), "qurl-crash-"))
  const { kills, ...report } = await crash({ bin, directory, rows: 1500, kills: 4, seed: 3, log: () => {} })
  assert.deepStrictEqual(kills, { before: 1, sent: 1, answered: 1, results: 1 })
  assert.deepStrictEqual([report.problems, report.exist, report.listed], [[], 1500, 1500])
}, 180_000)
