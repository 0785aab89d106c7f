import { Effect } from "effect"
import { type ChildProcess, spawn } from "node:child_process"

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Options {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly stdin?: string
  /** Receives the output so far whenever the command writes. Makes it a process, which signals reach. */
  readonly watch?: (child: ChildProcess, stdout: string, stderr: string) => void
}

/** Runs a program without the environment of this process. */
export const start = (program: string, args: ReadonlyArray<string>, { cwd, env = {}, stdin, watch }: Options) =>
  Effect.async<Ended>((resume) => {
    const child = spawn(program, args, {
      cwd,
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["pipe", "pipe", "pipe"]
    })
    let [stdout, stderr] = ["", ""]
    child.stdout.on("data", (bytes: Buffer) => {
      stdout += bytes.toString()
      watch?.(child, stdout, stderr)
    })
    child.stderr.on("data", (bytes: Buffer) => {
      stderr += bytes.toString()
      watch?.(child, stdout, stderr)
    })
    child.once("close", (code) => resume(Effect.succeed({ code, stdout, stderr })))
    child.stdin.on("error", () => {})
    child.stdin.end(stdin ?? "")
    return Effect.sync(() => child.kill("SIGKILL"))
  })
