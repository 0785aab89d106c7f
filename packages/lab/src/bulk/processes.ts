import { TestKey } from "@qurl/emulator"
import { type ChildProcess, spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { createInterface } from "node:readline"

const emulatorBin = createRequire(import.meta.url).resolve("@qurl/emulator/bin")

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A process, and how it has ended. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  readonly stderr: () => string
  readonly stdout: () => string
}

const run = (file: string, args: ReadonlyArray<string>, env: NodeJS.ProcessEnv): Running => {
  const child = spawn(process.execPath, [file, ...args], { env, stdio: ["ignore", "pipe", "pipe"] })
  const texts = { out: "", err: "" }
  child.stdout.on("data", (bytes: Buffer) => {
    texts.out += bytes.toString()
  })
  child.stderr.on("data", (bytes: Buffer) => {
    texts.err += bytes.toString()
  })
  const ended = new Promise<Ended>((resolve) => child.once("close", (code, signal) => resolve({ code, signal })))
  return { child, ended, stderr: () => texts.err, stdout: () => texts.out }
}

export interface Server extends Running {
  readonly url: string
}

/** An emulator over a file, ready when this is. */
export const emulator = async (database: string, faults: unknown): Promise<Server> => {
  const args = ["--port", "0", "--json", "--db", database, "--faults", JSON.stringify(faults)]
  const child = spawn(process.execPath, [emulatorBin, ...args], { stdio: ["ignore", "pipe", "inherit"] })
  const ended = new Promise<Ended>((resolve) => child.once("close", (code, signal) => resolve({ code, signal })))
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve)
    child.once("close", () => reject(new Error("the emulator did not start: build the project first")))
  })
  const ready: unknown = JSON.parse(line)
  const url = typeof ready === "object" && ready !== null && "url" in ready ? String(ready.url) : ""
  return { child, ended, url, stderr: () => "", stdout: () => "" }
}

/** The command, on its own state directory. */
export const command = (bin: string, state: string, url: string, args: ReadonlyArray<string>): Running =>
  run(bin, args, {
    PATH: process.env["PATH"],
    HOME: state,
    QURL_STATE_DIR: state,
    QURL_API_URL: url,
    QURL_API_KEY: TestKey.full
  })

/** The most memory a process has held so far, in MiB. Linux only. */
export const peakOf = ({ child }: Running): number => {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? []
    return kilobytes === undefined ? 0 : Number(kilobytes) / 1024
  } catch {
    return 0
  }
}
