import { Resources } from "@qurl/sdk/Resources"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { write, writeFlags } from "../api/callFlags.js"
import { connected } from "../api/connect.js"
import { given } from "../api/linkFlags.js"
import { make, required } from "../argv/command.js"
import { duration, toggle } from "../argv/flag.js"
import { linkOutputFlags, presentLink } from "../terminal/desktop.js"
import * as Print from "../terminal/print.js"

export const share = make({
  name: "share",
  summary: "Make a link for one visit to a resource.",
  details: [
    "Prints the link, which is a credential and shown this once. An answer about another resource than the one of the CRID "
    + "is refused. The server may grant a shorter lifetime than the one asked for."
  ],
  examples: [
    { line: "qurl share \"$CRID\" --ttl 5m", what: "A link for five minutes" },
    { line: "qurl share \"$CRID\" -q --copy", what: "The link alone, and in the clipboard" }
  ],
  flags: {
    ttl: duration("ttl", "Lifetime of the link, in whole seconds. Default: that of the server."),
    yes: toggle("yes", "Accepted for scripts of the official command; this one does not ask.", "y"),
    ...linkOutputFlags,
    ...writeFlags
  },
  arguments: { crid: required("CRID", "CRID of the resource.") },
  run: Effect.fnUntraced(function*(flags, { crid }) {
    const input = given({ ttl_seconds: flags.ttl === undefined ? undefined : Duration.toSeconds(flags.ttl) })
    const shared = yield* connected(Resources, write(flags, (options) => Resources.share(crid, input, options)))
    yield* Print.record(shared, shared.qurl)
    yield* presentLink(shared.qurl, flags)
  })
})
