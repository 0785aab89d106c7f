import { Fault, type FaultPlan } from "@qurl/emulator"
import { type Draw, make as makeDraw } from "@qurl/testing/Draw"
import { rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import * as Gateway from "../strangers/Gateway.js"
import { write } from "./input.js"
import { command, emulator, type Running } from "./processes.js"
import { type Verdict, verify } from "./verify.js"
import * as WireTap from "./wireTap.js"

const phases = ["before", "sent", "answered", "results"] as const
type Phase = typeof phases[number]

export interface CrashReport extends Verdict {
  readonly repeated: number
  readonly runs: number
  readonly kills: Readonly<Record<Phase, number>>
  readonly emulatorKills: number
  /** Runs that ended by themselves because a request had failed for good. */
  readonly stops: number
  readonly seconds: number
}

export interface CrashOptions {
  readonly bin: string
  readonly directory: string
  readonly rows: number
  readonly kills: number
  readonly seed: number
  /** Puts a gateway in front of the server that answers for it now and then. */
  readonly strangers?: boolean | undefined
  readonly log: (text: string) => void
}

/** Injects a fault into one request in ten. */
const faults = (seed: number): FaultPlan.FaultPlan => ({
  seed,
  rules: [
    { fault: Fault.destroyAfterCommit, operation: "batchCreate", probability: 0.03 },
    { fault: Fault.destroyBeforeHandler, operation: "batchCreate", probability: 0.02 },
    { fault: Fault.destroyMidBody, operation: "batchCreate", probability: 0.02 },
    { fault: Fault.status(503, { when: "after" }), operation: "batchCreate", probability: 0.005 },
    { fault: Fault.rateLimit({ retryAfter: { seconds: 0 } }), operation: "batchCreate", probability: 0.02 },
    { fault: Fault.noAnswer, operation: "batchCreate", probability: 0.003 }
  ]
})

const sizeOf = (file: string): number => {
  try {
    return statSync(file).size
  } catch {
    return 0
  }
}

/** Measurements of earlier runs, by which later kills are aimed. */
interface Seen {
  /** Milliseconds until the first request of a run. */
  firstRequest: number
  /** Bytes of the longest unfinished result file. */
  longestPart: number
}

interface Shot {
  readonly run: Running
  /** The phase to kill in; undefined lets the run end by itself. */
  readonly wanted: Phase | undefined
  /** The request or answer of this run that triggers the kill. */
  readonly after: number
  readonly proxy: WireTap.WireTap
  /** The result file while it is written. */
  readonly part: string
  readonly draw: Draw
  readonly seen: Seen
  /** Kills the command, and perhaps its server. */
  readonly kill: () => void
}

/** Lets the command run until it ends or is killed in the wanted phase. */
const shoot = async ({ after, draw, kill, part, proxy, run, seen, wanted }: Shot) => {
  const startedAt = performance.now()
  let aim = wanted
  let [requests, answers] = [0, 0]
  let killed: Phase | undefined
  const killIn = (phase: Phase) => {
    if (killed !== undefined || run.child.exitCode !== null) return
    killed = phase
    kill()
  }
  const cut = draw(2) === 0
  proxy.watch({
    request: () => {
      if (requests++ === 0) seen.firstRequest = performance.now() - startedAt
      // The first request came sooner than expected.
      if (aim === "before") aim = "sent"
      if (aim !== "sent" || requests !== after) return "pass"
      // The rest of a request that is passed on gets the time to arrive.
      if (cut) killIn("sent")
      else setTimeout(killIn, 5, "sent")
      return cut ? "cut" : "pass"
    },
    answer: () => {
      if (++answers === after && aim === "answered") killIn("answered")
    }
  })
  const mark = (wanted === "before" ? seen.firstRequest : seen.longestPart) * draw(1000) / 1000
  let watching = true
  const watch = async () => {
    while (watching) {
      const size = sizeOf(part)
      if (aim === "before" && requests === 0 && performance.now() - startedAt > mark) killIn("before")
      if (aim === "results" && size > 0 && size >= mark) killIn("results")
      if (killed === undefined) seen.longestPart = Math.max(seen.longestPart, size)
      await sleep(2)
    }
  }
  const watched = watch()
  const { code } = await run.ended
  watching = false
  await watched
  return { code, killed, requests }
}

/**
 * Kills the command again and again, each time in a chosen phase and half of the times together with the server, and
 * resumes it until it has finished.
 *
 * - `before`: no request of this run had begun, so nothing was on its way and the journal knew of nothing new;
 * - `sent`: a request was on its way, and was cut off or reached the server after its client had died;
 * - `answered`: the answer had just been handed over, and it is left to chance whether it was written down;
 * - `results`: the result file was being written.
 */
export const crash = async (
  { bin, directory, kills, log, rows, seed, strangers = false }: CrashOptions
): Promise<CrashReport> => {
  const draw = makeDraw(seed)
  const file = join(directory, "rows.csv")
  const results = join(directory, "rows.results.csv")
  const database = join(directory, "emulator.sqlite")
  const state = join(directory, "state")
  const repeated = await write(file, rows)
  const proxy = await WireTap.start()
  let server = await emulator(database, faults(seed))
  const portOf = (url: string) => Number(new URL(url).port)
  const gateway = strangers ? await Gateway.start(portOf(server.url)) : undefined
  const drawGateway = makeDraw(seed)
  gateway?.reset(() => drawGateway(25) === 0 ? Gateway.drawAction(drawGateway) : { kind: "pass" })
  const reach = (url: string) => {
    gateway?.target(portOf(url))
    proxy.target(gateway === undefined ? url : `http://127.0.0.1:${gateway.port}`)
  }
  reach(server.url)
  const done = { before: 0, sent: 0, answered: 0, results: 0 }
  const total = () => done.before + done.sent + done.answered + done.results
  const started = performance.now()
  const seen: Seen = { firstRequest: 500, longestPart: 0 }
  let [runs, emulatorKills, stops] = [0, 0, 0]
  const begin = ["batch", file, "--job", "prove", "--out", results]
  const options = ["--timeout", "3s", "--deadline", "30s", "--json"]

  for (;;) {
    runs++
    const wanted = total() >= kills
      ? undefined
      : phases.reduce((least, phase) => done[phase] < done[least] ? phase : least)
    const run = command(bin, state, proxy.url, [...(runs < 3 ? begin : ["jobs", "resume", "prove"]), ...options])
    const { code, killed, requests } = await shoot({
      run,
      wanted,
      // A run that is to be killed leaves enough rows for the others.
      after: 1 + draw(Math.max(1, Math.floor(rows / 100 / kills))),
      proxy,
      part: `${results}.part`,
      draw,
      seen,
      kill: () => {
        run.child.kill("SIGKILL")
        if (draw(2) === 0) {
          emulatorKills++
          server.child.kill("SIGKILL")
        }
      }
    })
    if (killed !== undefined) done[killed]++
    if (server.child.exitCode !== null || server.child.signalCode !== null || server.child.killed) {
      await server.ended
      server = await emulator(database, faults(seed + runs))
      reach(server.url)
    }
    log(`run ${runs}: ${killed === undefined ? `ended with ${code}` : `killed (${killed})`}, ${requests} requests`)
    if (killed !== undefined) continue
    if (code === 0) break
    stops++
    if (stops > 200) throw new Error(`the job makes no progress: ${run.stderr()}`)
  }

  server.child.kill("SIGTERM")
  await server.ended
  proxy.close()
  await gateway?.close()
  const verdict = await verify(database, results, rows)
  const seconds = (performance.now() - started) / 1000
  if (verdict.problems.length === 0) rmSync(directory, { recursive: true, force: true })
  return { ...verdict, repeated, runs, kills: done, emulatorKills, stops, seconds }
}
