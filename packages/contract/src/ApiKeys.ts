/**
 * The operations on API keys: everything below `/v1/api-keys`.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import { Operation } from "@qurl/idempotency/Operation"
import * as Schema from "effect/Schema"
import {
  ApiKey,
  apiKeyKeyRules,
  apiKeyMismatch,
  CreateApiKeyHeaders,
  CreateApiKeyRequest,
  CreatedApiKey,
  ListApiKeysQuery,
  UpdateApiKeyRequest
} from "./ApiKey.js"
import { Credentials } from "./Credentials.js"
import { envelope, page } from "./Envelope.js"
import { KeyDocumented } from "./KeyDocumented.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import * as Problem from "./Problem.js"

const KeyId = Schema.Struct({ key_id: Schema.NonEmptyString })

const create = HttpApiEndpoint.post("createApiKey", "/v1/api-keys")
  .setHeaders(CreateApiKeyHeaders)
  .setPayload(CreateApiKeyRequest)
  .addSuccess(envelope(CreatedApiKey), { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .addError(Problem.unavailable)
  .annotate(Operation, {
    name: "createApiKey",
    idempotency: "keyed",
    // Its 503 asks for the same key and body again.
    retryStatuses: [429, 503],
    keyRules: apiKeyKeyRules,
    mismatch: apiKeyMismatch
  })
  .annotate(KeyDocumented, true)
  .annotate(OpenApi.Summary, "Create an API key; a key itself can create restricted ones only")

const list = HttpApiEndpoint.get("listApiKeys", "/v1/api-keys")
  .setUrlParams(ListApiKeysQuery)
  .addSuccess(page(ApiKey))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "listApiKeys", idempotency: "natural" })
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "List API keys")

const update = HttpApiEndpoint.patch("updateApiKey", "/v1/api-keys/:key_id")
  .setPath(KeyId)
  .setHeaders(KeyedHeaders)
  .setPayload(UpdateApiKeyRequest)
  .addSuccess(envelope(ApiKey))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "updateApiKey", idempotency: "keyed" })
  .annotate(Credentials, ["jwt"])
  .annotate(OpenApi.Summary, "Rename a key or replace its scopes")

const revoke = HttpApiEndpoint.del("revokeApiKey", "/v1/api-keys/:key_id")
  .setPath(KeyId)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "revokeApiKey", idempotency: "natural" })
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
