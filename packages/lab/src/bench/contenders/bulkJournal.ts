import { Qurl } from "@qurl/sdk"
import * as Sqlite from "@qurl/sdk/Journal/Sqlite"
import * as Stream from "effect/Stream"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { makeOn } from "./bulk.js"

const directory = mkdtempSync(join(tmpdir(), "qurl-bench-"))
process.on("exit", () => rmSync(directory, { recursive: true, force: true }))

let jobs = 0

/** Every turn is a job of its own. */
export const make = makeOn(
  Sqlite.layer({ filename: join(directory, "bulk.journal") }),
  (rows, concurrency) => Stream.runDrain(Qurl.batchCreateAll(rows, { job: `job-${++jobs}`, concurrency }))
)
