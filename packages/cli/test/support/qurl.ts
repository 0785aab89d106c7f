import { Emulator, FaultPlan, TestKey } from "@qurl/emulator"
import { Effect } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { inProcess } from "./inProcess.js"
import { type Ended, type Options, start } from "./process.js"

export type { Ended, Options }

/** The command as it is published: the one file. */
export const bin = fileURLToPath(new URL("../../bundle/qurl.js", import.meta.url))

/** Runs the published command as a process, without the environment of this one. */
export const runProcess = (args: ReadonlyArray<string>, options: Options = {}) =>
  start(process.execPath, [bin, ...args], options)

/** Runs the command from its sources without the environment of this process, and within it: a start takes a while. */
export const run = (args: ReadonlyArray<string>, options: Options = {}): Effect.Effect<Ended> =>
  options.watch === undefined ? inProcess(args, options) : runProcess(args, options)

/** Runs a script of bash, in which `qurl` is the command. */
export const script = (text: string, options: Options = {}) =>
  start("bash", ["--norc", "-c", `qurl() { "$NODE" "$BIN" "$@"; }\n${text}`], {
    ...options,
    env: { NODE: process.execPath, BIN: bin, ...options.env }
  })

/** Runs the command on a terminal of this many columns, as `script` of Linux makes one. */
export const onTerminal = (columns: number, line: string, options: Options = {}) =>
  start("script", ["-qec", `stty cols ${columns} rows 40; "$NODE" "$BIN" ${line}`, "/dev/null"], {
    ...options,
    env: { NODE: process.execPath, BIN: bin, TERM: "xterm", SHELL: "/bin/sh", ...options.env }
  })

/** Settings of the command for the emulator of the environment. */
export const settings = Effect.map(Emulator, ({ url }) => ({ QURL_API_URL: url, QURL_API_KEY: TestKey.full }))

/** Runs the command against the emulator of the environment. */
export const qurl = (args: ReadonlyArray<string>, options: Options = {}) =>
  Effect.flatMap(settings, (set) => run(args, { ...options, env: { ...set, ...options.env } }))

/** Runs the published command as a process against the emulator of the environment. */
export const qurlProcess = (args: ReadonlyArray<string>, options: Options = {}) =>
  Effect.flatMap(settings, (set) => runProcess(args, { ...options, env: { ...set, ...options.env } }))

/** Sends a signal once, when standard error contains the text: a second one would end the command at once. */
export const killWhen = (said: string, signal: NodeJS.Signals): NonNullable<Options["watch"]> => {
  let sent = false
  return (child, _, stderr) => {
    if (sent || !stderr.includes(said)) return
    sent = true
    child.kill(signal)
  }
}

export const emulated = (...rules: ReadonlyArray<FaultPlan.Rule>) => <A, E, R>(program: Effect.Effect<A, E, R>) =>
  Effect.provide(program, Emulator.layerServer({ faults: FaultPlan.of(...rules) }))

export const tokens = Effect.flatMap(
  Emulator,
  ({ control }) => Effect.map(control.inventory, (inventory) => inventory.tokens)
)

export const requests = Effect.flatMap(Emulator, ({ control }) => control.requests)

/** A directory that goes with the scope. */
export const directory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "qurl-cli-"))),
  (directory) => Effect.sync(() => rmSync(directory, { recursive: true, force: true }))
)

/** Processes start slowly on a busy machine; no test here waits for the time to pass. */
export const patience = 120_000
