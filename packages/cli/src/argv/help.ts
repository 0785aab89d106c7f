import { meanings } from "../exitCodes.js"
import { globalFlags } from "../terminal/session.js"
import { type Style, style } from "../terminal/style.js"
import { wrap, wrapCommand } from "../terminal/wrap.js"
import type { Command, Example, Group } from "./command.js"
import type { Flag } from "./flag.js"

const pairs = (entries: ReadonlyArray<readonly [string, string]>, width: number): ReadonlyArray<string> => {
  const left = Math.min(30, Math.floor(width / 3), Math.max(...entries.map(([name]) => name.length)))
  return entries.map(([name, text]) =>
    name.length > left
      ? `  ${name}\n${" ".repeat(left + 4)}${wrap(text, left + 4, width)}`
      : `  ${name.padEnd(left)}  ${wrap(text, left + 4, width)}`
  )
}

const section = (title: string, lines: ReadonlyArray<string>, { bold }: Style): ReadonlyArray<string> =>
  lines.length === 0 ? [] : [`\n${bold(`${title}:`)}`, ...lines]

const flagLine = ({ alias, description, name, value }: Flag<unknown>): readonly [string, string] => [
  `${alias === undefined ? "" : `-${alias}, `}--${name}${value === undefined ? "" : ` ${value}`}`,
  description
]

const flagsOf = (flags: ReadonlyArray<Flag<unknown>>, width: number) =>
  flags.length === 0 ? [] : pairs(flags.map(flagLine), width)

const globals = Object.values(globalFlags)

/** Names of global flags. Their descriptions stand in the help of the whole command. */
const globalLine = (width: number): ReadonlyArray<string> => [
  `  ${
    wrap(globals.map(({ alias, name }) => `${alias === undefined ? "" : `-${alias}, `}--${name}`).join("  "), 2, width)
  }`
]

export const ofCommand = (
  path: ReadonlyArray<string>,
  command: Command,
  colours: boolean,
  width: number
): string => {
  const marks = style(colours)
  const own = command.flags.filter((flag) => !globals.some(({ name }) => name === flag.name))
  const words = command.arguments.map(({ name, presence }) => presence === "required" ? name : `[${name}]`)
  return [
    wrap(command.summary, 0, width),
    `\n${marks.bold("Usage:")} ${wrap(["qurl", ...path, ...words, "[flags]"].join(" "), 7, width)}`,
    ...command.details.map((text) => `\n${wrap(text, 0, width)}`),
    ...section(
      "Arguments",
      command.arguments.length === 0
        ? []
        : pairs(command.arguments.map((each) => [each.name, each.description]), width),
      marks
    ),
    ...section("Flags", flagsOf(own, width), marks),
    ...section("Global flags (qurl --help)", globalLine(width), marks),
    ...section("Examples", examplesOf(command.examples, marks, width), marks)
  ].join("\n") + "\n"
}

const examplesOf = (examples: ReadonlyArray<Example>, { dim }: Style, width: number): ReadonlyArray<string> =>
  examples.flatMap(({ line, what }) => [
    ...wrap(what, 4, width).split("\n").map((text) => `  ${dim(`# ${text.trim()}`)}`),
    `  ${wrapCommand(line, 2, width)}`
  ])

const environment: ReadonlyArray<readonly [string, string]> = [
  ["QURL_API_KEY", "API key, or a JWT. No flag takes it, since other users can read command lines."],
  ["QURL_API_KEY_FILE", "File with the key, which only its owner can read."],
  ["QURL_API_URL", "Address of the API (also QURL_ENDPOINT)."],
  ["QURL_PROFILE", "Profile, as with --profile."],
  ["QURL_OUTPUT", "text, table, csv or json."],
  ["QURL_COLOR, NO_COLOR", "auto, always or never; NO_COLOR turns colours off."],
  ["QURL_STATE_DIR", "Directory of the records of batches. Default: ~/.local/state/qurl."],
  ["QURL_BROWSER", "Program that --open starts (also BROWSER)."],
  ["HTTPS_PROXY, NO_PROXY", "Proxy, and hosts without it."],
  ["NODE_EXTRA_CA_CERTS", "PEM file with further root certificates."]
]

/** Help of `qurl help environment`: variables, files and exit codes. */
export const ofEnvironment = (colours: boolean, width: number): string => {
  const marks = style(colours)
  return [
    wrap("Environment, configuration files and exit codes of the command.", 0, width),
    ...section("Environment", pairs(environment, width), marks),
    ...section(
      "Files",
      pairs([
        ["~/.config/qurl/config.yaml", "Settings: endpoint, output, color. The environment and flags have precedence."],
        ["~/.config/qurl/profiles/NAME.yaml", "Settings of a profile."]
      ], width),
      marks
    ),
    ...section("Exit codes", pairs(meanings.map(([code, meaning]) => [String(code), meaning]), width), marks)
  ].join("\n") + "\n"
}

export const ofGroup = (path: ReadonlyArray<string>, group: Group, colours: boolean, width: number): string => {
  const marks = style(colours)
  const isRoot = path.length === 0
  const first = group.children.flatMap((child) => "examples" in child ? (child.examples ?? []).slice(0, 1) : [])
  return [
    wrap(group.summary, 0, width),
    `\n${marks.bold("Usage:")} ${wrap(["qurl", ...path, "COMMAND", "[flags]"].join(" "), 7, width)}`,
    ...section("Commands", pairs(group.children.map(({ name, summary }) => [name, summary]), width), marks),
    ...(isRoot
      ? section("Flags of every command", flagsOf(globals, width), marks)
      : section("Global flags (qurl --help)", globalLine(width), marks)),
    ...section("Examples", examplesOf((group.examples ?? first).slice(0, 6), marks, width), marks),
    `\n${wrap(`qurl ${[...path, "COMMAND"].join(" ")} --help describes a command.`, 0, width)}`,
    ...(isRoot ? [wrap("qurl help environment lists variables, files and exit codes.", 0, width)] : [])
  ].join("\n") + "\n"
}
