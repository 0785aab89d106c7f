#!/usr/bin/env node
import * as Command from "@effect/cli/Command"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { readFileSync } from "node:fs"
import { command } from "./Command.js"

/** Standard output belongs to what the command has to say. */
const layerLog = Logger.replace(Logger.defaultLogger, Logger.withConsoleError(Logger.logfmtLogger))

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))

const run = Command.run(command, { name: "qURL emulator", version })

// Wrong flags are told by the command line library itself.
run(process.argv).pipe(
  Effect.tapErrorTag("FaultPlanError", ({ message }) => Console.error(message)),
  Effect.tapErrorTag(
    "ServeError",
    ({ cause }) => Console.error(`The emulator cannot listen there; --port names another port. ${String(cause)}`)
  ),
  Effect.tapDefect((cause) => Console.error(Cause.pretty(cause))),
  Effect.provide(Layer.merge(NodeContext.layer, layerLog)),
  NodeRuntime.runMain({ disableErrorReporting: true, disablePrettyLogger: true })
)
