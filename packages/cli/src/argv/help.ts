import { meanings } from "../exitCodes.js"
import { globalFlags } from "../terminal/session.js"
import { type Style, style } from "../terminal/style.js"
import { type Command, type Group, isGroup } from "./command.js"
import type { Flag } from "./flag.js"

const width = 100

/** Breaks a text between words; further lines stand under the first. */
const wrap = (text: string, indent: number): string => {
  const lines: Array<string> = []
  let line = ""
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line = line === "" ? word : `${line} ${word}`
    }
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`)
}

const pairs = (entries: ReadonlyArray<readonly [string, string]>): ReadonlyArray<string> => {
  const left = Math.min(30, Math.max(...entries.map(([name]) => name.length)))
  return entries.map(([name, text]) =>
    name.length > left
      ? `  ${name}\n${" ".repeat(left + 4)}${wrap(text, left + 4)}`
      : `  ${name.padEnd(left)}  ${wrap(text, left + 4)}`
  )
}

const section = (title: string, lines: ReadonlyArray<string>, { bold }: Style): ReadonlyArray<string> =>
  lines.length === 0 ? [] : [`\n${bold(`${title}:`)}`, ...lines]

const flagLine = ({ alias, description, name, value }: Flag<unknown>): readonly [string, string] => [
  `${alias === undefined ? "" : `-${alias}, `}--${name}${value === undefined ? "" : ` ${value}`}`,
  description
]

const flagsOf = (flags: ReadonlyArray<Flag<unknown>>) => flags.length === 0 ? [] : pairs(flags.map(flagLine))

const globals = Object.values(globalFlags)

export const ofCommand = (path: ReadonlyArray<string>, command: Command, colours: boolean): string => {
  const marks = style(colours)
  const own = command.flags.filter((flag) => !globals.some(({ name }) => name === flag.name))
  const words = command.arguments.map(({ name, presence }) => presence === "required" ? name : `[${name}]`)
  return [
    command.summary,
    `\n${marks.bold("Usage:")} ${["qurl", ...path, ...words].join(" ")} [flags]`,
    ...command.details.map((text) => `\n${wrap(text, 0)}`),
    ...section(
      "Arguments",
      command.arguments.length === 0 ? [] : pairs(command.arguments.map((each) => [each.name, each.description])),
      marks
    ),
    ...section("Flags", flagsOf(own), marks),
    ...section("Flags of every command", flagsOf(globals), marks),
    ...section(
      "Examples",
      command.examples.flatMap(({ line, what }) => [`  ${marks.dim(`# ${what}`)}`, `  ${line}`]),
      marks
    )
  ].join("\n") + "\n"
}

const overview = (children: ReadonlyArray<Command | Group>) =>
  pairs(children.map(({ name, summary }) => [name, summary]))

const environment: ReadonlyArray<readonly [string, string]> = [
  ["QURL_API_KEY", "API key, or a JWT. No flag takes it, since other users can read command lines."],
  ["QURL_API_KEY_FILE", "File with the key, which only its owner can read."],
  ["QURL_API_URL", "Address of the API (also QURL_ENDPOINT)."],
  ["QURL_OUTPUT", "text or json."],
  ["QURL_COLOR, NO_COLOR", "auto, always or never; NO_COLOR turns colours off."],
  ["QURL_STATE_DIR", "Directory of the records of batches. Default: ~/.local/state/qurl."]
]

export const ofGroup = (path: ReadonlyArray<string>, group: Group, colours: boolean): string => {
  const marks = style(colours)
  const isRoot = path.length === 0
  const first = group.children.flatMap((child) => isGroup(child) ? [] : child.examples.slice(0, 1))
  return [
    group.summary,
    `\n${marks.bold("Usage:")} ${["qurl", ...path].join(" ")} COMMAND [flags]`,
    ...section("Commands", overview(group.children), marks),
    ...section("Flags of every command", flagsOf(globals), marks),
    ...(isRoot ? section("Environment", pairs(environment), marks) : []),
    ...(isRoot ? section("Exit codes", pairs(meanings.map(([code, meaning]) => [String(code), meaning])), marks) : []),
    ...section(
      "Examples",
      first.slice(0, 6).flatMap(({ line, what }) => [`  ${marks.dim(`# ${what}`)}`, `  ${line}`]),
      marks
    ),
    `\nqurl ${[...path, "COMMAND"].join(" ")} --help describes a command.`
  ].join("\n") + "\n"
}
