import {
  ExtendQurlRequest,
  Qurl as QurlSchema,
  QurlSummary,
  UpdateQurlRequest,
  UpdateResourceQurlRequest,
  UpdateResourceRequest
} from "@qurl/contract"
import { Portal, Qurl, Resources } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { asInput } from "../../api/asInput.js"
import { invalid } from "../../problem.js"
import { has, once, qurlId, requestId, resourceId, rest, text } from "../arguments.js"
import { type InputSchema, inputSchema, outputSchema, ownSchema } from "../schema.js"
import type { Tool } from "../tool.js"

/** Properties of a resource that the operation on its links does not change. */
const domainNames = ["custom_domain", "preserve_host"] as const

/** Arguments of `update_qurl`: those of two operations, of which a call makes one. */
const updateInput = (): InputSchema => {
  const links = inputSchema(UpdateQurlRequest, { resource_id: resourceId, request_id: requestId })
  const resource = inputSchema(UpdateResourceRequest, {})
  const domain = Object.entries(resource.properties).filter(([name]) => domainNames.some((each) => each === name))
  return { ...links, properties: { ...links.properties, ...Object.fromEntries(domain) } }
}

/** Tools that change resources and links. */
export const changes: ReadonlyArray<Tool> = [
  {
    name: "update_qurl",
    title: "Change a resource",
    description: `Change the description, tags, expiry or custom domain of a resource. ${once} `
      + "An expiry and a custom domain take two calls.",
    kind: "write",
    inputSchema: updateInput(),
    outputSchema: outputSchema(QurlSchema),
    run: (args, { write }): ReturnType<Tool["run"]> => {
      const id = text(args, "resource_id")
      const input = rest(args, "resource_id", "request_id")
      if (!has(args, ...domainNames)) return Qurl.update(id, asInput(input), write)
      return has(args, "extend_by", "expires_at")
        ? Effect.fail(invalid("custom_domain and preserve_host cannot be combined with extend_by and expires_at."))
        : Resources.update(id, asInput(input), write)
    }
  },
  {
    name: "extend_qurl",
    title: "Extend a resource",
    description: `Extend the lifetime of a resource. ${once} Give another request_id to extend it again.`,
    kind: "write",
    inputSchema: inputSchema(ExtendQurlRequest, { resource_id: resourceId, request_id: requestId }),
    outputSchema: outputSchema(QurlSchema),
    run: (args, { write }) =>
      Qurl.extend(text(args, "resource_id"), asInput(rest(args, "resource_id", "request_id")), write)
  },
  {
    name: "update_qurl_token",
    title: "Change a link",
    description: `Change one link of a resource. ${once}`,
    kind: "write",
    inputSchema: inputSchema(UpdateResourceQurlRequest, {
      resource_id: resourceId,
      qurl_id: qurlId,
      request_id: requestId
    }),
    outputSchema: outputSchema(QurlSummary),
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
    title: "Open a link",
    description: `Open a link for the address of this machine. ${once}`,
    kind: "write",
    inputSchema: inputSchema(undefined, {
      access_token: { description: "The link, or its token, which begins with at_." },
      request_id: requestId
    }),
    outputSchema: ownSchema({
      resourceUrl: { type: "string", description: "Target of the link, open to the address of this machine." },
      openSeconds: { type: "number", description: "Duration of the access; 0 is unknown." },
      resourceId: { type: "string" },
      meta: { type: "object" }
    }, ["resourceUrl", "openSeconds"]),
    run: (args, { write }) => Portal.enterPortal(Redacted.make(text(args, "access_token")), write)
  }
]
