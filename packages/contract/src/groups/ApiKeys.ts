/**
 * The operations on API keys: everything below `/v1/api-keys`.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { operation } from "../ApiOperation.js"
import { envelope, page } from "../Envelope.js"
import { LinkLifetime } from "../Fields.js"
import { keyHeaders } from "../KeyedHeaders.js"
import { Cursor, limit } from "../PageQuery.js"
import * as Problems from "../Problems.js"
import { qurlDialect } from "../QurlDialect.js"
import { absent, openEnum, strict } from "../Wire.js"

/**
 * Rights of a key.
 *
 * @since 0.1.0
 * @category models
 */
export const ApiKeyScope = openEnum("qurl:read", "qurl:write", "qurl:resolve", "qurl:agent")

/**
 * @since 0.1.0
 * @category models
 */
export type ApiKeyScope = typeof ApiKeyScope.Type

const Name = Schema.String.pipe(Schema.minLength(1), Schema.maxLength(100)).annotations({
  description: "text of 1 to 100 characters"
})

const Scopes = Schema.Array(
  ApiKeyScope.pipe(Schema.filter((scope) => scope !== "")).annotations({ description: "a scope such as qurl:read" })
).pipe(Schema.minItems(1)).annotations({ description: "an array of at least one scope" })

const Claim = Schema.Struct({
  /** Kind of claim: `connector`. */
  type: openEnum("connector").annotations({ description: "connector" }),
  /** Slug of the connector. */
  id: Schema.NonEmptyString.annotations({ description: "the slug of a connector" })
})

/**
 * A key to make. The API knows two generations of this input: older servers take `purpose` with `tunnel_slug` for the
 * restricted key that brings a connector up, newer ones ask for a `kind` and take `target` with `claims` for an
 * enrollment token. A plain key needs `name` and `scopes` with both.
 *
 * @since 0.1.0
 * @category models
 */
export const CreateApiKeyRequest = Schema.Struct({
  /** Name for people, 1 to 100 characters. */
  name: Name,
  /** Rights of the key, at least one. */
  scopes: Schema.optional(Scopes),
  /**
   * Lifetime of an enrollment token, at most 24 hours: a whole number with the unit `s`, `m`, `h`, `d` or `w`.
   * @default "24h"
   */
  expires_in: Schema.optional(LinkLifetime),
  /** Purpose of a restricted key on older servers. */
  purpose: Schema.optional(Schema.Literal("tunnel_bootstrap").annotations({ description: "tunnel_bootstrap" })),
  /** Slug of the connector that a restricted key brings up, 1 to 64 characters, on older servers. */
  tunnel_slug: Schema.optional(
    Schema.String.pipe(Schema.minLength(1), Schema.maxLength(64)).annotations({
      description: "a slug of 1 to 64 characters"
    })
  ),
  /** Kind of key. @default "api_key" */
  kind: Schema.optional(
    openEnum("api_key", "enrollment_token").annotations({ description: "api_key or enrollment_token" })
  ),
  /** Kind of client that an enrollment token enrolls. */
  target: Schema.optional(openEnum("agent", "connector").annotations({ description: "agent or connector" })),
  /** Connector that an enrollment token is bound to: one for the target `connector`, at most one for `agent`. */
  claims: Schema.optional(
    Schema.Array(Claim).pipe(Schema.maxItems(1)).annotations({ description: "an array of at most one claim" })
  )
}).pipe(
  Schema.filter(({ claims, expires_in, kind, purpose, scopes, target, tunnel_slug }) => {
    const enrolls = kind === "enrollment_token"
    const wrong: Array<{ path: Array<string>; message: string }> = []
    const say = (field: string, message: string) => wrong.push({ path: [field], message })
    if (!enrolls && scopes === undefined) say("scopes", "is missing: give an array of at least one scope")
    if (enrolls && scopes !== undefined) say("scopes", "is not taken for an enrollment_token: leave it out")
    if (purpose !== undefined && tunnel_slug === undefined) say("tunnel_slug", "is missing: purpose needs it")
    if (purpose === undefined && tunnel_slug !== undefined) say("purpose", "is missing: tunnel_slug needs it")
    if (expires_in !== undefined && !enrolls && purpose === undefined) {
      say("expires_in", "is for keys with a purpose and for enrollment_token only: leave it out")
    }
    if (enrolls && target === undefined) say("target", "is missing: an enrollment_token needs it")
    if (enrolls && target === "connector" && claims?.length !== 1) {
      say("claims", "must have exactly one claim: the connector that the token enrolls")
    }
    if (!enrolls && target !== undefined) say("target", "is for enrollment_token only: leave it out")
    if (!enrolls && claims !== undefined) say("claims", "is for enrollment_token only: leave it out")
    return wrong
  })
).annotations(strict("CreateApiKeyRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type CreateApiKeyRequest = typeof CreateApiKeyRequest.Type

/**
 * A change of a key: at least one property. `scopes` replaces all of them.
 *
 * @since 0.1.0
 * @category models
 */
export const UpdateApiKeyRequest = Schema.Struct({
  /** Name for people, 1 to 100 characters. */
  name: Schema.optional(Name),
  /** Rights of the key, at least one. Replaces all of them. */
  scopes: Schema.optional(Scopes)
}).pipe(
  Schema.filter(({ name, scopes }) =>
    name === undefined && scopes === undefined
      ? "has nothing to change: give at least one of name and scopes"
      : undefined
  )
).annotations(strict("UpdateApiKeyRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type UpdateApiKeyRequest = typeof UpdateApiKeyRequest.Type

/**
 * Which keys to list: the active ones unless `status` says otherwise.
 *
 * @since 0.1.0
 * @category models
 */
export const ListApiKeysQuery = Schema.Struct({
  /** Items per page, 1 to 100. @default 20 */
  limit: Schema.optional(limit(20)),
  /** Position of the page: `next_cursor` of the page before. Valid for the same filters only. */
  cursor: Schema.optional(Cursor),
  /** Status to list: `active`, `revoked` or `all`. @default "active" */
  status: Schema.optional(
    openEnum("active", "revoked", "all").annotations({ description: "active, revoked or all" })
  )
}).annotations({ parseOptions: { onExcessProperty: "error" } })

/**
 * @since 0.1.0
 * @category models
 */
export type ListApiKeysQuery = typeof ListApiKeysQuery.Type

const fields = {
  /** Identifier of the key. Safe to log. */
  key_id: Schema.NonEmptyString,
  /** First characters of the key, which may be shown. */
  key_prefix: absent(Schema.String),
  /** Name for people. */
  name: absent(Schema.String),
  /** Rights of the key. */
  scopes: absent(Schema.Array(ApiKeyScope)),
  /** Current state. */
  status: absent(openEnum("active", "revoked")),
  /** Creation, in RFC 3339. */
  created_at: absent(Schema.String),
  /** Last change, in RFC 3339. */
  updated_at: absent(Schema.String),
  /** Last use, in RFC 3339. */
  last_used_at: absent(Schema.String),
  /** Expiry, in RFC 3339. Absent without one. */
  expires_at: absent(Schema.String),
  /** Purpose of a restricted key, from older servers. */
  purpose: absent(openEnum("tunnel_bootstrap")),
  /** Connector of a restricted key, from older servers. */
  tunnel_slug: absent(Schema.String),
  /** Kind of key. */
  kind: absent(openEnum("api_key", "enrollment_token")),
  /** Kind of client that an enrollment token enrolls. */
  target: absent(openEnum("agent", "connector")),
  /** Connectors that an enrollment token is bound to. */
  claims: absent(Schema.Array(Schema.Struct({ type: absent(Schema.String), id: absent(Schema.String) })))
}

/**
 * A key without its secret. `key_prefix` is its beginning, which may be shown.
 *
 * @since 0.1.0
 * @category models
 */
export const ApiKey = Schema.Struct(fields).annotations({ identifier: "ApiKey" })

/**
 * @since 0.1.0
 * @category models
 */
export type ApiKey = typeof ApiKey.Type

/**
 * A created key. `api_key` is a credential that is shown once.
 *
 * @since 0.1.0
 * @category models
 */
export const CreatedApiKey = Schema.Struct({ ...fields, api_key: Schema.NonEmptyString }).annotations({
  identifier: "CreatedApiKey"
})

/**
 * @since 0.1.0
 * @category models
 */
export type CreatedApiKey = typeof CreatedApiKey.Type

/**
 * Creating a key asks for longer idempotency keys than the rest of the API, so that they cannot be guessed.
 *
 * @since 0.1.0
 * @category models
 */
export const apiKeyKeyRules = { minLength: 32, maxLength: qurlDialect.keyRules.maxLength }

/**
 * How creating a key refuses an idempotency key that was used with another body.
 *
 * @since 0.1.0
 * @category models
 */
export const apiKeyMismatch = { status: 409, code: qurlDialect.mismatch.code } as const

/**
 * The headers of creating a key.
 *
 * @since 0.1.0
 * @category models
 */
export const CreateApiKeyHeaders = keyHeaders(apiKeyKeyRules)

/**
 * @since 0.1.0
 * @category operations
 */
export const create = operation({
  name: "createApiKey",
  method: "POST",
  path: "/v1/api-keys",
  summary: "Create an API key; a key itself can create restricted ones only",
  payload: CreateApiKeyRequest,
  success: envelope(CreatedApiKey),
  status: 201,
  errors: [...Problems.create, 503],
  rules: {
    idempotency: "keyed",
    // Its 503 asks for the same key and body again.
    retryStatuses: [429, 503],
    keyRules: apiKeyKeyRules,
    mismatch: apiKeyMismatch
  },
  documentsKey: true
})

/**
 * @since 0.1.0
 * @category operations
 */
export const list = operation({
  name: "listApiKeys",
  method: "GET",
  path: "/v1/api-keys",
  summary: "List API keys",
  query: ListApiKeysQuery,
  success: page(ApiKey),
  errors: [...Problems.query, 403],
  credentials: ["jwt"],
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const update = operation({
  name: "updateApiKey",
  method: "PATCH",
  path: "/v1/api-keys/:key_id",
  summary: "Rename a key or replace its scopes",
  payload: UpdateApiKeyRequest,
  success: envelope(ApiKey),
  errors: [...Problems.create, 404],
  credentials: ["jwt"],
  rules: { idempotency: "keyed" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const revoke = operation({
  name: "revokeApiKey",
  method: "DELETE",
  path: "/v1/api-keys/:key_id",
  summary: "Revoke a key",
  errors: [...Problems.find, 403],
  credentials: ["jwt"],
  rules: { idempotency: "natural" }
})
