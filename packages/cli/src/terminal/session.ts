import * as Context from "effect/Context"
import { choice, text, toggle } from "../argv/flag.js"

/** How this run of the command talks to its user. */
export class Session extends Context.Tag("@qurl/cli/Session")<Session, {
  /** The command and its arguments, to be repeated in hints. */
  readonly line: string
  readonly json: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  readonly apiUrl: string | undefined
  /** Whether standard output, and standard error, take colours. */
  readonly colours: { readonly out: boolean; readonly err: boolean }
}>() {}

/** The flags of every command. */
export const globalFlags = {
  json: toggle("json", "Print JSON: one object, or one a line for lists. Errors are JSON as well."),
  quiet: toggle("quiet", "Print the primary value only, such as the link, and no remarks.", "q"),
  verbose: toggle("verbose", "Tell of every attempt, wait and replay on standard error.", "v"),
  apiUrl: text("api-url", "URL", "Where the API is. Default: $QURL_API_URL, else https://api.layerv.ai."),
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

/** An empty variable is how shells and CI unset one. */
const set = (value: string | undefined): string | undefined => value === undefined || value === "" ? undefined : value

const takesColour = (given: Given["color"], env: Environment, isTerminal: boolean): boolean => {
  const wish = given ?? env["QURL_COLOR"]
  if (wish === "always" || wish === "never") return wish === "always"
  return isTerminal && set(env["NO_COLOR"]) === undefined && env["TERM"] !== "dumb"
}

/** A flag beats the environment, which beats the default. */
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
