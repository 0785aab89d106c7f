/**
 * The operations on sessions: who is using the links of a resource now.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { known } from "./internal/known.js"
import * as Operations from "./operations/Sessions.js"
import * as Problem from "./Problem.js"

const Id = Schema.Struct({ id: Schema.NonEmptyString })

const list = HttpApiEndpoint.get(Operations.list.name, Operations.list.path)
  .setPath(Id)
  .addSuccess(Operations.list.success)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.list))
  .annotate(OpenApi.Summary, "List the active sessions of a resource")

const terminateAll = HttpApiEndpoint.del(Operations.terminateAll.name, Operations.terminateAll.path)
  .setPath(Id)
  .addSuccess(Operations.terminateAll.success)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.terminateAll))
  .annotate(OpenApi.Summary, "End every session of a resource")

const terminate = HttpApiEndpoint.del(Operations.terminate.name, Operations.terminate.path)
  .setPath(Schema.Struct({ id: Schema.NonEmptyString, session_id: Schema.NonEmptyString }))
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.terminate))
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
