import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"
import { count, text, toggle } from "../argv/flag.js"
import { invalid, type Problem } from "../problem.js"

/** Flags of the fields of a link. */
export const linkFlags = {
  expiresIn: text(
    "expires-in",
    "LIFETIME",
    "Lifetime of the link, such as 30m, 24h or 7d. Default: that of the server."
  ),
  label: text("label", "TEXT", "Recipient or purpose of the link, at most 500 characters."),
  oneTime: toggle("one-time", "Link for a single use."),
  maxSessions: count("max-sessions", "N", "Concurrent sessions, 0 to 1000; 0 means unlimited.", [0, 1000]),
  sessionDuration: text(
    "session-duration",
    "DURATION",
    "Duration of a session after the link was opened, such as 1h."
  ),
  accessPolicy: text(
    "access-policy",
    "JSON",
    "Policy of who may open the link, as JSON or @FILE."
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

/** Drops properties that are undefined. */
export const given = <A extends object>(fields: A): { readonly [K in keyof A]?: Exclude<A[K], undefined> } =>
  // Only properties that are undefined are left out.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof A]?: Exclude<A[K], undefined>
  }

/** JSON object from a flag, or from the file that it names with @. */
const jsonOf = (flag: string, value: string): Effect.Effect<object, Problem, FileSystem.FileSystem> =>
  (value.startsWith("@")
    ? Effect.flatMap(FileSystem.FileSystem, (fs) => fs.readFileString(value.slice(1)))
    : Effect.succeed(value)).pipe(
      Effect.mapError(() => invalid(`--${flag} names a file that cannot be read.`)),
      Effect.flatMap((json) =>
        Effect.try({
          try: (): unknown => JSON.parse(json),
          catch: () =>
            invalid(`--${flag} is not valid JSON.`, "Quote it for your shell, or put it into a file: @policy.json")
        })
      ),
      Effect.filterOrFail(
        (json): json is object => typeof json === "object" && json !== null && !Array.isArray(json),
        () => invalid(`--${flag} is not a JSON object.`)
      )
    )

/** Fields of a link as the API names them. */
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
