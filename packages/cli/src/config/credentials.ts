import * as Effect from "effect/Effect"
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { directory, fileOf } from "./profile.js"

/** Place of a stored API key. */
export type Place = "keyring" | "file"

export interface Stored {
  readonly key: string
  readonly place: Place
}

const service = "qurl"

const accountOf = (profile: string | undefined): string => profile ?? "default"

export const tokenFile = (profile: string | undefined): string =>
  profile === undefined ? join(directory(), "token") : join(dirname(fileOf(profile)), `${profile}.token`)

/** Entry of the system keyring; undefined if the machine has none. The driver is native and optional. */
const entryOf = (profile: string | undefined) =>
  Effect.tryPromise(() => import("@napi-rs/keyring")).pipe(
    Effect.flatMap(({ Entry }) => Effect.try(() => new Entry(service, accountOf(profile)))),
    Effect.orElseSucceed(() => undefined)
  )

const fromKeyring = (profile: string | undefined): Effect.Effect<string | undefined> =>
  Effect.flatMap(
    entryOf(profile),
    (entry) => Effect.orElseSucceed(Effect.try(() => entry?.getPassword() ?? undefined), () => undefined)
  )

const fromFile = (profile: string | undefined): Effect.Effect<string | undefined> =>
  Effect.tryPromise(() => readFile(tokenFile(profile), "utf8")).pipe(
    Effect.map((text) => text.trim()),
    Effect.orElseSucceed(() => undefined)
  )

/** The API key that `qurl login` has stored for a profile. */
export const find = (profile: string | undefined): Effect.Effect<Stored | undefined> =>
  Effect.gen(function*() {
    const file = yield* fromFile(profile)
    if (file !== undefined && file !== "") return { key: file, place: "file" }
    const key = yield* fromKeyring(profile)
    return key === undefined || key === "" ? undefined : { key, place: "keyring" }
  })

/** Writes a file that only its owner can read, as a whole or not at all. */
const writePrivate = async (file: string, text: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await chmod(`${file}.new`, 0o600)
  await rename(`${file}.new`, file)
}

/** Stores a key in the keyring, or in a file of mode 0600 if there is no keyring or `useKeyring` is false. */
export const store = (profile: string | undefined, key: string, useKeyring: boolean): Effect.Effect<Place> =>
  Effect.gen(function*() {
    const entry = useKeyring ? yield* entryOf(profile) : undefined
    if (entry !== undefined) {
      const isStored = yield* Effect.try(() => entry.setPassword(key)).pipe(
        Effect.as(true),
        Effect.orElseSucceed(() => false)
      )
      if (isStored) {
        yield* Effect.promise(() => rm(tokenFile(profile), { force: true }))
        return "keyring"
      }
    }
    yield* Effect.promise(() => writePrivate(tokenFile(profile), `${key}\n`))
    return "file"
  })

/** Removes a stored key from every place. False if there was none. */
export const remove = (profile: string | undefined): Effect.Effect<boolean> =>
  Effect.gen(function*() {
    const known = yield* find(profile)
    yield* Effect.promise(() => rm(tokenFile(profile), { force: true }))
    const entry = yield* entryOf(profile)
    if (entry !== undefined) yield* Effect.ignore(Effect.try(() => entry.deletePassword()))
    return known !== undefined
  })

/** Creates the file of a profile, unless it exists. */
export const createProfile = (profile: string, endpoint: string | undefined): Effect.Effect<void> =>
  Effect.promise(async () => {
    const text = endpoint === undefined
      ? "# Settings: endpoint, output, color\n"
      : `endpoint: ${JSON.stringify(endpoint)}\n`
    await mkdir(dirname(fileOf(profile)), { recursive: true, mode: 0o700 })
    await writeFile(fileOf(profile), text, { flag: "wx", mode: 0o600 }).catch(() => {})
  })
