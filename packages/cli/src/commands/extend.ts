import { Qurl } from "@qurl/sdk/Qurls"
import * as Effect from "effect/Effect"
import { asInput } from "../api/asInput.js"
import { write, writeFlags } from "../api/callFlags.js"
import { connected } from "../api/connect.js"
import { make, required } from "../argv/command.js"
import { text } from "../argv/flag.js"
import { usage } from "../problem.js"
import * as Print from "../terminal/print.js"

export const extend = make({
  name: "extend",
  summary: "Extend the lifetime of a resource.",
  details: ["Retries send the same key, so --by adds once."],
  examples: [
    { line: "qurl extend r_abc123 --by 24h", what: "A day more" },
    { line: "qurl extend r_abc123 --until 2030-01-31T12:00:00Z", what: "Up to an instant" }
  ],
  flags: {
    by: text("by", "LIFETIME", "How much longer, such as 24h or 7d."),
    until: text("until", "INSTANT", "Instant at which it ends, instead of --by."),
    ...writeFlags
  },
  arguments: { id: required("ID", "A resource_id.") },
  run: Effect.fnUntraced(function*(flags, { id }) {
    const { by, until } = flags
    const input = by !== undefined && until === undefined
      ? { extend_by: by }
      : until !== undefined && by === undefined
      ? { expires_at: until }
      : yield* usage("Give either --by or --until.")
    const changed = yield* connected(Qurl, write(flags, (options) => Qurl.extend(id, asInput(input), options)))
    yield* Print.record(changed, changed.expires_at)
  })
})
