import * as FileSystem from "@effect/platform/FileSystem"
import type * as HttpClient from "@effect/platform/HttpClient"
import type { Options } from "@qurl/sdk"
import { ConfigurationError } from "@qurl/sdk/Configuration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Credentials from "../config/credentials.js"
import { Session } from "../terminal/session.js"
import { version } from "../version.js"
import { httpClient } from "./proxy.js"

const wrongFile = (problem: string) => new ConfigurationError({ setting: "QURL_API_KEY_FILE", problem })

/** Reads the key from a file, which must be readable for its owner only. */
const keyFromFile = Effect.fnUntraced(function*(file: string) {
  const fs = yield* FileSystem.FileSystem
  const unreadable = () => wrongFile("names a file that cannot be read")
  const { mode } = yield* Effect.mapError(fs.stat(file), unreadable)
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    return yield* wrongFile(`names a file that others can read: chmod 600 ${file}`)
  }
  return (yield* Effect.mapError(fs.readFileString(file), unreadable)).trim()
})

/** Place that the API key comes from. */
export type KeySource = "QURL_API_KEY" | "QURL_API_KEY_FILE" | Credentials.Place

/** API key of the environment, else the stored one of the profile. A flag would show it in the list of processes. */
export const findKey: Effect.Effect<
  { readonly key: string; readonly source: KeySource },
  ConfigurationError,
  FileSystem.FileSystem | Session
> = Effect.gen(function*() {
  const { QURL_API_KEY: key, QURL_API_KEY_FILE: file } = process.env
  if (key !== undefined && key !== "") return { key, source: "QURL_API_KEY" }
  if (file !== undefined && file !== "") return { key: yield* keyFromFile(file), source: "QURL_API_KEY_FILE" }
  const { profile } = yield* Session
  const stored = yield* Credentials.find(profile)
  if (stored !== undefined) return { key: stored.key, source: stored.place }
  const login = profile === undefined ? "qurl login" : `qurl login --profile ${profile}`
  return yield* new ConfigurationError({
    setting: "QURL_API_KEY",
    problem:
      `is not set and no key is stored: run \`${login}\`, export your qURL API key (or QURL_API_KEY_FILE, a file with `
      + "it), or start a local API with `qurl emulator`, which prints the settings to copy"
  })
})

export const apiKey = Effect.map(findKey, ({ key }) => key)

/** Service of the SDK that a command uses. It loads no others, which take most of a start. */
interface Service<S> {
  readonly layer: (options: Options) => Layer.Layer<S, ConfigurationError, HttpClient.HttpClient>
}

/** Connects with a key, such as one that is not stored yet. */
export const connectedWith = <S>(service: Service<S>, key: string) =>
  Layer.unwrapEffect(
    Effect.map(Session, ({ apiUrl }) =>
      service.layer({ apiKey: Redacted.make(key), baseUrl: apiUrl, userAgent: `qurl-cli/${version}` }))
  ).pipe(
    Layer.provide(httpClient)
  )

/** Connects when a command needs the API, so help and the emulator work without a key. */
export const connected = <S, A, E, R>(
  service: Service<S>,
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, E | ConfigurationError, Exclude<R, S> | Session | FileSystem.FileSystem> =>
  Effect.provide(effect, Layer.unwrapEffect(Effect.map(apiKey, (key) => connectedWith(service, key))))
