import { parseArgs, type ParseArgsConfig } from "node:util"

/** The line that started the program is wrong: it says why, and ends. */
const refuse = (problem: string): never => {
  process.stderr.write(`${problem}\n`)
  process.exit(2)
}

/** Parses the options of the command line. */
export const read = <const Options extends NonNullable<ParseArgsConfig["options"]>>(
  options: Options
): ReturnType<typeof parseArgs<{ options: Options }>>["values"] => {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    const names = Object.keys(options).map((name) => `--${name}`)
    return refuse(`${error instanceof Error ? error.message : String(error)}\nThe options are ${names.join(", ")}.`)
  }
}

/** The whole number that an option was given. */
export const whole = (name: string, given: string): number => {
  const number = Number(given)
  return given !== "" && Number.isSafeInteger(number) && number >= 0
    ? number
    : refuse(`--${name} wants a whole number, not ${JSON.stringify(given)}.`)
}

/** Options that are whole numbers: what was given, and for the rest what is usual. */
export const numbers = <const Names extends Readonly<Record<string, number>>>(
  usual: Names
): { readonly [Name in keyof Names]: number } => {
  const values = read(Object.fromEntries(Object.keys(usual).map((name) => [name, { type: "string" as const }])))
  const numbers = Object.entries(usual).map(([name, value]): [string, number] => {
    const given = values[name]
    return [name, given === undefined ? value : whole(name, given)]
  })
  // Every name of `usual` is in `numbers`, with a number.
  return Object.fromEntries(numbers) as { readonly [Name in keyof Names]: number }
}
