/**
 * Bulk work that is killed again and again: `npm run bulk:prove`.
 *
 * @since 0.1.0
 */
import { mkdtempSync, writeFileSync } from "node:fs"
import { cpus, tmpdir } from "node:os"
import { join } from "node:path"
import * as Options from "../kit/options.js"
import { crash } from "./crash.js"
import * as Measure from "./measure.js"
import { resultsPage } from "./resultsPage.js"
import { retention } from "./retention.js"

const values = Options.read({
  bin: { type: "string" },
  rows: { type: "string", default: "10000" },
  kills: { type: "string", default: "20" },
  seed: { type: "string", default: "1" },
  // A gateway in front of the server answers for it, one request in 25.
  strangers: { type: "boolean", default: false },
  out: { type: "string" },
  // How memory and speed depend on the size. The largest up to 10,000 is compared with a plain loop.
  sizes: { type: "string", default: "1000,10000" }
})

const { bin } = values
if (bin === undefined) throw new Error("--bin names the command to be proved")
const log = (text: string) => process.stderr.write(`${text}\n`)
const directory = mkdtempSync(join(tmpdir(), "qurl-bulk-"))
const rows = Options.whole("rows", values.rows)
const kills = Options.whole("kills", values.kills)
const seed = Options.whole("seed", values.seed)

log(`The files are in ${directory}`)
const sizes = values.sizes.split(",").map((size) => Options.whole("sizes", size))
const measured: Array<Measure.Measured> = []
for (const size of sizes) {
  log(`${size} rows without faults`)
  measured.push(await Measure.batch(bin, join(directory, `size-${size}`), size))
}
const loop = await Measure.loop(join(directory, "loop"), Math.max(...sizes.filter((size) => size <= 10_000)))
log("beyond the retention")
const refused = await retention(bin, join(directory, "late"))
log(`${rows} rows with ${kills} kills`)
const crashed = await crash({ bin, directory, rows, kills, seed, strangers: values.strangers, log })
const options = `--rows ${rows} --kills ${kills} --seed ${seed} --sizes ${values.sizes}${
  values.strangers ? " --strangers" : ""
}`
const text = resultsPage({ options, crashed, measured, loop, refused, node: process.version, cores: cpus().length })
if (values.out !== undefined) writeFileSync(values.out, text)
process.stdout.write(text)
const killed = Object.values(crashed.kills).reduce((sum, each) => sum + each, 0)
if (killed < kills) {
  log(`The job had finished after ${killed} of ${kills} kills: ask for fewer, or for more rows.`)
  process.exitCode = 1
}
if (crashed.problems.length + refused.after.problems.length > 0 || refused.code !== 7) process.exitCode = 1
