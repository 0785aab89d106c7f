/** Questions to a process of the benchmark's own, one at a time. */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { fork } from "node:child_process"
import { fileURLToPath } from "node:url"

/** A process that answers. */
export interface Peer<Question, Answer> {
  readonly ask: (question: Question) => Effect.Effect<Answer>
}

export const modulePath = (name: string): string => fileURLToPath(new URL(`./${name}.js`, import.meta.url))

/** Starts a module of this folder, which says "ready" first. It ends with the scope. */
export const start = <Question extends object, Answer>(
  module: string,
  args: ReadonlyArray<string>,
  execArgv: ReadonlyArray<string> = []
): Effect.Effect<Peer<Question, Answer>, never, Scope.Scope> =>
  Effect.gen(function*() {
    const child = yield* Effect.acquireRelease(
      Effect.sync(() => fork(modulePath(module), args, { execArgv: [...execArgv] })),
      (child) =>
        Effect.async<void>((resume) => {
          if (child.exitCode !== null || !child.connected) return resume(Effect.void)
          child.once("exit", () => resume(Effect.void))
          child.disconnect()
        })
    )
    const answer = Effect.async<Answer>((resume) => {
      const exited = (code: number | null) =>
        resume(Effect.dieMessage(`${module} ${args.join(" ")} ended with ${code}`))
      child.once("exit", exited)
      child.once("message", (message) => {
        child.off("exit", exited)
        // Both ends of the channel are compiled together: see `answer` below.
        resume(Effect.succeed(message as Answer))
      })
    })
    yield* answer
    return {
      ask: (question) => Effect.zipRight(Effect.sync(() => child.send(question)), answer)
    }
  })

/** Answers questions on the other end: says "ready", answers each in its turn, and ends when the parent disconnects. */
export const answer = <Question, Answer>(reply: (question: Question) => Promise<Answer>): void => {
  process.on("message", (question) => {
    // The channel carries what `ask` takes.
    void reply(question as Question).then((answer) => process.send?.(answer))
  })
  process.on("disconnect", () => process.exit(0))
  process.send?.("ready")
}
