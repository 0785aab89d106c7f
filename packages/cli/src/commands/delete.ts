import { Resources } from "@qurl/sdk/Resources"
import * as Effect from "effect/Effect"
import { callFlags, callOptions } from "../api/callFlags.js"
import { connected } from "../api/connect.js"
import { deleteIfPresent, printDeleted } from "../api/deleteIfPresent.js"
import { make, required } from "../argv/command.js"
import { toggle } from "../argv/flag.js"
import { confirm } from "../terminal/confirm.js"
import { visible } from "../terminal/visible.js"
import { shorten } from "../terminal/wrap.js"

export const remove = make({
  name: "delete",
  summary: "Revoke a resource with all its links.",
  details: ["Revoking it again succeeds. An id that does not exist is an error."],
  examples: [
    { line: "qurl delete r_abc123", what: "Asks first" },
    { line: "qurl list --quiet | xargs -n1 qurl delete --yes", what: "In a script" }
  ],
  flags: { yes: toggle("yes", "Do not ask. Required without a terminal.", "y"), ...callFlags },
  arguments: { id: required("ID", "A resource_id.") },
  run: Effect.fnUntraced(function*(flags, { id }) {
    yield* confirm(`Revoking ${shorten(visible(id), 64)} with all its links`, flags.yes)
    yield* printDeleted(yield* connected(Resources, deleteIfPresent(id, Resources.delete(id, callOptions(flags)))))
  })
})
