import {
  BatchCreate,
  CreateQurlRequest,
  CreateQurlResult,
  CreateResourceRequest,
  MintLinkRequest,
  MintLinkResult,
  Resource,
  ShareResult
} from "@qurl/contract"
import { type CreateInput, Qurl, Resources } from "@qurl/sdk"
import * as Chunk from "effect/Chunk"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { asInput } from "../../api/asInput.js"
import { withJournal } from "../../batch/journal.js"
import { parseDuration } from "../../duration.js"
import { invalid } from "../../problem.js"
import { once, requestId, resourceId, rest, text } from "../arguments.js"
import { inputSchema, outputSchema } from "../schema.js"
import type { Arguments, Tool } from "../tool.js"

/** Items of a batch, which the SDK checks one by one. */
const itemsOf = (args: Arguments): ReadonlyArray<CreateInput> =>
  asInput(Array.isArray(args["items"]) ? args["items"] : [])

/** Lifetime of a share. Nothing is the server's default. */
const lifetimeOf = (ttl: string) => {
  if (ttl === "") return Effect.succeed({})
  const ttl_seconds = Option.match(parseDuration(ttl), { onNone: () => NaN, onSome: Duration.toSeconds })
  return Number.isInteger(ttl_seconds)
    ? Effect.succeed({ ttl_seconds })
    : Effect.fail(invalid("ttl must be a duration of whole seconds, such as 90s or 1h30m."))
}

/** Tools that create links and resources. */
export const creations: ReadonlyArray<Tool> = [
  {
    name: "create_qurl",
    title: "Create a link",
    description: `Create a time-limited access link. The link is a credential and returned this once. ${once}`,
    kind: "write",
    inputSchema: inputSchema(CreateQurlRequest, { request_id: requestId }),
    outputSchema: outputSchema(CreateQurlResult),
    run: (args, { write }) => Qurl.create(asInput(rest(args, "request_id")), write)
  },
  {
    name: "batch_create_qurls",
    title: "Create up to 100 links",
    description: `Create up to 100 links in one request. Each item has its own result. ${once}`,
    kind: "write",
    inputSchema: inputSchema(BatchCreate.BatchCreateRequest, { request_id: requestId }),
    outputSchema: outputSchema(BatchCreate.BatchCreateResult),
    run: (args, { write }) => Qurl.batchCreate(itemsOf(args), write)
  },
  {
    name: "bulk_create_qurls",
    title: "Create any number of links",
    description:
      "Create any number of links as a job with a journal. A repeated call resumes the job and creates nothing "
      + "twice, even after a crash of this server.",
    kind: "write",
    inputSchema: inputSchema(BatchCreate.BatchCreateRequest, { request_id: requestId }, "items"),
    outputSchema: {
      type: "object",
      properties: {
        job: { type: "string", description: "Name of the job." },
        results: { type: "array", items: { type: "object" }, description: "One row per item, in order." }
      },
      required: ["job", "results"]
    },
    run: (args, { job }) =>
      withJournal(Stream.runCollect(Qurl.batchCreateAll(itemsOf(args), { job }))).pipe(
        Effect.map((rows) => ({ job, results: Chunk.toReadonlyArray(rows).map(({ input: _, ...row }) => row) }))
      )
  },
  {
    name: "share_by_crid",
    title: "Share a resource",
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
    outputSchema: outputSchema(ShareResult),
    run: (args, { write }) =>
      Effect.flatMap(
        lifetimeOf(text(args, "ttl")),
        (ttl) => Resources.share(text(args, "crid").replace(/^\$/, ""), ttl, write)
      )
  },
  {
    name: "publish_crid",
    title: "Publish a URL",
    description: "Publish a URL as a resource, or find the one of the same URL. The answer has its CRID, which "
      + `share_by_crid takes. State private. ${once}`,
    kind: "write",
    inputSchema: inputSchema(CreateResourceRequest, { request_id: requestId }),
    outputSchema: outputSchema(Resource),
    run: (args, { write }) => Resources.create(asInput({ type: "url", ...rest(args, "request_id") }), write)
  },
  {
    name: "mint_link",
    title: "Create another link",
    description: `Create another link for an existing resource. ${once}`,
    kind: "write",
    inputSchema: inputSchema(MintLinkRequest, { resource_id: resourceId, request_id: requestId }),
    outputSchema: outputSchema(MintLinkResult),
    run: (args, { write }) =>
      Qurl.mintLink(text(args, "resource_id"), asInput(rest(args, "resource_id", "request_id")), write)
  }
]
