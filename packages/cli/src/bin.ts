import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { run } from "./argv/dispatch.js"
import { exitCodes } from "./exitCodes.js"
import { root } from "./root.js"
import * as Stdio from "./terminal/stdio.js"

Stdio.listen()

const fiber = Effect.runFork(Effect.provide(run(root, process.argv.slice(2)), NodeContext.layer))

let signalled: number | undefined
const onSignal = (code: number) => () => {
  // Whoever asks twice does not want to wait.
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
      if (!Cause.isInterruptedOnly(cause)) process.stderr.write(`This is a mistake in qurl:\n${Cause.pretty(cause)}\n`)
      return exitCodes.general
    }
  })
  // Connections that are kept open would keep the process; what was written has been taken by then.
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)))
})
