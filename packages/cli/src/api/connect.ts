import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as FileSystem from "@effect/platform/FileSystem"
import { ConfigurationError, QurlServices } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { Session } from "../terminal/session.js"
import { version } from "../version.js"

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

/** API key from the environment. A flag would show it in the list of processes. */
export const apiKey = Effect.suspend((): Effect.Effect<string, ConfigurationError, FileSystem.FileSystem> => {
  const { QURL_API_KEY: key, QURL_API_KEY_FILE: file } = process.env
  if (key !== undefined && key !== "") return Effect.succeed(key)
  if (file !== undefined && file !== "") return keyFromFile(file)
  return new ConfigurationError({
    setting: "QURL_API_KEY",
    problem: "is not set: export your qURL API key (or QURL_API_KEY_FILE, a file that holds it), "
      + "or start a local API with `qurl emulator`, which prints the lines to copy"
  })
})

/** Connects when a command needs the API, so help and the emulator work without a key. */
const live = Layer.unwrapEffect(Effect.gen(function*() {
  const { apiUrl } = yield* Session
  const options = { apiKey: Redacted.make(yield* apiKey), apiUrl, userAgent: `qurl-cli/${version}` }
  return QurlServices.layer(options)
})).pipe(Layer.provide(FetchHttpClient.layer))

export const connected = <A, E, R>(
  effect: Effect.Effect<A, E, R>
): Effect.Effect<
  A,
  E | ConfigurationError,
  Exclude<R, QurlServices> | Session | FileSystem.FileSystem
> => Effect.provide(effect, live)
