import { Qurl } from "@qurl/sdk/Qurls"
import * as Effect from "effect/Effect"
import { asInput } from "../api/asInput.js"
import { write, writeFlags } from "../api/callFlags.js"
import { connected } from "../api/connect.js"
import { given } from "../api/linkFlags.js"
import { make, required } from "../argv/command.js"
import { text, texts, toggle } from "../argv/flag.js"
import * as Print from "../terminal/print.js"

export const update = make({
  name: "update",
  summary: "Change the expiry, the description or the tags of a resource.",
  examples: [
    {
      line: "qurl update r_abc123 --description 'Quarterly report' --tag finance --tag q3",
      what: "Description and tags"
    },
    { line: "qurl update r_abc123 --no-tags", what: "Without tags" }
  ],
  flags: {
    description: text("description", "TEXT", "At most 500 characters; empty clears it."),
    tag: texts("tag", "TAG", "New tags, at most 10."),
    noTags: toggle("no-tags", "Remove all tags."),
    extendBy: text("extend-by", "LIFETIME", "Extend its lifetime, such as 24h."),
    expiresAt: text("expires-at", "INSTANT", "Instant at which it ends, instead of --extend-by."),
    ...writeFlags
  },
  arguments: { id: required("ID", "A resource_id.") },
  run: Effect.fnUntraced(function*(flags, { id }) {
    const input = given({
      description: flags.description,
      tags: flags.noTags ? [] : flags.tag.length === 0 ? undefined : flags.tag,
      extend_by: flags.extendBy,
      expires_at: flags.expiresAt
    })
    const changed = yield* connected(Qurl, write(flags, (options) => Qurl.update(id, asInput(input), options)))
    yield* Print.record(changed, changed.resource_id)
  })
})
