import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import type { Group } from "./argv/command.js"
import { run } from "./argv/dispatch.js"
import { exitCodes } from "./exitCodes.js"
import * as Stdio from "./terminal/stdio.js"

/** Parts of the platform that commands use. The whole of it takes longer to load. */
const platform = Layer.merge(NodeFileSystem.layer, NodePath.layer)

/** Runs a command line of the command `root`, and ends the process with its exit code. */
export const main = (words: ReadonlyArray<string>, root: Group): void => {
  Stdio.listen()
  const fiber = Effect.runFork(Effect.provide(run(root, words), platform))
  let signalled: number | undefined
  const onSignal = (code: number) => () => {
    // A second signal ends the process without waiting for the first.
    if (signalled !== undefined) process.exit(code)
    signalled = code
    Effect.runFork(Fiber.interruptFork(fiber))
  }
  process.on("SIGINT", onSignal(exitCodes.interrupted))
  process.on("SIGTERM", onSignal(exitCodes.terminated))

  fiber.addObserver((exit) => {
    const code = signalled ?? Exit.match(exit, {
      onSuccess: (code) => code,
      onFailure: (cause) => {
        if (!Cause.isInterruptedOnly(cause)) process.stderr.write(`This is a bug in qurl:\n${Cause.pretty(cause)}\n`)
        return exitCodes.general
      }
    })
    // Open connections would keep the process alive. By then everything that was written has been taken.
    process.stdout.write("", () => process.stderr.write("", () => process.exit(code)))
  })
}
