import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"
import { count, text, toggle } from "../argv/flag.js"
import { invalid, type Problem } from "../problem.js"

/** The flags for what a link is. */
export const linkFlags = {
  expiresIn: text(
    "expires-in",
    "LIFETIME",
    "How long the link works, such as 30m, 24h or 7d. The server has a default."
  ),
  label: text("label", "TEXT", "Whom or what the link is for, at most 500 characters."),
  oneTime: toggle("one-time", "The link works once."),
  maxSessions: count("max-sessions", "N", "How many sessions at once, 0 to 1000; 0 is no limit.", [0, 1000]),
  sessionDuration: text(
    "session-duration",
    "DURATION",
    "How long a session lasts once the link was opened, such as 1h."
  ),
  accessPolicy: text(
    "access-policy",
    "JSON",
    "Who may open the link, as JSON, or @ and the name of a file that holds it: {\"geo_allowlist\":[\"CH\"]}."
  )
}

interface LinkGiven {
  readonly expiresIn: string | undefined
  readonly label: string | undefined
  readonly oneTime: boolean
  readonly maxSessions: number | undefined
  readonly sessionDuration: string | undefined
  readonly accessPolicy: string | undefined
}

/** Without what was not given. */
export const given = <A extends object>(fields: A): { readonly [K in keyof A]?: Exclude<A[K], undefined> } =>
  // Nothing but properties without a value is left out.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof A]?: Exclude<A[K], undefined>
  }

/** JSON from a flag, or from the file that it names. */
const jsonOf = (flag: string, value: string): Effect.Effect<object, Problem, FileSystem.FileSystem> =>
  (value.startsWith("@")
    ? Effect.flatMap(FileSystem.FileSystem, (fs) => fs.readFileString(value.slice(1)))
    : Effect.succeed(value)).pipe(
      Effect.mapError(() => invalid(`--${flag} names a file that cannot be read.`)),
      Effect.flatMap((json) =>
        Effect.try({
          try: (): unknown => JSON.parse(json),
          catch: () => invalid(`--${flag} is no JSON.`, "Quote it for your shell, or put it into a file: @policy.json")
        })
      ),
      Effect.filterOrFail(
        (json): json is object => typeof json === "object" && json !== null && !Array.isArray(json),
        () => invalid(`--${flag} is no JSON object.`)
      )
    )

/** The fields of a link as the API names them. */
export const linkOf = Effect.fnUntraced(function*(flags: LinkGiven) {
  const { accessPolicy, expiresIn, label, maxSessions, oneTime, sessionDuration } = flags
  return given({
    expires_in: expiresIn,
    label,
    one_time_use: oneTime ? true : undefined,
    max_sessions: maxSessions,
    session_duration: sessionDuration,
    access_policy: accessPolicy === undefined ? undefined : yield* jsonOf("access-policy", accessPolicy)
  })
})
