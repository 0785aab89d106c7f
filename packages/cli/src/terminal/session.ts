import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { choice, text, toggle, type Values } from "../argv/flag.js"
import * as Profile from "../config/profile.js"
import { misconfigured, type Problem } from "../problem.js"

const outputs = ["text", "table", "csv", "json"] as const

/** Form of results. `lines` is JSON Lines for lists, which --json prints. */
export type Output = "text" | "csv" | "json" | "lines"

/** Settings of this run for input and output. */
export class Session extends Context.Tag("@qurl/cli/Session")<Session, {
  /** The command, for hints. */
  readonly line: string
  readonly output: Output
  /** Results and errors are JSON. */
  readonly json: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  readonly apiUrl: string | undefined
  readonly profile: string | undefined
  /** Colours on standard output and standard error. */
  readonly colours: { readonly out: boolean; readonly err: boolean }
}>() {}

/** Flags of every command. */
export const globalFlags = {
  output: choice(
    "output",
    outputs,
    "Form of results; json prints one document. Default: $QURL_OUTPUT, else text.",
    "o"
  ),
  json: toggle("json", "Print JSON: one object, or JSON Lines for lists. Errors are JSON as well."),
  quiet: toggle("quiet", "Print only the primary value, such as the link.", "q"),
  verbose: toggle("verbose", "Report every attempt, wait and replay on standard error.", "v"),
  apiUrl: text("api-url", "URL", "Address of the API. Default: $QURL_API_URL, else https://api.layerv.ai."),
  endpoint: text("endpoint", "URL", "The same as --api-url."),
  profile: text("profile", "NAME", "Profile with its own settings and API key. Default: $QURL_PROFILE."),
  color: choice("color", ["auto", "always", "never"], "Default: $QURL_COLOR, else auto; $NO_COLOR turns it off."),
  help: toggle("help", "Show the help of the command.", "h")
}

type Environment = Readonly<Record<string, string | undefined>>

export type Given = Values<typeof globalFlags>

/** Global flags that were left out. */
export const none: Given = {
  output: undefined,
  json: false,
  quiet: false,
  verbose: false,
  apiUrl: undefined,
  endpoint: undefined,
  profile: undefined,
  color: undefined,
  help: false
}

/** Treats an empty variable as unset, as shells and CI do. */
const set = (value: string | undefined): string | undefined => value === undefined || value === "" ? undefined : value

const takesColour = (wish: string | undefined, env: Environment, isTerminal: boolean): boolean =>
  wish === "always" || wish === "never"
    ? wish === "always"
    : isTerminal && set(env["NO_COLOR"]) === undefined && env["TERM"] !== "dumb"

const outputOf = (given: Given, wish: string | undefined): Output => {
  if (given.json) return given.output === "json" ? "json" : "lines"
  const output = given.output ?? wish
  return output === "json" || output === "csv" ? output : "text"
}

/** Settings from flags, else the environment, else configuration files, else the defaults. */
export const make = (
  line: string,
  given: Given,
  files: Profile.FileSettings,
  env: Environment,
  terminal: { readonly out: boolean; readonly err: boolean }
): Session["Type"] => {
  const output = outputOf(given, set(env["QURL_OUTPUT"]) ?? files.output)
  const color = given.color ?? set(env["QURL_COLOR"]) ?? files.color
  return {
    line,
    output,
    json: output === "json" || output === "lines",
    quiet: given.quiet,
    verbose: given.verbose,
    apiUrl: given.apiUrl ?? given.endpoint ?? set(env["QURL_API_URL"]) ?? set(env["QURL_ENDPOINT"]) ?? files.endpoint,
    profile: given.profile ?? set(env["QURL_PROFILE"]),
    colours: { out: takesColour(color, env, terminal.out), err: takesColour(color, env, terminal.err) }
  }
}

const checked = (name: string, value: string | undefined, choices: ReadonlyArray<string>) =>
  value === undefined || choices.includes(value)
    ? Effect.void
    : misconfigured(`${name} must be ${choices.join(", ")}, not ${JSON.stringify(value)}.`)

/** Settings of the configuration files that flags and environment select. `isNew` allows a profile without a file. */
export const fileSettings = (
  given: Given,
  env: Environment,
  isNew: boolean
): Effect.Effect<Profile.FileSettings, Problem> =>
  Effect.gen(function*() {
    const files = yield* Profile.load(given.profile ?? set(env["QURL_PROFILE"]), isNew)
    yield* checked("output, in a configuration file,", files.output, outputs)
    yield* checked("QURL_OUTPUT", set(env["QURL_OUTPUT"]), outputs)
    return files
  })
