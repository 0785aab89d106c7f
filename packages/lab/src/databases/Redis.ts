import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { directory, freePort } from "./place.js"

export const isInstalled = ((): boolean => {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "pipe" })
    return true
  } catch {
    return false
  }
})()

export interface Running {
  readonly port: number
  /** Ends it as a crash would. */
  readonly kill: Effect.Effect<void>
  /** Starts it again, on the same port and in the same directory. */
  readonly start: Effect.Effect<void>
}

/** A server on a free port and in a directory of its own. It takes no snapshots; what else it does the settings say. */
export const make = (...settings: ReadonlyArray<string>): Effect.Effect<Running, never, Scope.Scope> =>
  Effect.gen(function*() {
    const home = yield* directory("redis-")
    const port = yield* freePort
    const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", home, "--save", "", ...settings]
    let running: ChildProcess | undefined
    const start = Effect.promise(async () => {
      const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] })
      running = child
      for await (const line of child.stdout) {
        if (String(line).includes("Ready to accept connections")) break
      }
      child.stdout.resume()
    })
    const kill = Effect.promise(async () => {
      if (running === undefined || running.exitCode !== null || running.signalCode !== null) return
      const exit = once(running, "exit")
      running.kill("SIGKILL")
      await exit
    })
    yield* Effect.acquireRelease(start, () => kill)
    return { port, kill, start }
  })
