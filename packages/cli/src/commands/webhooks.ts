import type { Webhook } from "@qurl/contract"
import { Webhooks } from "@qurl/sdk/Webhooks"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { asInput } from "../api/asInput.js"
import { callFlags, callOptions, write, writeFlags } from "../api/callFlags.js"
import { connected } from "../api/connect.js"
import { deleteIfPresent, printDeleted } from "../api/deleteIfPresent.js"
import { given } from "../api/linkFlags.js"
import { type Group, make, required } from "../argv/command.js"
import { choice, count, text, texts, toggle } from "../argv/flag.js"
import { confirm } from "../terminal/confirm.js"
import * as Print from "../terminal/print.js"
import { printList } from "../terminal/printList.js"
import { listen } from "./webhooksListen.js"

const id = required("WEBHOOK_ID", "The webhook_id.")
const event = texts("event", "NAME", "An event, such as qurl.accessed (qurl webhooks events).")
const limit = count("limit", "N", "At most N rows. Default: all.", [1, Infinity])

const columns: ReadonlyArray<Print.Column<Webhook.Webhook>> = [
  { title: "webhook", value: (row) => row.webhook_id },
  { title: "status", value: (row) => row.status },
  { title: "failures", value: (row) => row.failure_count },
  { title: "url", value: (row) => row.url },
  { title: "events", value: (row) => row.events }
]

const list = make({
  name: "list",
  summary: "List webhooks.",
  examples: [{ line: "qurl webhooks list", what: "All of them" }],
  flags: { limit, ...callFlags },
  arguments: {},
  run: (flags) =>
    connected(
      Webhooks,
      printList(Webhooks.listAll({}, callOptions(flags)), flags.limit, {
        name: "webhooks",
        columns,
        none: "No webhooks."
      })
    )
})

const get = make({
  name: "get",
  summary: "Show a webhook.",
  examples: [{ line: "qurl webhooks get wh_abc", what: "Its status" }],
  flags: callFlags,
  arguments: { id },
  run: (flags, { id }) =>
    Effect.flatMap(
      connected(Webhooks, Webhooks.get(id, callOptions(flags))),
      (found) => Print.record(found, found.webhook_id)
    )
})

const create = make({
  name: "create",
  summary: "Deliver events to a URL. The secret is shown this once.",
  examples: [{ line: "qurl webhooks create https://example.com/hook --event qurl.accessed", what: "One event" }],
  flags: { event, description: text("description", "TEXT", "At most 500 characters."), ...writeFlags },
  arguments: { url: required("URL", "URL of the receiver.") },
  run: Effect.fnUntraced(function*(flags, { url }) {
    const input = { url, events: flags.event, ...given({ description: flags.description }) }
    const made = yield* connected(Webhooks, write(flags, (options) => Webhooks.create(input, options)))
    yield* Print.record(made, made.secret)
  })
})

const update = make({
  name: "update",
  summary: "Change a webhook.",
  examples: [{ line: "qurl webhooks update wh_abc --status disabled", what: "No deliveries for now" }],
  flags: {
    url: text("url", "URL", "URL of the receiver."),
    event,
    description: text("description", "TEXT", "At most 500 characters."),
    status: choice("status", ["active", "disabled"], "Whether events are delivered."),
    ...writeFlags
  },
  arguments: { id },
  run: Effect.fnUntraced(function*(flags, { id }) {
    const { description, event, status, url } = flags
    const input = given({ url, description, status, events: event.length === 0 ? undefined : event })
    const changed = yield* connected(Webhooks, write(flags, (options) => Webhooks.update(id, asInput(input), options)))
    yield* Print.record(changed, changed.webhook_id)
  })
})

const rotate = make({
  name: "rotate-secret",
  summary: "Create a new secret. The old one ends at once.",
  examples: [{ line: "qurl webhooks rotate-secret wh_abc --quiet", what: "Nothing but the secret" }],
  flags: writeFlags,
  arguments: { id },
  run: (flags, { id }) =>
    Effect.flatMap(
      connected(Webhooks, write(flags, (options) => Webhooks.regenerateSecret(id, options))),
      (changed) => Print.record(changed, changed.secret)
    )
})

const remove = make({
  name: "delete",
  summary: "Delete a webhook.",
  details: ["An id that does not exist is an error."],
  examples: [{ line: "qurl webhooks delete wh_abc --yes", what: "Without a question" }],
  flags: { yes: toggle("yes", "Do not ask. Required without a terminal.", "y"), ...callFlags },
  arguments: { id },
  run: Effect.fnUntraced(function*(flags, { id }) {
    yield* confirm(`Deleting the webhook ${id.slice(0, 40)}`, flags.yes)
    yield* printDeleted(yield* connected(Webhooks, deleteIfPresent(id, Webhooks.delete(id, callOptions(flags)))))
  })
})

const deliveries = make({
  name: "deliveries",
  summary: "List deliveries and their results.",
  examples: [{ line: "qurl webhooks deliveries wh_abc --limit 20", what: "The latest twenty" }],
  flags: { limit, ...callFlags },
  arguments: { id },
  run: (flags, { id }) =>
    connected(
      Webhooks,
      printList(
        Webhooks.allDeliveries(id, {}, callOptions(flags)),
        flags.limit,
        {
          name: "deliveries",
          none: "No deliveries.",
          columns: [
            { title: "delivery", value: (row) => row.delivery_id },
            {
              title: "event",
              value: (row) => row.event_type
            },
            { title: "status", value: (row) => row.status },
            { title: "code", value: (row) => row.response_code },
            { title: "created", value: (row) => row.created_at }
          ]
        }
      )
    )
})

const events = make({
  name: "events",
  summary: "List the types of events.",
  examples: [{ line: "qurl webhooks events", what: "Names and descriptions" }],
  flags: callFlags,
  arguments: {},
  run: (flags) =>
    connected(
      Webhooks,
      Effect.flatMap(Webhooks.eventTypes(callOptions(flags)), ({ items }) =>
        Print.rows(Stream.fromIterable(items), {
          name: "events",
          none: "No events.",
          columns: [
            { title: "event", value: (row) => row.type },
            {
              title: "category",
              value: (row) => row.category
            },
            { title: "description", value: (row) => row.description }
          ]
        }))
    )
})

export const webhooks: Group = {
  name: "webhooks",
  summary: "Manage webhooks and receive their events.",
  children: [listen, list, get, create, update, rotate, remove, deliveries, events]
}
