import { Qurl } from "@qurl/sdk/Qurls"
import * as Effect from "effect/Effect"
import { asInput } from "../api/asInput.js"
import { write, writeFlags } from "../api/callFlags.js"
import { connected } from "../api/connect.js"
import { given, linkFlags, linkOf } from "../api/linkFlags.js"
import { make, required } from "../argv/command.js"
import { text } from "../argv/flag.js"
import { linkOutputFlags, presentLink } from "../terminal/desktop.js"
import * as Print from "../terminal/print.js"

export const mint = make({
  name: "mint",
  summary: "Create another link for an existing resource.",
  examples: [
    { line: "qurl mint r_abc123 --expires-in 1h --label 'for Bob'", what: "Another link, for an hour" },
    { line: "qurl mint r_abc123 --target-path /chapter/2 --quiet", what: "A link to a page below the target" }
  ],
  flags: {
    ...linkFlags,
    ...linkOutputFlags,
    expiresAt: text(
      "expires-at",
      "INSTANT",
      "Instant at which the link ends, such as 2030-01-31T12:00:00Z, instead of --expires-in."
    ),
    targetPath: text("target-path", "PATH", "A path below the target URL."),
    ...writeFlags
  },
  arguments: { id: required("ID", "A resource_id.") },
  run: Effect.fnUntraced(function*(flags, { id }) {
    const input = {
      ...(yield* linkOf(flags)),
      ...given({ expires_at: flags.expiresAt, target_path: flags.targetPath })
    }
    const link = yield* connected(Qurl, write(flags, (options) => Qurl.mintLink(id, asInput(input), options)))
    yield* Print.record(link, link.qurl_link)
    yield* presentLink(link.qurl_link, flags)
  })
})
