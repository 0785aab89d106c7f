import { Qurl } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { callFlags, callOptions } from "../api/callFlags.js"
import { linkColumns } from "../api/columns.js"
import { connected } from "../api/connect.js"
import { make, required } from "../argv/command.js"
import * as Print from "../terminal/print.js"
import { Session } from "../terminal/session.js"

export const get = make({
  name: "get",
  summary: "Show a resource and its links.",
  examples: [
    { line: "qurl get r_abc123", what: "By the id of the resource, or of one of its links" },
    { line: "qurl get r_abc123 --json | jq .status", what: "For a program" }
  ],
  flags: callFlags,
  arguments: { id: required("ID", "A resource_id, or the qurl_id of one of its links.") },
  run: Effect.fnUntraced(function*(flags, { id }) {
    const found = yield* connected(Qurl.get(id, callOptions(flags)))
    const { json, quiet } = yield* Session
    if (json || quiet) return yield* Print.record(found, found.resource_id)
    const { access_tokens: links = [], ...resource } = found
    yield* Print.record(resource, found.resource_id)
    if (links.length === 0) return
    yield* Print.line("")
    yield* Print.rows(Stream.fromIterable(links), { name: "links", columns: linkColumns, none: "" })
  })
})
