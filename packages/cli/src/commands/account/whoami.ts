import { Qurl } from "@qurl/sdk/Qurls"
import * as Effect from "effect/Effect"
import { callFlags, callOptions } from "../../api/callFlags.js"
import { connected, findKey } from "../../api/connect.js"
import { make } from "../../argv/command.js"
import * as Print from "../../terminal/print.js"
import { Session } from "../../terminal/session.js"

const shownCharacters = 12

export const whoami = make({
  name: "whoami",
  summary: "Show the API key in use, where it comes from, and its plan.",
  examples: [{ line: "qurl whoami", what: "Checks the key with the API" }],
  flags: callFlags,
  arguments: {},
  run: Effect.fnUntraced(function*(flags) {
    const { apiUrl, profile } = yield* Session
    const { key, source } = yield* findKey
    const plan = yield* connected(Qurl, Qurl.getQuota(callOptions(flags))).pipe(
      Effect.map((quota) => quota.plan),
      // A key without the scope to read is still the key in use.
      Effect.catchTag("AuthorizationError", () => Effect.succeed(undefined))
    )
    const prefix = key.length > 2 * shownCharacters ? key.slice(0, shownCharacters) : ""
    yield* Print.record({
      profile: profile ?? "default",
      endpoint: apiUrl ?? "https://api.layerv.ai",
      key_prefix: prefix,
      key_source: source,
      plan
    }, prefix)
  })
})
