import { isRecord } from "effect/Predicate"
import type { CallOptions } from "../../CallOptions.js"
import * as OptionCheck from "../../Support/OptionCheck.js"

/** Policy and limits are decoded where they are used. */
export const callKinds: OptionCheck.Kinds<CallOptions> = {
  operation: OptionCheck.kind("the rules of an operation", isRecord),
  idempotencyKey: OptionCheck.kind("a string", (value) => typeof value === "string"),
  retry: OptionCheck.anything,
  timeout: OptionCheck.anything,
  deadline: OptionCheck.anything,
  tenant: OptionCheck.text
}
