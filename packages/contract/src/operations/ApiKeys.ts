/**
 * What a client needs to know of the group `apiKeys`.
 *
 * @since 0.1.0
 */
import {
  ApiKey,
  apiKeyKeyRules,
  apiKeyMismatch,
  CreateApiKeyRequest,
  CreatedApiKey,
  ListApiKeysQuery,
  UpdateApiKeyRequest
} from "../ApiKey.js"
import type { Described } from "../Described.js"
import { envelope, page } from "../Envelope.js"

/**
 * Create an API key; a key itself can create restricted ones only.
 *
 * @since 0.1.0
 * @category models
 */
export const create = {
  name: "createApiKey",
  method: "POST",
  path: "/v1/api-keys",
  payload: CreateApiKeyRequest,
  success: envelope(CreatedApiKey),
  rules: {
    idempotency: "keyed",
    // Its 503 asks for the same key and body again.
    retryStatuses: [429, 503],
    keyRules: apiKeyKeyRules,
    mismatch: apiKeyMismatch
  },
  documentsKey: true
} as const satisfies Described

/**
 * List API keys.
 *
 * @since 0.1.0
 * @category models
 */
export const list = {
  name: "listApiKeys",
  method: "GET",
  path: "/v1/api-keys",
  query: ListApiKeysQuery,
  success: page(ApiKey),
  rules: { idempotency: "natural" }
} as const satisfies Described

/**
 * Rename a key or replace its scopes.
 *
 * @since 0.1.0
 * @category models
 */
export const update = {
  name: "updateApiKey",
  method: "PATCH",
  path: "/v1/api-keys/:key_id",
  payload: UpdateApiKeyRequest,
  success: envelope(ApiKey),
  rules: { idempotency: "keyed" }
} as const satisfies Described

/**
 * Revoke a key.
 *
 * @since 0.1.0
 * @category models
 */
export const revoke = {
  name: "revokeApiKey",
  method: "DELETE",
  path: "/v1/api-keys/:key_id",
  rules: { idempotency: "natural" }
} as const satisfies Described
