import type { Domain } from "@qurl/contract"
import { Domains } from "@qurl/sdk/Domains"
import * as Effect from "effect/Effect"
import { callFlags, callOptions, write, writeFlags } from "../../api/callFlags.js"
import { connected } from "../../api/connect.js"
import { deleteIfPresent, printDeleted } from "../../api/deleteIfPresent.js"
import { type Group, make, required } from "../../argv/command.js"
import { count, toggle } from "../../argv/flag.js"
import { exitCodes } from "../../exitCodes.js"
import { Problem } from "../../problem.js"
import { confirm } from "../../terminal/confirm.js"
import * as Print from "../../terminal/print.js"
import { printList } from "../../terminal/printList.js"

const domain = required("DOMAIN", "A host name, such as links.example.com.")

const columns: ReadonlyArray<Print.Column<typeof Domain.Type>> = [
  { title: "domain", value: (row) => row.domain },
  { title: "status", value: (row) => row.status },
  { title: "ready", value: (row) => row.ready_for_qurls },
  { title: "created", value: (row) => row.created_at }
]

const list = make({
  name: "list",
  summary: "List your domains.",
  examples: [{ line: "qurl domains list", what: "All of them" }],
  flags: { limit: count("limit", "N", "At most N rows. Default: all.", [1, Infinity]), ...callFlags },
  arguments: {},
  run: (flags) =>
    connected(
      Domains,
      printList(Domains.listAll({}, callOptions(flags)), flags.limit, { name: "domains", columns, none: "No domains." })
    )
})

const get = make({
  name: "get",
  summary: "Show a domain and the DNS records it needs.",
  examples: [{ line: "qurl domains get links.example.com", what: "Its status" }],
  flags: callFlags,
  arguments: { domain },
  run: (flags, { domain }) =>
    Effect.flatMap(
      connected(Domains, Domains.get(domain, callOptions(flags))),
      (found) => Print.record(found, found.status)
    )
})

const register = make({
  name: "register",
  summary: "Register a domain for your links.",
  examples: [{ line: "qurl domains register links.example.com", what: "Prints the DNS records to set" }],
  flags: writeFlags,
  arguments: { domain },
  run: (flags, { domain }) =>
    connected(Domains, write(flags, (options) => Domains.register({ domain }, options))).pipe(
      Effect.flatMap((made) => Print.record(made, made.verification_token)),
      Effect.zipRight(Print.note(`Set the DNS records, then: qurl domains verify ${domain}`))
    )
})

const verify = make({
  name: "verify",
  summary: "Check the DNS records of a domain.",
  details: ["Exits with 12 if they are not there yet."],
  examples: [{ line: "until qurl domains verify links.example.com; do sleep 60; done", what: "Wait for the DNS" }],
  flags: writeFlags,
  arguments: { domain },
  run: Effect.fnUntraced(function*(flags, { domain }) {
    const found = yield* connected(Domains, write(flags, (options) => Domains.verify(domain, options)))
    yield* Print.record(found, found.status)
    const failed = Object.entries(found.checks ?? {}).filter(([, check]) => check?.verified === false)
    if (failed.length > 0) {
      return yield* new Problem({
        exitCode: exitCodes.verification,
        what: `The domain is not verified: ${failed.map(([name]) => name).join(", ")}.`,
        next: `qurl domains get ${domain} shows the records. DNS changes take a while.`,
        outcome: "The records were checked."
      })
    }
  })
})

const token = make({
  name: "regenerate-token",
  summary: "Create a new verification token for a domain.",
  examples: [{ line: "qurl domains regenerate-token links.example.com", what: "If the old one has expired" }],
  flags: writeFlags,
  arguments: { domain },
  run: (flags, { domain }) =>
    Effect.flatMap(
      connected(Domains, write(flags, (options) => Domains.regenerateToken(domain, options))),
      (changed) => Print.record(changed, changed.verification_token)
    )
})

const remove = make({
  name: "delete",
  summary: "Remove a domain.",
  details: ["An id that does not exist is an error."],
  examples: [{ line: "qurl domains delete links.example.com --yes", what: "Without a question" }],
  flags: { yes: toggle("yes", "Do not ask. Required without a terminal.", "y"), ...callFlags },
  arguments: { domain },
  run: Effect.fnUntraced(function*(flags, { domain }) {
    yield* confirm(`Removing ${domain}`, flags.yes)
    yield* printDeleted(yield* connected(Domains, deleteIfPresent(domain, Domains.delete(domain, callOptions(flags)))))
  })
})

export const domains: Group = {
  name: "domains",
  summary: "Manage your own domains for links.",
  children: [list, get, register, verify, token, remove]
}
