/**
 * The emulator as a process of its own, or as the command of another one.
 *
 * @since 0.1.0
 */
import * as Command from "@effect/cli/Command"
import * as ValidationError from "@effect/cli/ValidationError"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { readFileSync } from "node:fs"
import { stripVTControlCharacters } from "node:util"
import { command } from "./Command.js"

/** Standard output belongs to what the command has to say. */
const layerLog = Logger.replace(Logger.defaultLogger, Logger.withConsoleError(Logger.logfmtLogger))

const plain = (stream: NodeJS.WriteStream): boolean => stream.isTTY !== true || (process.env["NO_COLOR"] ?? "") !== ""

const to = (stream: NodeJS.WriteStream) => (...texts: ReadonlyArray<unknown>) => {
  const text = texts.map(String).join(" ")
  stream.write(`${plain(stream) ? stripVTControlCharacters(text) : text}\n`)
}

/** The command line library paints its help into pipes and files, too. */
const layerConsole = Layer.unwrapEffect(
  Effect.map(Console.consoleWith(Effect.succeed), (console) =>
    Console.setConsole({
      ...console,
      unsafe: { ...console.unsafe, log: to(process.stdout), error: to(process.stderr) },
      log: (...texts) => Effect.sync(() => to(process.stdout)(...texts)),
      error: (...texts) => Effect.sync(() => to(process.stderr)(...texts))
    }))
)

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))

const run = Command.run(command, { name: "qURL emulator", version })

/**
 * Runs the command with these words after its name, and gives the exit code: 2 for a command line that is wrong.
 *
 * @since 0.1.0
 * @category constructors
 */
export const start = (words: ReadonlyArray<string>, signal: AbortSignal): Promise<number> =>
  run(["node", "qurl-emulator", ...words]).pipe(
    Effect.as(0),
    Effect.catchIf(ValidationError.isValidationError, () => Effect.succeed(2)),
    Effect.catchTags({
      FaultPlanError: ({ message }) => Effect.as(Console.error(message), 1),
      GuessError: ({ message }) => Effect.as(Console.error(message), 2),
      OptionError: ({ message }) => Effect.as(Console.error(message), 2),
      ServeError: ({ cause }) =>
        Effect.as(
          Console.error(`The emulator cannot listen there; --port names another port. ${String(cause)}`),
          1
        )
    }),
    Effect.tapDefect((cause) => Console.error(Cause.pretty(cause))),
    Effect.provide(Layer.mergeAll(NodeContext.layer, layerLog, layerConsole)),
    (effect) => Effect.runPromiseExit(effect, { signal }),
    (exit) =>
      exit.then(Exit.match({ onSuccess: (code) => code, onFailure: (cause) => Cause.isInterruptedOnly(cause) ? 0 : 1 }))
  )
