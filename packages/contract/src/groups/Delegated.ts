/**
 * The operations on delegated batches and on the links that they create: links for a resource of another account, under
 * a capability that this account issued.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { AccessPolicyView } from "../AccessPolicy.js"
import { operation } from "../ApiOperation.js"
import { envelope } from "../Envelope.js"
import * as Problems from "../Problems.js"
import { absent, absentInstant, openEnum } from "../Wire.js"
import { CreateDelegatedBatchRequest, DelegatedBatch } from "./Delegated/DelegatedBatch.js"

/**
 * A link that a delegated batch created, without its secret.
 *
 * @since 0.1.0
 * @category models
 */
export const DelegatedQurl = Schema.Struct({
  /** Identifier of the link, `q_...`. Safe to log. */
  qurl_id: Schema.NonEmptyString,
  /** Current state. */
  status: openEnum("active", "consumed", "expired", "revoked"),
  /** Expiry, in RFC 3339. */
  expires_at: absentInstant,
  /** True if the first visit consumes the link. */
  one_time_use: absent(Schema.Boolean),
  /** Concurrent sessions; 0 means unlimited. */
  max_sessions: absent(Schema.NonNegativeInt),
  /** Duration of access per visit, in seconds. */
  session_duration: absent(Schema.Number),
  /** Recipient or purpose, as given at creation. */
  label: absent(Schema.String),
  /** Restrictions on visitors. */
  access_policy: absent(AccessPolicyView)
}).annotations({ identifier: "DelegatedQurl" })

/**
 * @since 0.1.0
 * @category models
 */
export type DelegatedQurl = typeof DelegatedQurl.Type

/**
 * Limits of the key of a delegated batch, which the caller makes: 32 to 256 visible characters, without spaces.
 *
 * @since 0.1.0
 * @category models
 */
export const delegatedKeyRules = { minLength: 32, maxLength: 256, spaces: false } as const

/**
 * @since 0.1.0
 * @category operations
 */
export const createBatch = operation({
  name: "createDelegatedQurlBatch",
  method: "POST",
  path: "/v1/delegated-qurl-batches",
  summary: "Submit a batch of links under a mint capability",
  description:
    "Answers as soon as the batch is queued. Poll it at the address in Location, not faster than Retry-After.",
  payload: CreateDelegatedBatchRequest,
  success: envelope(DelegatedBatch),
  status: 202,
  errors: [...Problems.create, 404, 503],
  rules: {
    idempotency: "keyed",
    // Its 503 mutation_outcome_unknown asks for the same key and body again.
    retryStatuses: [429, 503],
    keyRules: delegatedKeyRules,
    answers: [202]
  },
  callerKey: true,
  documentsKey: true
})

/**
 * @since 0.1.0
 * @category operations
 */
export const getBatch = operation({
  name: "getDelegatedQurlBatch",
  method: "GET",
  path: "/v1/delegated-qurl-batches/:batch_id",
  summary: "Poll a delegated batch, and read its results once it has ended",
  description:
    "Answers 202 while the batch is queued or running, 200 once it has ended, and 304 to a caller who sends the "
    + "entity tag of its present state.",
  conditional: true,
  success: envelope(DelegatedBatch),
  byStatus: { 200: envelope(DelegatedBatch), 202: envelope(DelegatedBatch) },
  errors: Problems.find,
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const get = operation({
  name: "getDelegatedQurl",
  method: "GET",
  path: "/v1/delegated-qurls/:qurl_id",
  summary: "Read a link that a delegated batch created",
  success: envelope(DelegatedQurl),
  errors: Problems.find,
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const revoke = operation({
  name: "deleteDelegatedQurl",
  method: "DELETE",
  path: "/v1/delegated-qurls/:qurl_id",
  summary: "Revoke a link that a delegated batch created; revoking it again is a success",
  errors: [...Problems.find, 503],
  rules: { idempotency: "natural" }
})
