import { ListQurlsQuery, Qurl as QurlSchema, Session } from "@qurl/contract"
import { Qurl, Sessions } from "@qurl/sdk"
import { asInput } from "../../api/asInput.js"
import { resourceId, text } from "../arguments.js"
import { inputSchema, outputSchema, pageSchema } from "../schema.js"
import type { Tool } from "../tool.js"

/** Tools that change nothing. */
export const reads: ReadonlyArray<Tool> = [
  {
    name: "get_qurl",
    title: "Show a resource",
    description: "Show a resource and its links.",
    kind: "read",
    inputSchema: inputSchema(undefined, {
      resource_id: { description: "The resource_id or the CRID, or the qurl_id of a link." }
    }),
    outputSchema: outputSchema(QurlSchema),
    run: (args) => Qurl.get(text(args, "resource_id"))
  },
  {
    name: "list_qurls",
    title: "List resources",
    description: "List resources, a page at a time. Continue with next_cursor as cursor.",
    kind: "read",
    inputSchema: inputSchema(ListQurlsQuery, {}),
    outputSchema: pageSchema(QurlSchema),
    run: (args) => Qurl.list(asInput(args))
  },
  {
    name: "list_qurl_sessions",
    title: "List sessions",
    description: "List the active sessions of a resource.",
    kind: "read",
    inputSchema: inputSchema(undefined, { resource_id: resourceId }),
    outputSchema: pageSchema(Session),
    run: (args) => Sessions.list(text(args, "resource_id"))
  }
]
