import type { Extra } from "./schema.js"
import type { Arguments } from "./tool.js"

export const resourceId: Extra = { description: "The resource_id or the CRID of a resource." }

export const qurlId: Extra = { description: "The qurl_id of a link." }

export const requestId: Extra = {
  description: "Your name for this request. A repeated call with the same arguments creates nothing new; give another "
    + "request_id to create the same once more.",
  optional: true
}

/** Sentence for the descriptions of writes. */
export const once = "Repeating the call with the same arguments returns the first result and changes nothing."

/** A text argument, empty if it was not given. */
export const text = (args: Arguments, name: string): string => {
  const value = args[name]
  return typeof value === "string" ? value : ""
}

/** Arguments that are the input of an operation: all but these. */
export const rest = (args: Arguments, ...names: ReadonlyArray<string>): Arguments =>
  Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)))

/** True if one of the arguments is given. */
export const has = (args: Arguments, ...names: ReadonlyArray<string>): boolean =>
  names.some((name) => args[name] !== undefined)
