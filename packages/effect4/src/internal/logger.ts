import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as LogLevel from "effect/LogLevel"
import * as References from "effect/References"
import * as Cause3 from "effect3/Cause"
import * as Context3 from "effect3/Context"
import * as FiberRef3 from "effect3/FiberRef"
import * as FiberRefs3 from "effect3/FiberRefs"
import * as Logger3 from "effect3/Logger"
import * as LogLevel3 from "effect3/LogLevel"
import { Caller } from "./caller.js"
import { toCause } from "./exit.js"

const severities = {
  All: "Info",
  Fatal: "Fatal",
  Error: "Error",
  Warning: "Warn",
  Info: "Info",
  Debug: "Debug",
  Trace: "Trace",
  None: "Info"
} as const satisfies Record<LogLevel3.LogLevel["_tag"], LogLevel.Severity>

const levels = {
  All: LogLevel3.All,
  Fatal: LogLevel3.Fatal,
  Error: LogLevel3.Error,
  Warn: LogLevel3.Warning,
  Info: LogLevel3.Info,
  Debug: LogLevel3.Debug,
  Trace: LogLevel3.Trace,
  None: LogLevel3.None
} satisfies Record<LogLevel.LogLevel, LogLevel3.LogLevel>

/** The least level that the loggers of a context write down. */
export const minimumOf = (context: Context.Context<never>): LogLevel3.LogLevel =>
  levels[(context.mapUnsafe.get(References.MinimumLogLevel.key) as LogLevel.LogLevel | undefined) ?? "Info"]

/** Hands the lines of the engine to the loggers of its caller. */
export const logger: Logger3.Logger<unknown, void> = Logger3.make(({ cause, context, logLevel, message }) => {
  const caller = Context3.getOption(FiberRefs3.getOrDefault(context, FiberRef3.currentContext), Caller)
  if (caller._tag === "None") return
  const parts: ReadonlyArray<unknown> = Array.isArray(message) ? message : [message]
  const same = (value: unknown) => value
  const line = Effect.logWithLevel(severities[logLevel._tag])(
    ...parts,
    ...(Cause3.isEmpty(cause) ? [] : [toCause(cause, same, same)])
  )
  Effect.runForkWith(caller.value)(line)
})
