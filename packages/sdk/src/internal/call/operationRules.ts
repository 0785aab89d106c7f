import type { Rules } from "@qurl/idempotency"
import type { ValidatedOptions } from "../checks/validatedOptions.js"
import type { Compiled } from "./compiled.js"

/**
 * Rules of an operation under this configuration. Without a key nothing may be repeated: the server could not tell the
 * repetition from another call.
 */
export const rulesUnder = <Success>(config: ValidatedOptions, { operation, rules }: Compiled<Success>): Rules => {
  const isHeld = config.unkeyedOperations.some((name) => name === operation.name)
    || (config.keys === "documented" && operation.documentsKey !== true)
  return rules.idempotency === "keyed" && isHeld ? { ...rules, idempotency: "none" } : rules
}
