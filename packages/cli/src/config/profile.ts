import * as Effect from "effect/Effect"
import { readFile } from "node:fs/promises"
import { homedir } from "node:os"
import { join } from "node:path"
import { misconfigured, Problem } from "../problem.js"

/** Settings of a configuration file. Flags and the environment have precedence. */
export interface FileSettings {
  readonly endpoint?: string
  readonly output?: string
  readonly color?: string
}

/** Keys that the official command knows and this one has no use for. */
const ignored = new Set(["connector_id", "share_group_mode", "daemon_supervision"])

const known = ["endpoint", "output", "color"] as const

export const directory = (): string => {
  const { XDG_CONFIG_HOME: base } = process.env
  return join(base === undefined || base === "" ? join(homedir(), ".config") : base, "qurl")
}

/** The name of a profile is part of the name of a file. */
const isName = (name: string): boolean => /^[A-Za-z0-9][\w.-]{0,63}$/.test(name)

export const fileOf = (profile: string | undefined): string =>
  profile === undefined ? join(directory(), "config.yaml") : join(directory(), "profiles", `${profile}.yaml`)

const wrong = (setting: string, problem: string): Problem => misconfigured(`${setting} ${problem}.`)

const settingsOf = (file: string, content: unknown): FileSettings | Problem => {
  if (content === null || content === undefined) return {}
  if (typeof content !== "object" || Array.isArray(content)) return wrong(file, "is not a list of settings")
  const settings: Partial<Record<typeof known[number], string>> = {}
  for (const [key, value] of Object.entries(content)) {
    if (/^(api_?)?key$|token/i.test(key)) {
      return wrong(file, `must not hold the API key, in ${key}: store it with qurl login, or export QURL_API_KEY`)
    }
    const name = known.find((each) => each === key)
    if (name === undefined && !ignored.has(key)) {
      return wrong(file, `has an unknown setting, ${key}: the settings are ${known.join(", ")}`)
    }
    if (name === undefined) continue
    if (typeof value !== "string") return wrong(file, `needs text for ${key}`)
    settings[name] = value
  }
  return settings
}

/** Settings of one file; undefined if there is none. */
const read = (file: string): Effect.Effect<FileSettings | undefined, Problem> =>
  Effect.gen(function*() {
    const text = yield* Effect.tryPromise({ try: () => readFile(file, "utf8"), catch: (error) => error }).pipe(
      Effect.catchAll((error) =>
        error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")
          ? Effect.succeed(undefined)
          : wrong(file, "cannot be read")
      )
    )
    if (text === undefined) return undefined
    const { parse } = yield* Effect.promise(() => import("../lazy/yaml.js"))
    const content = yield* Effect.try({
      try: (): unknown => parse(text),
      catch: () => wrong(file, "is not valid YAML")
    })
    const settings = settingsOf(file, content)
    return settings instanceof Problem ? yield* settings : settings
  })

/**
 * Settings of `config.yaml`, and over them those of a profile. A profile without a file is an error, since a mistyped name
 * would send calls to another account; `isNew` allows it.
 */
export const load = (
  profile: string | undefined,
  isNew: boolean
): Effect.Effect<FileSettings, Problem> =>
  Effect.gen(function*() {
    const base = yield* read(fileOf(undefined))
    if (profile === undefined) return base ?? {}
    if (!isName(profile)) return yield* wrong("--profile", "must be letters, digits, dots, hyphens and underscores")
    const own = yield* read(fileOf(profile))
    if (own === undefined && !isNew) {
      return yield* wrong("--profile", `names no profile, ${profile}: qurl login --profile ${profile} creates it`)
    }
    return { ...base, ...own }
  })
