import * as Qurls from "@qurl/contract/groups/Qurls"
import * as Resources from "@qurl/contract/groups/Resources"
import * as InvalidFields from "@qurl/contract/InvalidFields"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { ValidationError } from "../../QurlError.js"
import * as Compiled from "../call/compiled.js"
import { invalid } from "../call/failure.js"
import { unreadable } from "../checks/unreadable.js"

/** Problems of each property, by its name. */
export type Problems = Record<string, string>

/** The name on the wire, and the shortest duration in milliseconds where the value is one. */
interface Property {
  readonly wire: string
  readonly shortest?: number
}

type Table = Readonly<Record<string, Property>>

const portal: Table = {
  validFor: { wire: "expires_in", shortest: 60_000 },
  label: { wire: "label" },
  oneTimeUse: { wire: "one_time_use" },
  maxSessions: { wire: "max_sessions" },
  sessionDuration: { wire: "session_duration", shortest: 1000 }
}

/** The properties that each verb takes. */
const tables = {
  protectUrl: {
    description: { wire: "description" },
    tags: { wire: "tags" },
    customDomain: { wire: "custom_domain" },
    alias: { wire: "alias" }
  },
  createPortal: { ...portal, targetPath: { wire: "target_path" } },
  createPortalForUrl: portal
} satisfies Readonly<Record<string, Table>>

/** A duration in the API's grammar, with the largest of its units that divides it. */
const duration = (value: unknown, shortest: number): Either.Either<string, string> => {
  if (typeof value === "string") {
    return value.trim() === "" ? Either.left("is blank: give a duration such as 90s, 5m or 24h") : Either.right(value)
  }
  const millis = Duration.isDuration(value) ? Duration.toMillis(value) : value
  if (typeof millis !== "number") {
    return Either.left("must be a number of milliseconds, a Duration or a string such as 24h")
  }
  if (!Number.isFinite(millis)) return Either.left("must be finite")
  if (millis < shortest) return Either.left(`must be at least ${shortest} milliseconds`)
  if (millis % 1000 !== 0) return Either.left("must be a whole number of seconds")
  const seconds = millis / 1000
  return Either.right(
    seconds % 3600 === 0 ? `${seconds / 3600}h` : seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`
  )
}

const plainName = /^[A-Za-z]{1,64}$/

/** The options as a whole have another name than the input of a method that takes one. */
const renamed = ({ input, ...problems }: Readonly<Record<string, string>>): Problems =>
  input === undefined ? problems : { options: input }

/** Options as the wire takes them, and what is wrong with them so far. */
const toWire = (table: Table, options: unknown): { readonly wire: object; readonly problems: Problems } => {
  if (options === undefined || options === null) return { wire: {}, problems: {} }
  const unread = unreadable(options)
  if (unread !== undefined) return { wire: {}, problems: renamed(unread) }
  if (typeof options !== "object" || Array.isArray(options)) {
    return { wire: {}, problems: { options: "must be an object" } }
  }
  const wire: Record<string, unknown> = {}
  const problems: Problems = {}
  for (const [name, value] of Object.entries(options)) {
    const property = Object.hasOwn(table, name) ? table[name] : undefined
    if (property === undefined) {
      problems[plainName.test(name) ? name : "(unprintable)"] =
        "is not a property of this input: remove it or check its spelling"
    } else if (value !== undefined && value !== null) {
      const written = property.shortest === undefined ? Either.right(value) : duration(value, property.shortest)
      if (Either.isRight(written)) wire[property.wire] = written.right
      else problems[name] = written.left
      if (name === "label" && typeof value === "string" && value.trim() === "") {
        problems[name] = "is blank: say who the portal is for"
      }
    }
  }
  return { wire, problems }
}

/** The names of the caller for those of the wire, also at the beginning of a path. */
const inCallersWords = (table: Table, found: Problems): Problems => {
  const names = new Map(Object.entries(table).map(([name, { wire }]) => [wire, name]))
  names.set("target_url", "url")
  return Object.fromEntries(
    Object.entries(found).map(([path, problem]) => [
      path.replace(/^\w+/, (wire) => names.get(wire) ?? wire),
      problem
    ])
  )
}

/** Problem with a URL to protect. The text leaves out the URL, since it may contain a password. */
const urlProblem = (url: unknown): string | undefined => {
  if (typeof url !== "string") return "must be a string"
  if (!/^https?:\/\//.test(url)) return "must be an http or https URL"
  if (url.length > 2048) return "must be at most 2048 characters long"
  if (/[\u0000-\u0020]/.test(url)) return "has a space or a control character"
  // A parser would take the first part of the path for the host.
  const authority = /^https?:\/\/([^/?#\\]*)/.exec(url)?.[1] ?? ""
  if (authority === "") return "has no host"
  if (authority.includes("@")) return "carries a user name or password: remove it"
  return URL.canParse(url) ? undefined : "is not a URL"
}

/** The token in a link, or what is wrong with it. Neither is repeated. */
export const tokenOf = (linkOrToken: unknown): Either.Either<string, string> => {
  const text = Redacted.isRedacted(linkOrToken) ? Redacted.value(linkOrToken) : linkOrToken
  if (typeof text !== "string") return Either.left("must be a string: give a link or the token in it")
  const hash = text.indexOf("#")
  const token = hash === -1 ? text : text.slice(hash + 1)
  if (token.split(".").length >= 3) {
    return Either.left("is a signed link, which the API does not resolve: open it with a native client")
  }
  return /^[A-Za-z0-9_-]+$/.test(token)
    ? Either.right(token)
    : Either.left("has no token: give a link with a token behind its #, or the token alone")
}

/** The operations behind the verbs, under the names of the verbs. */
export const operations = {
  protectUrl: Compiled.renamed(Compiled.make(Resources.create), "protectUrl"),
  createPortal: Compiled.renamed(Compiled.make(Resources.createQurl), "createPortal"),
  createPortalForUrl: Compiled.renamed(Compiled.make(Qurls.create), "createPortalForUrl"),
  enterPortal: Compiled.renamed(Compiled.make(Qurls.resolve), "enterPortal")
}

type Verb = keyof typeof tables

/** An input that a verb refuses. */
export const refuse = (operation: string, problems: Problems): ValidationError =>
  invalid({ operation, method: operation === "resourceById" ? "GET" : "POST", secrets: [] }, problems)

/** The body of a call, or everything that is wrong with it in the names its caller uses. */
export const bodyOf = (
  verb: Verb,
  options: unknown,
  rest: object,
  known: Problems
): Effect.Effect<object, ValidationError> => {
  const table = tables[verb]
  const { problems, wire } = toWire(table, options)
  const body = { ...wire, ...rest }
  const check = Option.map(operations[verb].payload, (payload) => payload(body))
  const found = Option.isSome(check) && Either.isLeft(check.value)
    ? inCallersWords(table, InvalidFields.fromIssue(check.value.left.issue))
    : {}
  // The words of the verb come before those of the operation behind it.
  const all = { ...found, ...problems, ...known }
  return Object.keys(all).length === 0 ? Effect.succeed(body) : Effect.fail(refuse(verb, all))
}

/** Problems of a URL to protect. */
export const urlProblems = (url: unknown): Problems => {
  const url_ = urlProblem(url)
  return url_ === undefined ? {} : { url: url_ }
}
