import { dirname } from "node:path"
import { fileURLToPath } from "node:url"

/** This package, whose own frames say nothing to its users. */
const own = dirname(dirname(fileURLToPath(import.meta.url)))

const isForeign = (frame: string): boolean =>
  !frame.includes(own) && !frame.includes("/node_modules/") && !frame.includes("\\node_modules\\")
  && !frame.includes("node:") && !/\/packages\/(sdk|idempotency|emulator|contract)\/(src|dist)\//.test(frame)

/** The frames of the current stack that belong to the user, the innermost first. */
export const callSite = (): ReadonlyArray<string> => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 40
  const { stack = "" } = new Error()
  Error.stackTraceLimit = stackTraceLimit
  return stack.split("\n").filter((line) => /^\s+at /.test(line) && isForeign(line))
}
