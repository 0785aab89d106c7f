import * as Effect from "effect/Effect"
import { make } from "../../argv/command.js"
import * as Credentials from "../../config/credentials.js"
import * as Print from "../../terminal/print.js"
import { Session } from "../../terminal/session.js"

export const logout = make({
  name: "logout",
  summary: "Remove the stored API key.",
  details: ["The key itself stays valid. qurl keys revoke ends it."],
  examples: [
    { line: "qurl logout", what: "The key of the default profile" },
    { line: "qurl logout --profile staging", what: "The key of another one" }
  ],
  flags: {},
  arguments: {},
  run: Effect.fnUntraced(function*() {
    const { json, profile } = yield* Session
    const removed = yield* Credentials.remove(profile)
    if (json) return yield* Print.line(Print.json({ profile: profile ?? "default", removed }))
    yield* Print.note(removed ? "Removed the stored key." : "No key was stored.")
    const variable = ["QURL_API_KEY", "QURL_API_KEY_FILE"].find((name) => (process.env[name] ?? "") !== "")
    if (variable !== undefined) yield* Print.note(`${variable} is still set.`)
  })
})
