import { Resources } from "@qurl/sdk/Resources"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { asInput } from "../api/asInput.js"
import { callFlags, callOptions, write, writeFlags } from "../api/callFlags.js"
import { linkColumns, resourceList } from "../api/columns.js"
import { connected } from "../api/connect.js"
import { deleteIfPresent, printDeleted } from "../api/deleteIfPresent.js"
import { given } from "../api/linkFlags.js"
import { pageFlags, printPages } from "../api/pages.js"
import { type Group, make, optional, required } from "../argv/command.js"
import { choice, text, texts, toggle } from "../argv/flag.js"
import { confirm } from "../terminal/confirm.js"
import * as Print from "../terminal/print.js"
import { Session } from "../terminal/session.js"
import { visible } from "../terminal/visible.js"
import { shorten } from "../terminal/wrap.js"

const id = required("ID", "A resource_id.")

const details = {
  description: text("description", "TEXT", "At most 500 characters; empty clears it."),
  tag: texts("tag", "TAG", "A tag, at most 10."),
  customDomain: text("custom-domain", "HOST", "One of your domains that is ready for links."),
  alias: text("alias", "NAME", "A name of 3 to 64 lowercase letters, digits and hyphens.")
}

const create = make({
  name: "create",
  summary: "Create a resource without a link, or find the one of the same target.",
  examples: [
    { line: "qurl resources create https://example.com --alias handbook", what: "A resource with a name" },
    { line: "qurl mint \"$(qurl resources create https://example.com -q)\" -q", what: "And a link for it" }
  ],
  flags: {
    ...details,
    type: choice("type", ["url", "tunnel"], "Default: url."),
    slug: text("slug", "NAME", "The name of a resource of type tunnel."),
    findOrCreate: toggle("find-or-create", "Return the tunnel if it exists."),
    ...writeFlags
  },
  arguments: { url: optional("URL", "Target of the resource, an http or https URL.") },
  run: Effect.fnUntraced(function*(flags, { url }) {
    const { alias, customDomain, description, findOrCreate, slug, tag, type } = flags
    const input = given({
      type: type ?? (url === undefined ? undefined : "url" as const),
      target_url: url,
      description,
      tags: tag.length === 0 ? undefined : tag,
      custom_domain: customDomain,
      alias,
      slug,
      find_or_create: findOrCreate ? true : undefined
    })
    const made = yield* connected(Resources, write(flags, (options) => Resources.create(asInput(input), options)))
    yield* Print.record(made, made.resource_id)
    if (made.meta.foundExisting === true) yield* Print.note("It existed and is unchanged.")
  })
})

const get = make({
  name: "get",
  summary: "Show a resource and its links.",
  examples: [{ line: "qurl resources get r_abc123", what: "With a preview of its links" }],
  flags: callFlags,
  arguments: { id },
  run: Effect.fnUntraced(function*(flags, { id }) {
    const found = yield* connected(Resources, Resources.get(id, callOptions(flags)))
    const { json, quiet } = yield* Session
    if (json || quiet) return yield* Print.record(found, found.resource.resource_id)
    yield* Print.record(found.resource, found.resource.resource_id)
    if ((found.qurls ?? []).length === 0) return
    yield* Print.line("")
    yield* Print.rows(Stream.fromIterable(found.qurls ?? []), { name: "links", columns: linkColumns, none: "" })
  })
})

const list = make({
  name: "list",
  summary: "List resources, or look one up by its alias or slug.",
  examples: [
    { line: "qurl resources list --status active", what: "All of them" },
    { line: "qurl resources list --alias handbook -q", what: "The id of one" }
  ],
  flags: {
    alias: text("alias", "NAME", "The one with this alias."),
    slug: text("slug", "NAME", "The one with this slug."),
    status: choice("status", ["active", "revoked", "active,revoked"], "Only those."),
    type: choice("type", ["url", "tunnel"], "Only those."),
    ...pageFlags,
    ...callFlags
  },
  arguments: {},
  run: (flags) => {
    const { alias, slug, status, type } = flags
    const query = given({ alias, slug, status, type })
    return connected(
      Resources,
      printPages(flags, resourceList, {
        all: (limit) => Resources.listAll({ ...query, limit }, callOptions(flags)),
        page: (page) => Resources.list({ ...query, ...page }, callOptions(flags))
      })
    )
  }
})

const update = make({
  name: "update",
  summary: "Change the description, tags, domain or alias of a resource.",
  examples: [
    { line: "qurl resources update r_abc123 --alias handbook", what: "Name it" },
    { line: "qurl resources update r_abc123 --no-alias", what: "Remove its name" }
  ],
  flags: { ...details, noAlias: toggle("no-alias", "Remove its alias."), ...writeFlags },
  arguments: { id },
  run: Effect.fnUntraced(function*(flags, { id }) {
    const { alias, customDomain, description, noAlias, tag } = flags
    const input = given({
      description,
      tags: tag.length === 0 ? undefined : tag,
      custom_domain: customDomain,
      alias: noAlias ? null : alias
    })
    const changed = yield* connected(
      Resources,
      write(flags, (options) => Resources.update(id, asInput(input), options))
    )
    yield* Print.record(changed, changed.resource_id)
  })
})

const yes = toggle("yes", "Do not ask. Required without a terminal.", "y")

const remove = make({
  name: "delete",
  summary: "Revoke a resource with all its links.",
  details: ["An id that does not exist is an error."],
  examples: [{ line: "qurl resources delete r_abc123 --yes", what: "Without a question" }],
  flags: { yes, ...callFlags },
  arguments: { id },
  run: Effect.fnUntraced(function*(flags, { id }) {
    yield* confirm(`Revoking ${shorten(visible(id), 64)} with all its links`, flags.yes)
    yield* printDeleted(yield* connected(Resources, deleteIfPresent(id, Resources.delete(id, callOptions(flags)))))
  })
})

const revoke = make({
  name: "revoke-link",
  summary: "Revoke one link of a resource.",
  examples: [{ line: "qurl resources revoke-link r_abc123 q_def456 --yes", what: "The other links stay" }],
  flags: { yes, ...callFlags },
  arguments: { id, link: required("LINK_ID", "The qurl_id of the link.") },
  run: Effect.fnUntraced(function*(flags, { id, link }) {
    yield* confirm(`Revoking the link ${link.slice(0, 40)}`, flags.yes)
    yield* printDeleted(
      yield* connected(Resources, deleteIfPresent(link, Resources.revokeQurl(id, link, callOptions(flags))))
    )
  })
})

export const resources: Group = {
  name: "resources",
  summary: "Manage resources, the targets of links.",
  children: [list, get, create, update, remove, revoke]
}
