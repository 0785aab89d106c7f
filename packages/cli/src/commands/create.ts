import { Qurl } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import { asInput } from "../api/asInput.js"
import { write, writeFlags } from "../api/callFlags.js"
import { connected } from "../api/connect.js"
import { given, linkFlags, linkOf } from "../api/linkFlags.js"
import { make, optional } from "../argv/command.js"
import { choice, text } from "../argv/flag.js"
import * as Print from "../terminal/print.js"

export const create = make({
  name: "create",
  summary: "Create a link.",
  details: [
    "Prints the link, which is a credential that is never readable again. A lost answer is asked for again under the same "
    + "idempotency key, so that one command makes one link."
  ],
  examples: [
    { line: "qurl create https://example.com/report.pdf --expires-in 24h --label 'for Ada'", what: "A link for a day" },
    {
      line: "qurl create https://example.com --one-time --quiet",
      what: "A link that works once, and nothing but the link"
    },
    {
      line: "qurl create https://example.com --idempotency-key job-42",
      what: "Safe to repeat from a script: the second run prints the first link"
    }
  ],
  flags: {
    ...linkFlags,
    type: choice("type", ["url", "tunnel"], "What the link leads to. Default: url."),
    customDomain: text("custom-domain", "HOST", "A domain of yours that is ready for links."),
    ...writeFlags
  },
  arguments: { url: optional("URL", "The http or https URL the link leads to.") },
  run: Effect.fnUntraced(function*(flags, { url }) {
    const input = {
      ...(yield* linkOf(flags)),
      ...given({ target_url: url, type: flags.type, custom_domain: flags.customDomain })
    }
    const link = yield* connected(write(flags, (options) => Qurl.create(asInput(input), options)))
    yield* Print.record(link, link.qurl_link)
  })
})
