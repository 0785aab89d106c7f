import { type ChildProcess, execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import type { Readable } from "node:stream"

/** Runs a program to its end and gives what it printed; a failure says what it said. */
export const output = (
  command: string,
  args: ReadonlyArray<string>,
  options: { readonly cwd: string; readonly env?: Record<string, string> }
): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, ...options.env }
    execFile(command, args, { cwd: options.cwd, env, timeout: 120_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`${error.message}\n${stdout}${stderr}`))
    })
  })

/** A server in a process of its own, and the first line that it writes to a pipe. It is stopped with the scope. */
export const server = async (
  command: string,
  args: ReadonlyArray<string>,
  pipe: 1 | 3 = 1
): Promise<AsyncDisposable & { readonly line: string }> => {
  const child: ChildProcess = spawn(command, args, { stdio: ["ignore", "pipe", "inherit", "pipe"] })
  const exited = once(child, "exit")
  const stream = child.stdio[pipe] as Readable // `pipe` was asked for on both of these
  const line = await Promise.race([
    once(createInterface({ input: stream }), "line").then(([line]) => String(line)),
    exited.then(() => Promise.reject(new Error(`${command} ended before it was ready`)))
  ])
  return {
    line,
    [Symbol.asyncDispose]: async () => {
      child.kill()
      await exited
    }
  }
}
