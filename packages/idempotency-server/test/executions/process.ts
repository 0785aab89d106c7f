import { Effect, type Option } from "effect"
import { spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

const program = fileURLToPath(new URL("server.mjs", import.meta.url))

export const points = [
  "before claim",
  "after claim",
  "mid-handler",
  "after effect",
  "after complete",
  "mid-send"
] as const

export interface Options {
  readonly store: "postgres" | "sqlite"
  readonly filename?: string
  readonly port?: number
  readonly database?: string
  readonly pauseAt?: typeof points[number]
  /** In milliseconds. Default: 1 s. */
  readonly lease?: number
  /** Time for which a duplicate waits, in milliseconds. @default 0 */
  readonly maxWait?: number
}

export interface Answer {
  readonly status: number
  readonly text: string
  readonly replayed: boolean
}

/** A server in a process of its own, which is killed with the scope. */
export const start = (options: Options) => startProgram(program, options)

/** The same for another program, which gets its options as JSON. */
export const startProgram = (program: string, options: object) =>
  Effect.gen(function*() {
    const child = yield* Effect.acquireRelease(
      Effect.sync(() =>
        spawn(process.execPath, [program, JSON.stringify(options)], { stdio: ["pipe", "pipe", "inherit"] })
      ),
      (child) =>
        Effect.async<void>((resume) => {
          if (child.exitCode !== null || child.signalCode !== null) return resume(Effect.void)
          child.once("exit", () => resume(Effect.void))
          child.kill("SIGKILL")
        })
    )
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    const next = Effect.promise(() => lines.next()).pipe(
      Effect.map(({ value }) => JSON.parse(String(value)) as { readonly url?: string; readonly at?: string })
    )
    const { url = "" } = yield* next
    return {
      /** Sends a POST. None if the answer did not arrive whole. */
      post: (key: string, body = "f"): Effect.Effect<Option.Option<Answer>> =>
        Effect.promise(async () => {
          const response = await fetch(url, {
            method: "POST",
            headers: { "idempotency-key": key },
            body
          })
          return {
            status: response.status,
            text: await response.text(),
            replayed: response.headers.get("idempotency-replayed") === "true"
          }
        }).pipe(Effect.sandbox, Effect.option),
      /** Ends when the server has come to where it pauses. */
      paused: Effect.asVoid(next),
      /** The point that the server has come to. */
      line: Effect.map(next, ({ at }) => at),
      resume: Effect.sync(() => child.stdin.write("go\n")),
      signal: (signal: NodeJS.Signals) =>
        Effect.async<void>((resume) => {
          if (signal === "SIGKILL") child.once("exit", () => resume(Effect.void))
          child.kill(signal)
          if (signal !== "SIGKILL") resume(Effect.void)
        })
    }
  })
