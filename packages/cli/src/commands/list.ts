import { Qurl } from "@qurl/sdk"
import { callFlags, callOptions } from "../api/callFlags.js"
import { resourceColumns } from "../api/columns.js"
import { connected } from "../api/connect.js"
import { given } from "../api/linkFlags.js"
import { make } from "../argv/command.js"
import { choice, count, text } from "../argv/flag.js"
import { printList } from "../terminal/printList.js"

export const list = make({
  name: "list",
  summary: "List resources, page after page.",
  details: ["Pages are asked for as they are read: with `| head` no more than needed."],
  examples: [
    { line: "qurl list", what: "All that are active, the latest first" },
    { line: "qurl list --search report --limit 10", what: "The ten latest with a word in them" },
    { line: "qurl list --json | jq -r .target_url", what: "For a program: one object a line" }
  ],
  flags: {
    status: choice("status", ["active", "revoked", "active,revoked"], "Default: active."),
    search: text("search", "TEXT", "Only those with this text."),
    sort: text("sort", "ORDER", "created_at or expires_at, with :asc or :desc. Default: created_at:desc."),
    createdAfter: text("created-after", "INSTANT", "Only those created later."),
    createdBefore: text("created-before", "INSTANT", "Only those created earlier."),
    expiresAfter: text("expires-after", "INSTANT", "Only those that end later."),
    expiresBefore: text("expires-before", "INSTANT", "Only those that end earlier."),
    limit: count("limit", "N", "At most so many. Default: all.", [1, Infinity]),
    ...callFlags
  },
  arguments: {},
  run: (flags) => {
    const { createdAfter, createdBefore, expiresAfter, expiresBefore, limit, search, sort, status } = flags
    const query = given({
      status,
      q: search,
      sort,
      created_after: createdAfter,
      created_before: createdBefore,
      expires_after: expiresAfter,
      expires_before: expiresBefore,
      limit: Math.min(limit ?? 100, 100)
    })
    return connected(
      printList(Qurl.listAll(query, callOptions(flags)), limit, resourceColumns, "There are no resources.")
    )
  }
})
