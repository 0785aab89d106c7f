import { Qurl } from "@qurl/sdk/Qurls"
import * as Effect from "effect/Effect"
import { asInput } from "../api/asInput.js"
import { write, writeFlags } from "../api/callFlags.js"
import { connected } from "../api/connect.js"
import { given, linkFlags, linkOf } from "../api/linkFlags.js"
import { make, optional } from "../argv/command.js"
import { choice, text } from "../argv/flag.js"
import { linkOutputFlags, presentLink } from "../terminal/desktop.js"
import * as Print from "../terminal/print.js"

export const create = make({
  name: "create",
  summary: "Create a link.",
  details: [
    "Prints the link, which is a credential and shown this once. A lost answer is retried under the same idempotency key, so "
    + "one command creates one link."
  ],
  examples: [
    { line: "qurl create https://example.com/report.pdf --expires-in 24h --label 'for Ada'", what: "A link for a day" },
    {
      line: "qurl create https://example.com --one-time --quiet",
      what: "A link that works once, and nothing but the link"
    },
    {
      line: "qurl create https://example.com --access-policy '{\"geo_allowlist\":[\"CH\"]}'",
      what: "A link for visitors from Switzerland"
    },
    {
      line: "qurl create https://example.com --idempotency-key job-42",
      what: "Safe to repeat from a script: the second run prints the first link"
    }
  ],
  flags: {
    ...linkFlags,
    ...linkOutputFlags,
    type: choice("type", ["url", "tunnel"], "Kind of target. Default: url."),
    customDomain: text("custom-domain", "HOST", "One of your domains that is ready for links."),
    ...writeFlags
  },
  arguments: { url: optional("URL", "Target of the link, an http or https URL.") },
  run: Effect.fnUntraced(function*(flags, { url }) {
    const input = {
      ...(yield* linkOf(flags)),
      ...given({ target_url: url, type: flags.type, custom_domain: flags.customDomain })
    }
    const link = yield* connected(Qurl, write(flags, (options) => Qurl.create(asInput(input), options)))
    yield* Print.record(link, link.qurl_link)
    yield* presentLink(link.qurl_link, flags)
  })
})
