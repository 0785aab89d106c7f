import { Effect } from "effect"
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

const programs = fileURLToPath(new URL("../programs", import.meta.url))

/** A program in a process of its own, on the built packages. It is killed with the surrounding scope. */
export const start = (program: string, environment: Record<string, string>, cwd = programs) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const child = spawn(process.execPath, [`${programs}/${program}`], {
        cwd,
        env: { ...process.env, ...environment },
        stdio: ["ignore", "pipe", "pipe"]
      })
      const output: Array<Buffer> = []
      child.stdout.on("data", (chunk: Buffer) => output.push(chunk))
      child.stderr.on("data", (chunk: Buffer) => output.push(chunk))
      const ended = new Promise<
        { readonly code: number | null; readonly signal: string | null; readonly output: string }
      >(
        (resolve) =>
          child.on("close", (code, signal) => resolve({ code, signal, output: Buffer.concat(output).toString() }))
      )
      return { kill: Effect.sync(() => child.kill("SIGKILL")), ended: Effect.promise(() => ended) }
    }),
    ({ ended, kill }) => Effect.zipRight(kill, ended)
  )
