import { assert, beforeAll, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { createRequire } from "node:module"
import { join } from "node:path"
import { promisify } from "node:util"
import { isAbsent } from "../stores/postgres/server.js"
import { examples, postgres, type Program } from "./server.js"
import { killed, used } from "./suite.js"

const directory = join(examples, "next")
const bin = createRequire(join(examples, "tables.sql")).resolve("next/dist/bin/next")

const program: Program = { directory, args: (port) => [bin, "start", "--port", String(port)] }

describe.skipIf(isAbsent)("Next.js with pg", () => {
  beforeAll(async () => {
    await promisify(execFile)(process.execPath, [bin, "build"], {
      cwd: directory,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }
    })
  }, 600_000)

  it(
    "R1 a server killed between the effect and its answer leaves one order for the same key",
    async () => assert.strictEqual(await killed(program, postgres), 2),
    120_000
  )

  it(
    "R2 R3 R6 R7 serves two routes, a mounted router, a refreshed token, an unknown path, a preflight and a stream",
    async () => assert.strictEqual(await used(program, postgres), 3),
    120_000
  )
})
