import { Resources, Sessions } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import { deleteIfPresent } from "../../api/deleteIfPresent.js"
import { qurlId, resourceId, text } from "../arguments.js"
import { inputSchema, ownSchema } from "../schema.js"
import type { Tool } from "../tool.js"

/** Tools that revoke and end. */
export const deletions: ReadonlyArray<Tool> = [
  {
    name: "delete_qurl",
    title: "Revoke a resource",
    description:
      "Revoke a resource with all its links. Revoking it again succeeds; an id that does not exist is an error.",
    kind: "delete",
    inputSchema: inputSchema(undefined, { resource_id: resourceId }),
    outputSchema: ownSchema({
      resource_id: { type: "string" },
      revoked: { type: "boolean" },
      was_already_revoked: { type: "boolean", description: "True if an earlier call is known to have revoked it." }
    }, ["resource_id", "revoked", "was_already_revoked"]),
    run: (args) =>
      Effect.map(
        deleteIfPresent(text(args, "resource_id"), Resources.delete(text(args, "resource_id"))),
        ({ deleted, id }) => ({ resource_id: id, revoked: true, was_already_revoked: !deleted })
      )
  },
  {
    name: "revoke_qurl_token",
    title: "Revoke a link",
    description: "Revoke one link of a resource. Revoking it again succeeds; an id that does not exist is an error.",
    kind: "delete",
    inputSchema: inputSchema(undefined, { resource_id: resourceId, qurl_id: qurlId }),
    outputSchema: ownSchema({
      resource_id: { type: "string" },
      qurl_id: { type: "string" },
      revoked: { type: "boolean" },
      was_already_revoked: { type: "boolean" }
    }, ["resource_id", "qurl_id", "revoked", "was_already_revoked"]),
    run: (args) => {
      const [resource_id, qurl_id] = [text(args, "resource_id"), text(args, "qurl_id")]
      return Effect.map(
        deleteIfPresent(qurl_id, Resources.revokeQurl(resource_id, qurl_id)),
        ({ deleted }) => ({ resource_id, qurl_id, revoked: true, was_already_revoked: !deleted })
      )
    }
  },
  {
    name: "terminate_qurl_sessions",
    title: "End sessions",
    description: "End the sessions of a resource, or one of them.",
    kind: "delete",
    inputSchema: inputSchema(undefined, {
      resource_id: resourceId,
      session_id: { description: "The session_id of one session. Default: all.", optional: true }
    }),
    outputSchema: ownSchema({
      terminated: { type: "number", description: "Number of sessions that were ended, if all were asked for." },
      meta: { type: "object" }
    }, []),
    run: (args): ReturnType<Tool["run"]> =>
      text(args, "session_id") === ""
        ? Sessions.terminateAll(text(args, "resource_id"))
        : Sessions.terminate(text(args, "resource_id"), text(args, "session_id"))
  }
]
