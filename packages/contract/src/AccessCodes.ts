/**
 * The operations on access codes: everything below `/v1/access-codes`.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { Credentials } from "./Credentials.js"
import { known } from "./internal/known.js"
import { isPublic } from "./internal/openApi.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import * as Operations from "./operations/AccessCodes.js"
import * as Problem from "./Problem.js"

const Id = Schema.Struct({ id: Schema.NonEmptyString })

const redeem = HttpApiEndpoint.post(Operations.redeem.name, Operations.redeem.path)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.redeem.payload)
  .addSuccess(Operations.redeem.success)
  .addError(Problem.badRequest)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.redeem))
  .annotate(Credentials, [])
  .annotate(OpenApi.Override, { [isPublic]: true })
  .annotate(OpenApi.Summary, "Redeem an access code")

const create = HttpApiEndpoint.post(Operations.create.name, Operations.create.path)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.create.payload)
  .addSuccess(Operations.create.success, { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.create))
  .annotate(OpenApi.Summary, "Create an access code")

const list = HttpApiEndpoint.get(Operations.list.name, Operations.list.path)
  .addSuccess(Operations.list.success)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.list))
  .annotate(OpenApi.Summary, "List access codes, newest first")

const revoke = HttpApiEndpoint.del(Operations.revoke.name, Operations.revoke.path)
  .setPath(Id)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.revoke))
  .annotate(OpenApi.Summary, "Revoke an access code")

/**
 * The group `accessCodes`.
 *
 * @since 0.1.0
 * @category models
 */
export class AccessCodes extends HttpApiGroup.make("accessCodes")
  .add(redeem)
  .add(create)
  .add(list)
  .add(revoke)
{}
