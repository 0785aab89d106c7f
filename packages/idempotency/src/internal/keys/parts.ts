import * as Sha256 from "../../Support/Sha256.js"

/** A value that identifies work. */
export type Part = string | number

/** Digest of parts whose order and type count. */
export const digestOfParts = (parts: ReadonlyArray<Part>): string => Sha256.hex(JSON.stringify(parts))

/** Names a value that is not a part. The value itself may be a secret. */
const named = (value: unknown): string => {
  if (value === undefined || value === null || Number.isNaN(value)) return String(value)
  if (value === "") return "an empty string"
  if (typeof value === "number") {
    return Number.isFinite(value) ? "a number with more digits than JavaScript keeps" : String(value)
  }
  return `of type ${typeof value}`
}

/** Different numbers beyond the safe integers are the same number in JavaScript. */
const isPart = (value: unknown): value is Part =>
  typeof value === "string"
    ? value !== ""
    : Number.isFinite(value) && Math.abs(Number(value)) <= Number.MAX_SAFE_INTEGER

/** The first value that identifies no work, so that different work would share its key. */
export const findWrongPart = (
  parts: ReadonlyArray<unknown>
): { readonly option: string; readonly problem: string } | undefined => {
  if (parts.length === 0) return { option: "parts", problem: "are missing: give what identifies the work" }
  const place = parts.findIndex((part) => !isPart(part))
  return place === -1 ? undefined : {
    option: `part ${place + 1}`,
    problem:
      `is ${named(parts[place])}, and different work would get the same key: give a string that is not empty, or `
      + "a number with at most 15 digits"
  }
}
