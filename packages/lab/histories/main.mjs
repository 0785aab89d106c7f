// Puts every store through seeded histories of several clients, half of them with a crash, and asks for each whether some
// order of its operations explains the answers: `npm run histories`, or `npm run histories -- --count 1 --seed 4711` for
// one that was printed. A store may be named: `npm run histories -- Sqlite`.
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { count: { type: "string", default: "10000" }, seed: { type: "string", default: "1" } }
})
const { status } = spawnSync(
  process.execPath,
  [
    join(root, "node_modules", "vitest", "vitest.mjs"),
    "run",
    "--project",
    "idempotency-server",
    "--no-file-parallelism",
    ...(positionals.length === 0
      ? ["test/stores/histories"]
      : positionals.map((name) => `test/stores/histories/${name}`))
  ],
  { cwd: root, stdio: "inherit", env: { ...process.env, HISTORIES: values.count, HISTORY_SEED: values.seed } }
)
process.exit(status ?? 1)
