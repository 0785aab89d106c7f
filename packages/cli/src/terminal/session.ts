import * as Context from "effect/Context"
import { choice, text, toggle } from "../argv/flag.js"

/** Settings of this run for input and output. */
export class Session extends Context.Tag("@qurl/cli/Session")<Session, {
  /** The command, for hints. */
  readonly line: string
  readonly json: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  readonly apiUrl: string | undefined
  /** Colours on standard output and standard error. */
  readonly colours: { readonly out: boolean; readonly err: boolean }
}>() {}

/** Flags of every command. */
export const globalFlags = {
  json: toggle("json", "Print JSON: one object, or JSON Lines for lists. Errors are JSON as well."),
  quiet: toggle("quiet", "Print only the primary value, such as the link.", "q"),
  verbose: toggle("verbose", "Report every attempt, wait and replay on standard error.", "v"),
  apiUrl: text("api-url", "URL", "Address of the API. Default: $QURL_API_URL, else https://api.layerv.ai."),
  color: choice("color", ["auto", "always", "never"], "Default: $QURL_COLOR, else auto; $NO_COLOR turns it off."),
  help: toggle("help", "Show the help of the command.", "h")
}

type Environment = Readonly<Record<string, string | undefined>>

interface Given {
  readonly json: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  readonly apiUrl: string | undefined
  readonly color: "auto" | "always" | "never" | undefined
}

/** Treats an empty variable as unset, as shells and CI do. */
const set = (value: string | undefined): string | undefined => value === undefined || value === "" ? undefined : value

const takesColour = (given: Given["color"], env: Environment, isTerminal: boolean): boolean => {
  const wish = given ?? env["QURL_COLOR"]
  if (wish === "always" || wish === "never") return wish === "always"
  return isTerminal && set(env["NO_COLOR"]) === undefined && env["TERM"] !== "dumb"
}

/** Settings from flags, else the environment, else the defaults. */
export const make = (
  line: string,
  given: Given,
  env: Environment,
  terminal: { readonly out: boolean; readonly err: boolean }
): Session["Type"] => ({
  line,
  json: given.json || env["QURL_OUTPUT"] === "json",
  quiet: given.quiet,
  verbose: given.verbose,
  apiUrl: given.apiUrl ?? set(env["QURL_API_URL"]) ?? set(env["QURL_ENDPOINT"]),
  colours: { out: takesColour(given.color, env, terminal.out), err: takesColour(given.color, env, terminal.err) }
})
