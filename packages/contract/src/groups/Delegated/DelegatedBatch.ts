/**
 * Batches of links that are created in the background under a mint capability.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { AccessPolicy } from "../../AccessPolicy.js"
import { Flag, MaxSessions } from "../../Fields.js"
import { absent, absentArray, absentInstant, openEnum, strict } from "../../Wire.js"

const NonEmptyText = (description: string) => Schema.NonEmptyString.annotations({ description })

const utf8Length = (text: string): number => new TextEncoder().encode(text).length

/**
 * A link to create. The capability names the resource, so that a grant has no target.
 *
 * @since 0.1.0
 * @category models
 */
export const DelegatedGrant = Schema.Struct({
  /** Lifetime of the link: a whole number with a unit, such as `24h`. The server knows the limits. */
  expires_in: Schema.optional(NonEmptyText("a duration such as 24h")),
  /** Recipient or purpose of the link, at most 500 bytes of UTF-8. */
  label: Schema.optional(
    Schema.String.pipe(
      Schema.filter((text) => utf8Length(text) <= 500, {
        description: "text of at most 500 bytes of UTF-8",
        jsonSchema: { maxLength: 500 }
      })
    )
  ),
  /** True if the first visit consumes the link. @default false */
  one_time_use: Schema.optional(Flag),
  /** Concurrent sessions per link, 0 to 1000; 0 means unlimited. */
  max_sessions: Schema.optional(MaxSessions),
  /** Duration of access per visit: a whole number with a unit, such as `30m`. */
  session_duration: Schema.optional(NonEmptyText("a duration such as 30m")),
  /** Restrictions on visitors by address, country and user agent. */
  access_policy: Schema.optional(AccessPolicy)
}).annotations(strict("DelegatedGrant"))

/**
 * @since 0.1.0
 * @category models
 */
export type DelegatedGrant = typeof DelegatedGrant.Type

/**
 * A batch of 1 to 100 links on the resource that the capability names.
 *
 * @since 0.1.0
 * @category models
 */
export const CreateDelegatedBatchRequest = Schema.Struct({
  /** Capability to create links, 1 to 8192 characters. A secret. */
  mint_capability: Schema.String.pipe(Schema.minLength(1), Schema.maxLength(8192)).annotations({
    description: "a capability of 1 to 8192 characters"
  }),
  /** Links to create, 1 to 100. */
  grants: Schema.Array(DelegatedGrant).pipe(Schema.minItems(1), Schema.maxItems(100)).annotations({
    description: "an array of 1 to 100 grants"
  })
}).annotations(strict("CreateDelegatedBatchRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type CreateDelegatedBatchRequest = typeof CreateDelegatedBatchRequest.Type

/**
 * Result of one grant: a link, or the reason why there is none.
 *
 * @since 0.1.0
 * @category models
 */
export const DelegatedResult = Schema.Struct({
  /** Position of the grant in the request. */
  index: Schema.NonNegativeInt,
  /** Result of the grant. */
  status: openEnum("succeeded", "failed"),
  /** The link, if the grant succeeded. */
  qurl: absent(
    Schema.Struct({
      /** Identifier of the link, `q_...`. Safe to log. */
      qurl_id: Schema.NonEmptyString,
      /** The link. A secret. */
      qurl_link: Schema.NonEmptyString,
      /** Expiry, in RFC 3339. */
      expires_at: absentInstant
    }).annotations({ identifier: "DelegatedLink" })
  ),
  /** Reason, if the grant failed. */
  error: absent(
    Schema.Struct({
      /** Machine-readable reason. */
      code: openEnum("creation_failed", "policy_denied"),
      /** Reason in words. */
      message: absent(Schema.String)
    }).annotations({ identifier: "DelegatedFailure" })
  )
}).annotations({ identifier: "DelegatedResult" })

/**
 * @since 0.1.0
 * @category models
 */
export type DelegatedResult = typeof DelegatedResult.Type

/**
 * A batch. `results` is there once the batch has ended, with one entry per grant in the order of the request.
 *
 * @since 0.1.0
 * @category models
 */
export const DelegatedBatch = Schema.Struct({
  /** Identifier of the batch, `dqb_...`. */
  batch_id: Schema.NonEmptyString,
  /** State of the batch: `queued` or `running`, then `succeeded`, `partially_failed` or `failed`. */
  status: openEnum("queued", "running", "succeeded", "partially_failed", "failed"),
  /** Number of grants. */
  item_count: Schema.NonNegativeInt,
  /** Submission, in RFC 3339. */
  submitted_at: absentInstant,
  /** Completion, in RFC 3339. Absent while the batch is queued or running. */
  completed_at: absentInstant,
  /** Results in the order of the grants. Absent while the batch is queued or running. */
  results: absentArray(DelegatedResult)
}).annotations({ identifier: "DelegatedBatch" })

/**
 * @since 0.1.0
 * @category models
 */
export type DelegatedBatch = typeof DelegatedBatch.Type
