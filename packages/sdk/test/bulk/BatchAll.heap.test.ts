import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { assert, it } from "vitest"

const program = fileURLToPath(new URL("heap.mjs", import.meta.url))

/** The peak of the heap in a process of its own, after full collections. */
const peakOf = async (rows: number): Promise<number> => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", program, String(rows)])
  return Number(stdout)
}

it("batchCreateAll needs no more memory for five times as many rows", async () => {
  const few = await peakOf(4_000)
  const many = await peakOf(20_000)
  assert.isAbove(few, 1_000_000)
  // 16,000 results alone would be more than this.
  assert.isBelow(many - few, 6_000_000)
}, 180_000)
