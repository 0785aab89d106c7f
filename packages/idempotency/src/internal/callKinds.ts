import { isRecord } from "effect/Predicate"
import type { CallOptions } from "../CallOptions.js"
import * as OptionCheck from "../OptionCheck.js"

/** Policy and limits are decoded where they are used. */
export const callKinds: OptionCheck.Kinds<CallOptions> = {
  operation: OptionCheck.kind("the rules of an operation", isRecord),
  idempotencyKey: OptionCheck.kind("a string", (value) => typeof value === "string"),
  retry: OptionCheck.anything,
  timeout: OptionCheck.anything,
  deadline: OptionCheck.anything,
  tenant: OptionCheck.text
}

const isText = (value: unknown) => value === undefined || typeof value === "string"

/** True for options that need no closer look, which are those of nearly every call. */
export const isUsual = (options: CallOptions): boolean => {
  if (!isRecord(options)) return false
  for (const name in options) if (!Object.hasOwn(callKinds, name)) return false
  return isText(options.idempotencyKey) && isText(options.tenant)
    && (options.operation === undefined || isRecord(options.operation))
}
