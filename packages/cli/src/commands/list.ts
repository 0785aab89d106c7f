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
  summary: "List resources.",
  details: ["Pages are requested as they are read, so `| head` costs no more than it prints."],
  examples: [
    { line: "qurl list", what: "All active ones, the latest first" },
    { line: "qurl list --search report --limit 10", what: "The ten latest with that word" },
    { line: "qurl list --json | jq -r .target_url", what: "For a program: JSON Lines" }
  ],
  flags: {
    status: choice("status", ["active", "revoked", "active,revoked"], "Default: active."),
    search: text("search", "TEXT", "Only resources with this text."),
    sort: text("sort", "ORDER", "created_at or expires_at, with :asc or :desc. Default: created_at:desc."),
    createdAfter: text("created-after", "INSTANT", "Only resources created later."),
    createdBefore: text("created-before", "INSTANT", "Only resources created earlier."),
    expiresAfter: text("expires-after", "INSTANT", "Only resources that expire later."),
    expiresBefore: text("expires-before", "INSTANT", "Only resources that expire earlier."),
    limit: count("limit", "N", "At most N rows. Default: all.", [1, Infinity]),
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
      printList(Qurl.listAll(query, callOptions(flags)), limit, resourceColumns, "No resources.")
    )
  }
})
