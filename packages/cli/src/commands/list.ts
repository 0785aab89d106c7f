import { Qurl } from "@qurl/sdk/Qurls"
import { Resources } from "@qurl/sdk/Resources"
import { callFlags, callOptions } from "../api/callFlags.js"
import { resourceList } from "../api/columns.js"
import { connected } from "../api/connect.js"
import { given } from "../api/linkFlags.js"
import { pageFlags, printPages } from "../api/pages.js"
import { make } from "../argv/command.js"
import { choice, text } from "../argv/flag.js"
import { usage } from "../problem.js"

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
    type: choice("type", ["url", "tunnel"], "Only resources of this type. Not with --search, --sort or instants."),
    ...pageFlags,
    ...callFlags
  },
  arguments: {},
  run: (flags) => {
    const { createdAfter, createdBefore, expiresAfter, expiresBefore, search, sort, status, type } = flags
    const query = given({
      q: search,
      sort,
      created_after: createdAfter,
      created_before: createdBefore,
      expires_after: expiresAfter,
      expires_before: expiresBefore
    })
    const options = callOptions(flags)
    if (type === undefined) {
      const wanted = { ...query, ...given({ status }) }
      return connected(
        Qurl,
        printPages(flags, resourceList, {
          all: (limit) => Qurl.listAll({ ...wanted, limit }, options),
          page: (page) => Qurl.list({ ...wanted, ...page }, options)
        })
      )
    }
    // The API filters by type in another list, which knows neither words nor instants.
    if (Object.keys(query).length > 0) return usage("--type cannot be combined with --search, --sort and instants.")
    return connected(
      Resources,
      printPages(flags, resourceList, {
        all: (limit) => Resources.listAll({ type, status: status ?? "active", limit }, options),
        page: (page) => Resources.list({ type, status: status ?? "active", ...page }, options)
      })
    )
  }
})
