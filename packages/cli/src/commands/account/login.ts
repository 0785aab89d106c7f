import { Qurl } from "@qurl/sdk/Qurls"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { callFlags, callOptions } from "../../api/callFlags.js"
import { connectedWith } from "../../api/connect.js"
import { make } from "../../argv/command.js"
import { toggle } from "../../argv/flag.js"
import * as Credentials from "../../config/credentials.js"
import { fileOf, load } from "../../config/profile.js"
import { usage } from "../../problem.js"
import * as Print from "../../terminal/print.js"
import { hiddenLine } from "../../terminal/readSecret.js"
import { Session } from "../../terminal/session.js"

/** Says how later commands find the API of the key, unless configuration or environment name it. */
const unlessRemembered = (profile: string | undefined, apiUrl: string | undefined) =>
  Effect.gen(function*() {
    const { QURL_API_URL, QURL_ENDPOINT } = process.env
    if (apiUrl === undefined || apiUrl === QURL_API_URL || apiUrl === QURL_ENDPOINT) return
    const { endpoint } = yield* load(profile, true)
    if (endpoint === apiUrl) return
    yield* Print.note(
      `The key is for ${apiUrl}. Later commands call that API with --api-url, with QURL_API_URL, or with the line `
        + `"endpoint: ${apiUrl}" in ${fileOf(profile)}.`
    )
  })

export const login = make({
  name: "login",
  summary: "Store an API key for later commands.",
  details: [
    "Reads the key from standard input, or asks for it on a terminal. The key is checked with the API and stored in the "
    + "keyring of the system, or in a file that only you can read if there is no keyring. QURL_API_KEY and "
    + "QURL_API_KEY_FILE have precedence over a stored key."
  ],
  examples: [
    { line: "qurl login", what: "Asks for the key" },
    { line: "pass show qurl/key | qurl login", what: "From a password manager" },
    { line: "qurl login --profile staging --endpoint https://api.staging.example.com", what: "For a profile" }
  ],
  flags: {
    noKeyring: toggle("no-keyring", "Store the key in a file even if there is a keyring."),
    ...callFlags
  },
  arguments: {},
  run: Effect.fnUntraced(function*(flags) {
    const { apiUrl, output, profile } = yield* Session
    const key = Redacted.value(yield* hiddenLine("API key"))
    if (/[^\u0021-\u007e]/.test(key)) return yield* usage("The API key has characters that no key has.")
    // A key without the scope to read is a key; one that the API refuses is not.
    yield* Qurl.getQuota(callOptions(flags)).pipe(
      Effect.provide(connectedWith(Qurl, key)),
      Effect.catchTag("AuthorizationError", () => Effect.void)
    )
    if (profile !== undefined) yield* Credentials.createProfile(profile, apiUrl)
    const place = yield* Credentials.store(profile, key, !flags.noKeyring)
    yield* unlessRemembered(profile, apiUrl)
    const stored = { profile: profile ?? "default", endpoint: apiUrl ?? "https://api.layerv.ai", key_storage: place }
    if (output === "json" || output === "lines") return yield* Print.line(Print.json(stored))
    yield* Print.note(
      place === "keyring" ? "Stored the key in the keyring." : `Stored the key in ${Credentials.tokenFile(profile)}.`
    )
  })
})
