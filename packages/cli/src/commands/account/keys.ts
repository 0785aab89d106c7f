import type { ApiKey } from "@qurl/contract"
import { ApiKeys } from "@qurl/sdk/ApiKeys"
import * as Effect from "effect/Effect"
import { asInput } from "../../api/asInput.js"
import { callFlags, callOptions, write, writeFlags } from "../../api/callFlags.js"
import { connected } from "../../api/connect.js"
import { deleteIfPresent, printDeleted } from "../../api/deleteIfPresent.js"
import { given } from "../../api/linkFlags.js"
import { type Group, make, required } from "../../argv/command.js"
import { choice, count, text, texts, toggle } from "../../argv/flag.js"
import { confirm } from "../../terminal/confirm.js"
import * as Print from "../../terminal/print.js"
import { printList } from "../../terminal/printList.js"

const scope = texts("scope", "SCOPE", "qurl:read, qurl:write, qurl:resolve or qurl:agent.")
const id = required("KEY_ID", "The key_id of the key.")

const columns: ReadonlyArray<Print.Column<ApiKey.ApiKey>> = [
  { title: "key", value: (row) => row.key_id },
  { title: "name", value: (row) => row.name },
  { title: "status", value: (row) => row.status },
  { title: "last used", value: (row) => row.last_used_at },
  { title: "scopes", value: (row) => row.scopes }
]

const list = make({
  name: "list",
  summary: "List API keys.",
  examples: [{ line: "qurl keys list --status all", what: "Revoked ones as well" }],
  flags: {
    status: choice("status", ["active", "revoked", "all"], "Only those."),
    limit: count("limit", "N", "At most N rows. Default: all.", [1, Infinity]),
    ...callFlags
  },
  arguments: {},
  run: (flags) =>
    connected(
      ApiKeys,
      printList(
        ApiKeys.listAll(given({ status: flags.status }), callOptions(flags)),
        flags.limit,
        { name: "keys", columns, none: "No keys." }
      )
    )
})

const create = make({
  name: "create",
  summary: "Create an API key, which is shown this once.",
  details: ["--idempotency-key takes 32 to 256 characters here."],
  examples: [
    { line: "qurl keys create 'CI' --scope qurl:read --scope qurl:write", what: "For a program" },
    {
      line: "(umask 077; qurl keys create 'CI' --scope qurl:read -q > key)",
      what: "Into a file that only its owner can read"
    }
  ],
  flags: { scope, ...writeFlags },
  arguments: { label: required("NAME", "Purpose of the key, at most 100 characters.") },
  run: Effect.fnUntraced(function*(flags, { label }) {
    const input = { name: label, scopes: flags.scope }
    const made = yield* connected(ApiKeys, write(flags, (options) => ApiKeys.create(input, options)))
    yield* Print.record(made, made.api_key)
  })
})

const update = make({
  name: "update",
  summary: "Change the name or the scopes of an API key.",
  examples: [{ line: "qurl keys update key_abc --name 'CI, reading' --scope qurl:read", what: "Fewer scopes" }],
  flags: { name: text("name", "NAME", "Its new name."), scope, ...writeFlags },
  arguments: { id },
  run: Effect.fnUntraced(function*(flags, { id }) {
    const input = given({ name: flags.name, scopes: flags.scope.length === 0 ? undefined : flags.scope })
    const changed = yield* connected(ApiKeys, write(flags, (options) => ApiKeys.update(id, asInput(input), options)))
    yield* Print.record(changed, changed.key_id)
  })
})

const revoke = make({
  name: "revoke",
  summary: "Revoke an API key.",
  details: ["An id that does not exist is an error."],
  examples: [{ line: "qurl keys revoke key_abc --yes", what: "Without a question" }],
  flags: { yes: toggle("yes", "Do not ask. Required without a terminal.", "y"), ...callFlags },
  arguments: { id },
  run: Effect.fnUntraced(function*(flags, { id }) {
    yield* confirm(`Revoking the key ${id.slice(0, 40)}`, flags.yes)
    yield* printDeleted(yield* connected(ApiKeys, deleteIfPresent(id, ApiKeys.revoke(id, callOptions(flags)))))
  })
})

export const keys: Group = {
  name: "keys",
  summary: "Manage API keys. Requires a JWT in QURL_API_KEY.",
  children: [list, create, update, revoke]
}
