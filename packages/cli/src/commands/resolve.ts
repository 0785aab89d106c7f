import { Portal } from "@qurl/sdk/Portal"
import * as Effect from "effect/Effect"
import { write, writeFlags } from "../api/callFlags.js"
import { connected } from "../api/connect.js"
import { make, optional } from "../argv/command.js"
import * as Print from "../terminal/print.js"
import { secretOf } from "../terminal/readSecret.js"

export const resolve = make({
  name: "resolve",
  summary: "Open a link for the address of this machine.",
  details: [
    "The link is a credential: read it from standard input with -, which keeps it out of the list of processes and the "
    + "history of the shell."
  ],
  examples: [
    { line: "qurl resolve - < link.txt", what: "From a file" },
    { line: "qurl create https://example.com --quiet | qurl resolve -", what: "From another command" }
  ],
  flags: writeFlags,
  arguments: { link: optional("LINK", "A link or its token. Default: standard input, as with -.") },
  run: Effect.fnUntraced(function*(flags, { link }) {
    const token = yield* secretOf(link, "LINK")
    const entered = yield* connected(Portal, write(flags, (options) => Portal.enterPortal(token, options)))
    const { openSeconds, resourceId, resourceUrl } = entered
    yield* Print.record({ target_url: resourceUrl, open_seconds: openSeconds, resource_id: resourceId }, resourceUrl)
  })
})
