import { parseArgs } from "node:util"

/** Options of a command that are whole numbers: what was given, and for the rest what is usual. */
export const numbers = <const Names extends Readonly<Record<string, number>>>(
  usual: Names
): { readonly [Name in keyof Names]: number } => {
  const { values } = parseArgs({
    options: Object.fromEntries(Object.keys(usual).map((name) => [name, { type: "string" as const }]))
  })
  const read = Object.entries(usual).map(([name, value]): [string, number] => {
    const given = values[name]
    if (given === undefined) return [name, value]
    const number = Number(given)
    if (Number.isSafeInteger(number) && number >= 0) return [name, number]
    throw new RangeError(`--${name} wants a whole number`)
  })
  // Every name of `usual` is in `read`, with a number.
  return Object.fromEntries(read) as { readonly [Name in keyof Names]: number }
}
