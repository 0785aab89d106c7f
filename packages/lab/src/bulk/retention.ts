import { Fault, FaultPlan } from "@qurl/emulator"
import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { write } from "./input.js"
import { command, emulator } from "./processes.js"
import { type Verdict, verify } from "./verify.js"

export interface Refused {
  /** How the run ended that came too late, and what it said. */
  readonly code: number | null
  readonly said: string
  /** Outcome after an operator has checked and said that the rows do not exist. */
  readonly after: Verdict
}

/** Requests that the server has seen. A connection that ends while it is asked counts as none. */
const countRequests = async (url: string): Promise<number> => {
  try {
    const { requests } = await (await fetch(`${url}/_emulator/requests`)).json() as {
      readonly requests: ReadonlyArray<unknown>
    }
    return requests.length
  } catch {
    return 0
  }
}

/**
 * Loses a request before the server has seen it, kills the command, and resumes it only after the time for which the
 * server is said to keep answers.
 */
export const retention = async (bin: string, directory: string): Promise<Refused> => {
  mkdirSync(directory, { recursive: true })
  const rows = 300
  const file = join(directory, "rows.csv")
  const results = join(directory, "rows.results.csv")
  const database = join(directory, "emulator.sqlite")
  const state = join(directory, "state")
  await write(file, rows)
  const plan = FaultPlan.of({ fault: Fault.noAnswerBefore, operation: "batchCreate", nth: 2 })
  const server = await emulator(database, plan)
  const run = (args: ReadonlyArray<string>) => command(bin, state, server.url, args)

  const first = run(["batch", file, "--job", "late", "--out", results, "--concurrency", "1", "--json"])
  const waiting = async (): Promise<void> => {
    if (await countRequests(server.url) >= 2) return
    await sleep(20)
    return waiting()
  }
  await waiting()
  first.child.kill("SIGKILL")
  await first.ended
  await sleep(1500)
  const late = run(["jobs", "resume", "late", "--retention", "1s", "--json"])
  const { code } = await late.ended
  await run(["jobs", "reconcile", "late", "--send-again"]).ended
  // The job remembers its retention, which a busy machine exceeds between two attempts.
  const last = run(["jobs", "resume", "late", "--retention", "24h", "--json"])
  const end = await last.ended
  server.child.kill("SIGTERM")
  await server.ended
  if (end.code !== 0) throw new Error(`the job did not finish: ${last.stderr()}`)
  const after = await verify(database, results, rows)
  rmSync(directory, { recursive: true, force: true })
  return { code, said: late.stderr().trim(), after }
}
