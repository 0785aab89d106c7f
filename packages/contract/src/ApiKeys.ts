/**
 * The operations on API keys: everything below `/v1/api-keys`.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { CreateApiKeyHeaders } from "./ApiKey.js"
import { Credentials } from "./Credentials.js"
import { known } from "./internal/known.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import * as Operations from "./operations/ApiKeys.js"
import * as Problem from "./Problem.js"

const KeyId = Schema.Struct({ key_id: Schema.NonEmptyString })

const create = HttpApiEndpoint.post(Operations.create.name, Operations.create.path)
  .setHeaders(CreateApiKeyHeaders)
  .setPayload(Operations.create.payload)
  .addSuccess(Operations.create.success, { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .addError(Problem.unavailable)
  .annotateContext(known(Operations.create))
  .annotate(OpenApi.Summary, "Create an API key; a key itself can create restricted ones only")

const list = HttpApiEndpoint.get(Operations.list.name, Operations.list.path)
  .setUrlParams(Operations.list.query)
  .addSuccess(Operations.list.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.list))
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "List API keys")

const update = HttpApiEndpoint.patch(Operations.update.name, Operations.update.path)
  .setPath(KeyId)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.update.payload)
  .addSuccess(Operations.update.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.update))
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Rename a key or replace its scopes")

const revoke = HttpApiEndpoint.del(Operations.revoke.name, Operations.revoke.path)
  .setPath(KeyId)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.revoke))
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Revoke a key")

/**
 * The group `apiKeys`.
 *
 * @since 0.1.0
 * @category models
 */
export class ApiKeys extends HttpApiGroup.make("apiKeys")
  .add(create)
  .add(list)
  .add(update)
  .add(revoke)
{}
