import { KeyError } from "../../CallError.js"
import type { WrongOption } from "../../Support/OptionCheck.js"
import type { Service } from "./keyRequest.js"

/** A generator that was made with a wrong option. A layer cannot fail for it, so every call does. */
export const refusing = (constructor: string, { option, problem }: WrongOption): Service => ({
  next: ({ operation }) =>
    new KeyError({
      reason: "generator",
      operation,
      problem: `cannot be made by ${constructor}: ${option} ${problem}`
    })
})
