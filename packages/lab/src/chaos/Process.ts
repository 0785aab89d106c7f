/**
 * Processes that can be killed, stopped and started again.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"

/**
 * The process ended before it was ready, with the last lines it wrote to its error output.
 *
 * @since 0.1.0
 * @category errors
 */
export class NotStarted extends Data.TaggedError("NotStarted")<{ readonly command: string; readonly said: string }> {
  override get message(): string {
    return `${this.command} did not start: ${this.said}`
  }
}

/**
 * A program to run.
 *
 * @since 0.1.0
 * @category models
 */
export interface Program {
  readonly command: string
  readonly args: ReadonlyArray<string>
  /** Besides the environment of this process. */
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly onLine?: ((line: string) => void) | undefined
  /** Called with the end of its error output when it has ended. */
  readonly onEnd?: ((said: string) => void) | undefined
}

/**
 * A process that runs, or has run.
 *
 * @since 0.1.0
 * @category models
 */
export interface Running {
  /** To the process and to those it has started. */
  readonly signal: (signal: NodeJS.Signals) => void
  /** Its exit code once it has ended; none after a signal. */
  readonly ended: Effect.Effect<number | null>
  /** The end of what it wrote to its error output. */
  readonly said: () => string
}

/** Linux only; elsewhere the signal reaches the process alone. */
const childrenOf = (pid: number): ReadonlyArray<number> => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter((text) => text !== "").map(
      Number
    )
  } catch {
    return []
  }
}

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended meanwhile.
  }
}

/**
 * Starts a program. With the scope it is killed, stopped or not, and waited for.
 *
 * @since 0.1.0
 * @category constructors
 */
export const start = ({ args, command, env, onEnd, onLine }: Program): Effect.Effect<Running, never, Scope.Scope> =>
  Effect.gen(function*() {
    const exit = yield* Deferred.make<number | null>()
    const running = Effect.sync((): Running => {
      const child = spawn(command, [...args], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] })
      const lines: Array<string> = []
      createInterface({ input: child.stdout }).on("line", (line) => onLine?.(line))
      createInterface({ input: child.stderr }).on("line", (line) => {
        lines.push(line)
        if (lines.length > 40) lines.shift()
        onLine?.(line)
      })
      const end = (code: number | null) => {
        Deferred.unsafeDone(exit, Effect.succeed(code))
        onEnd?.(lines.join("\n"))
      }
      child.once("error", (error) => {
        lines.push(error.message)
        end(127)
      })
      child.once("close", end)
      return {
        signal: (signal) => {
          // A number that is free again may be another process by now.
          const { pid } = child
          if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return
          const children = childrenOf(pid)
          for (const each of [pid, ...children]) send(each, signal)
        },
        ended: Deferred.await(exit),
        said: () => lines.join("\n")
      }
    })
    return yield* Effect.acquireRelease(running, kill)
  })

/**
 * Ends it as a crash would, and waits until it is gone.
 *
 * @since 0.1.0
 * @category combinators
 */
export const kill = ({ ended, signal }: Running): Effect.Effect<void> =>
  Effect.zipRight(Effect.sync(() => signal("SIGKILL")), Effect.asVoid(ended))

/**
 * Starts a program, and is done when a line of it says that it is ready.
 *
 * @since 0.1.0
 * @category constructors
 */
export const startUntil = (
  program: Program,
  isReady: (line: string) => boolean
): Effect.Effect<Running, NotStarted, Scope.Scope> =>
  Effect.gen(function*() {
    const ready = yield* Deferred.make<void, NotStarted>()
    const running = yield* start({
      ...program,
      onLine: (line) => {
        if (isReady(line)) Deferred.unsafeDone(ready, Effect.void)
      },
      onEnd: (said) => Deferred.unsafeDone(ready, new NotStarted({ command: program.command, said }))
    })
    yield* Deferred.await(ready)
    return running
  })

/**
 * A server of its own process that outlives being killed: it comes back on the same port with what it had written down.
 *
 * @since 0.1.0
 * @category models
 */
export interface Server {
  readonly name: string
  readonly port: number
  readonly signal: (signal: NodeJS.Signals) => Effect.Effect<void>
  /** Kills it and starts it again. */
  readonly restart: Effect.Effect<void>
}

/**
 * A server, started. What it needs may be down when it starts, so that it is tried for a minute.
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeServer = (
  name: string,
  port: number,
  launch: Effect.Effect<Running, NotStarted, Scope.Scope>
): Effect.Effect<Server, never, Scope.Scope> =>
  Effect.gen(function*() {
    const scope = yield* Effect.scope
    const started = launch.pipe(
      Effect.retry({ times: 300, schedule: Schedule.spaced("200 millis") }),
      Effect.orDie,
      Effect.provideService(Scope.Scope, scope)
    )
    const current = yield* Ref.make(yield* started)
    return {
      name,
      port,
      signal: (signal) => Effect.map(Ref.get(current), (running) => running.signal(signal)),
      restart: Effect.gen(function*() {
        yield* kill(yield* Ref.get(current))
        yield* Ref.set(current, yield* started)
      })
    }
  })
