/**
 * The operations on sessions: who is using the links of a resource now.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import { Operation } from "@qurl/idempotency/Operation"
import * as Schema from "effect/Schema"
import { envelope, page } from "./Envelope.js"
import * as Problem from "./Problem.js"
import { Session, SessionTermination } from "./Session.js"

const Id = Schema.Struct({ id: Schema.NonEmptyString })

const list = HttpApiEndpoint.get("listResourceSessions", "/v1/resources/:id/sessions")
  .setPath(Id)
  .addSuccess(page(Session))
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "listResourceSessions", idempotency: "natural" })
  .annotate(OpenApi.Summary, "List the active sessions of a resource")

const terminateAll = HttpApiEndpoint.del("terminateAllResourceSessions", "/v1/resources/:id/sessions")
  .setPath(Id)
  .addSuccess(envelope(SessionTermination))
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  // Sessions that are gone are none to end, which is a success; 404 speaks of the resource.
  .annotate(Operation, { name: "terminateAllResourceSessions", idempotency: "natural", alreadyGone: () => false })
  .annotate(OpenApi.Summary, "End every session of a resource")

const terminate = HttpApiEndpoint.del("terminateResourceSession", "/v1/resources/:id/sessions/:session_id")
  .setPath(Schema.Struct({ id: Schema.NonEmptyString, session_id: Schema.NonEmptyString }))
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, {
    name: "terminateResourceSession",
    idempotency: "natural",
    alreadyGone: (status) => status === 404
  })
  .annotate(OpenApi.Summary, "End one session")

/**
 * The group `sessions`.
 *
 * @since 0.1.0
 * @category models
 */
export class Sessions extends HttpApiGroup.make("sessions")
  .add(list)
  .add(terminateAll)
  .add(terminate)
{}
