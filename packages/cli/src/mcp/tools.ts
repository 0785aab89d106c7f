import {
  BatchCreate,
  CreateQurlRequest,
  CreateResourceRequest,
  ExtendQurlRequest,
  ListQurlsQuery,
  MintLinkRequest,
  UpdateQurlRequest,
  UpdateResourceQurlRequest
} from "@qurl/contract"
import { type CreateInput, Portal, Qurl, Resources, Sessions } from "@qurl/sdk"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { asInput } from "../api/asInput.js"
import { withJournal } from "../batch/journal.js"
import { invalid } from "../problem.js"
import { type Extra, inputSchema } from "./schema.js"
import type { Arguments, Tool } from "./tool.js"

const resourceId: Extra = { description: "The resource_id of a resource." }
const qurlId: Extra = { description: "The qurl_id of a link." }

const requestId: Extra = {
  description: "Your name for this request. A repeated call with the same arguments creates nothing new; give another "
    + "request_id to create the same once more.",
  optional: true
}

const once = "Repeating the call with the same arguments returns the first result and changes nothing."

const text = (args: Arguments, name: string): string => {
  const value = args[name]
  return typeof value === "string" ? value : ""
}

/** Arguments that are the input of an operation. */
const rest = (args: Arguments, ...names: ReadonlyArray<string>): Arguments =>
  Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)))

/** Items of a batch, which the SDK checks one by one. */
const itemsOf = (args: Arguments): ReadonlyArray<CreateInput> =>
  asInput(Array.isArray(args["items"]) ? args["items"] : [])

const unitSeconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 }

/** Lifetime from parts such as `1h30m`. Nothing is the server's default. */
const lifetimeOf = (ttl: string) => {
  if (ttl === "") return Effect.succeed({})
  const parts = Array.from(ttl.matchAll(/(\d+(?:\.\d+)?)([hms])/g))
  const ttl_seconds = parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (unitSeconds[unit] ?? 0), 0)
  const isWhole = parts.map(([part]) => part).join("") === ttl && Number.isInteger(ttl_seconds) && ttl_seconds > 0
  return isWhole
    ? Effect.succeed({ ttl_seconds })
    : Effect.fail(invalid("ttl must be a duration of whole seconds, such as 90s or 1h30m."))
}

const reads: ReadonlyArray<Tool> = [
  {
    name: "get_qurl",
    description: "Show a resource and its links.",
    kind: "read",
    inputSchema: inputSchema(undefined, { resource_id: { description: "The resource_id, or the qurl_id of a link." } }),
    run: (args) => Qurl.get(text(args, "resource_id"))
  },
  {
    name: "list_qurls",
    description: "List resources, a page at a time. Continue with next_cursor as cursor.",
    kind: "read",
    inputSchema: inputSchema(ListQurlsQuery, {}),
    run: (args) => Qurl.list(asInput(args))
  },
  {
    name: "list_qurl_sessions",
    description: "List the active sessions of a resource.",
    kind: "read",
    inputSchema: inputSchema(undefined, { resource_id: resourceId }),
    run: (args) => Sessions.list(text(args, "resource_id"))
  }
]

const creations: ReadonlyArray<Tool> = [
  {
    name: "create_qurl",
    description: `Create a time-limited access link. The link is a credential and returned this once. ${once}`,
    kind: "write",
    inputSchema: inputSchema(CreateQurlRequest, { request_id: requestId }),
    run: (args, { write }) => Qurl.create(asInput(rest(args, "request_id")), write)
  },
  {
    name: "batch_create_qurls",
    description: `Create up to 100 links in one request. Each item has its own result. ${once}`,
    kind: "write",
    inputSchema: inputSchema(BatchCreate.BatchCreateRequest, { request_id: requestId }),
    run: (args, { write }) => Qurl.batchCreate(itemsOf(args), write)
  },
  {
    name: "bulk_create_qurls",
    description:
      "Create any number of links as a job with a journal. A repeated call resumes the job and creates nothing "
      + "twice, even after a crash of this server.",
    kind: "write",
    inputSchema: inputSchema(BatchCreate.BatchCreateRequest, { request_id: requestId }, "items"),
    run: (args, { job }) =>
      withJournal(Stream.runCollect(Qurl.batchCreateAll(itemsOf(args), { job }))).pipe(
        Effect.map((rows) => ({ job, results: Chunk.toReadonlyArray(rows).map(({ input: _, ...row }) => row) }))
      )
  },
  {
    name: "share_by_crid",
    description: `Make a link for one visit to a resource. The link is a credential and returned this once. ${once}`,
    kind: "write",
    inputSchema: inputSchema(undefined, {
      crid: { description: "CRID of the resource, with or without a leading $." },
      ttl: {
        description: "Lifetime in whole seconds, such as 90s or 1h30m. Default: that of the server.",
        optional: true
      },
      request_id: requestId
    }),
    run: (args, { write }) =>
      Effect.flatMap(
        lifetimeOf(text(args, "ttl")),
        (ttl) => Resources.share(text(args, "crid").replace(/^\$/, ""), ttl, write)
      )
  },
  {
    name: "publish_crid",
    description: "Publish a URL as a resource, or find the one of the same URL. The answer has its CRID, which "
      + `share_by_crid takes. State private. ${once}`,
    kind: "write",
    inputSchema: inputSchema(CreateResourceRequest, { request_id: requestId }),
    run: (args, { write }) => Resources.create(asInput({ type: "url", ...rest(args, "request_id") }), write)
  },
  {
    name: "mint_link",
    description: `Create another link for an existing resource. ${once}`,
    kind: "write",
    inputSchema: inputSchema(MintLinkRequest, { resource_id: resourceId, request_id: requestId }),
    run: (args, { write }) =>
      Qurl.mintLink(text(args, "resource_id"), asInput(rest(args, "resource_id", "request_id")), write)
  }
]

const changes: ReadonlyArray<Tool> = [
  {
    name: "update_qurl",
    description: `Change the description, tags or expiry of a resource. ${once}`,
    kind: "write",
    inputSchema: inputSchema(UpdateQurlRequest, { resource_id: resourceId, request_id: requestId }),
    run: (args, { write }) =>
      Qurl.update(text(args, "resource_id"), asInput(rest(args, "resource_id", "request_id")), write)
  },
  {
    name: "extend_qurl",
    description: `Extend the lifetime of a resource. ${once} Give another request_id to extend it again.`,
    kind: "write",
    inputSchema: inputSchema(ExtendQurlRequest, { resource_id: resourceId, request_id: requestId }),
    run: (args, { write }) =>
      Qurl.extend(text(args, "resource_id"), asInput(rest(args, "resource_id", "request_id")), write)
  },
  {
    name: "update_qurl_token",
    description: `Change one link of a resource. ${once}`,
    kind: "write",
    inputSchema: inputSchema(UpdateResourceQurlRequest, {
      resource_id: resourceId,
      qurl_id: qurlId,
      request_id: requestId
    }),
    run: (args, { write }) =>
      Resources.updateQurl(
        text(args, "resource_id"),
        text(args, "qurl_id"),
        asInput(rest(args, "resource_id", "qurl_id", "request_id")),
        write
      )
  },
  {
    name: "resolve_qurl",
    description: `Open a link for the address of this machine. ${once}`,
    kind: "write",
    inputSchema: inputSchema(undefined, {
      access_token: { description: "The link, or its token, which begins with at_." },
      request_id: requestId
    }),
    run: (args, { write }) => Portal.enterPortal(Redacted.make(text(args, "access_token")), write)
  }
]

const deletions: ReadonlyArray<Tool> = [
  {
    name: "delete_qurl",
    description: "Revoke a resource with all its links.",
    kind: "delete",
    inputSchema: inputSchema(undefined, { resource_id: resourceId }),
    run: (args) => Qurl.delete(text(args, "resource_id"))
  },
  {
    name: "revoke_qurl_token",
    description: "Revoke one link of a resource.",
    kind: "delete",
    inputSchema: inputSchema(undefined, { resource_id: resourceId, qurl_id: qurlId }),
    run: (args) => Resources.revokeQurl(text(args, "resource_id"), text(args, "qurl_id"))
  },
  {
    name: "terminate_qurl_sessions",
    description: "End the sessions of a resource, or one of them.",
    kind: "delete",
    inputSchema: inputSchema(undefined, {
      resource_id: resourceId,
      session_id: { description: "The session_id of one session. Default: all.", optional: true }
    }),
    run: (args): ReturnType<Tool["run"]> =>
      text(args, "session_id") === ""
        ? Sessions.terminateAll(text(args, "resource_id"))
        : Sessions.terminate(text(args, "resource_id"), text(args, "session_id"))
  }
]

/** Tools of the MCP server, with the names and arguments of the official one. */
export const tools: ReadonlyArray<Tool> = [...creations, ...reads, ...changes, ...deletions]
