/**
 * Requests, answers and errors of the operators' API.
 *
 * @since 0.1.0
 */
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as Schema from "effect/Schema"
import { maxRetentionMillis } from "./Store.js"

/**
 * The store holds no record of the key: it is new, it has expired, or the scope differs.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnknownKeyError extends Schema.TaggedError<UnknownKeyError>()(
  "UnknownKeyError",
  {},
  HttpApiSchema.annotations({ status: 404 })
) {}

/**
 * There is nothing to decide: the key is unknown or final, its owner is alive, or the record has another generation than
 * the operator saw.
 *
 * @since 0.1.0
 * @category errors
 */
export class NothingToDecideError extends Schema.TaggedError<NothingToDecideError>()(
  "NothingToDecideError",
  {},
  HttpApiSchema.annotations({ status: 409 })
) {}

/**
 * The store failed. Whether a decision took place is seen by asking for the status.
 *
 * @since 0.1.0
 * @category errors
 */
export class StoreUnavailableError extends Schema.TaggedError<StoreUnavailableError>()("StoreUnavailableError", {
  reason: Schema.Literal("busy", "failed", "unknown", "corrupt")
}, HttpApiSchema.annotations({ status: 503 })) {}

/**
 * The request is not what it must be. The fields are named, and their values are not repeated.
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidRequestError extends Schema.TaggedError<InvalidRequestError>()("InvalidRequestError", {
  fields: Schema.Array(Schema.String)
}, HttpApiSchema.annotations({ status: 400 })) {}

/**
 * A key and what it is unique within, as the `scope` of the middleware says it.
 *
 * @since 0.1.0
 * @category models
 */
export const Key = Schema.Struct({
  scope: Schema.Array(Schema.Redacted(Schema.String)),
  key: Schema.Redacted(Schema.NonEmptyString)
})

/**
 * A record as the list of unresolved records names it, for operators who have neither scope nor key.
 *
 * @since 0.1.0
 * @category models
 */
export const Id = Schema.String.pipe(Schema.pattern(/^[\w-]+:[\w-]+$/))

/**
 * `Finish`: this is the answer, with a body of text. `Free`: the same request may run again. `Forget`: it never was.
 *
 * @since 0.1.0
 * @category models
 */
export const KeyDecision = Schema.Union(
  Schema.TaggedStruct("Finish", {
    status: Schema.Int.pipe(Schema.between(200, 599)),
    headers: Schema.optionalWith(Schema.Record({ key: Schema.String, value: Schema.String }), { default: () => ({}) }),
    body: Schema.optionalWith(Schema.String, { default: () => "" }),
    /** Retention of the answer, ten years at most. */
    retentionSeconds: Schema.Positive.pipe(Schema.lessThanOrEqualTo(maxRetentionMillis / 1000))
  }),
  Schema.TaggedStruct("Free", {}),
  Schema.TaggedStruct("Forget", {})
)

/**
 * Status of a key, without its answer. Instants are milliseconds since 1970.
 *
 * @since 0.1.0
 * @category models
 */
export class KeyStatus extends Schema.Class<KeyStatus>("KeyStatus")({
  state: Schema.Literal("Running", "Orphan", "Done", "Tombstone", "Released", "Parked"),
  /** Why it ended without an answer that is kept. */
  reason: Schema.optional(Schema.String),
  /** The status of the answer that is kept. */
  answered: Schema.optional(Schema.Int),
  /** Generation to decide with. */
  generation: Schema.Int,
  createdAt: Schema.Number,
  /** Absent for a record without a final outcome, which never expires. */
  expiresAt: Schema.optional(Schema.Number),
  resolutions: Schema.Array(Schema.Struct({
    decision: Schema.Literal("Finish", "Free", "Forget"),
    actor: Schema.String,
    at: Schema.Number
  }))
}) {}

/**
 * How many records are in each state, and how old the oldest orphan is.
 *
 * @since 0.1.0
 * @category models
 */
export class Counts extends Schema.Class<Counts>("Counts")({
  running: Schema.Int,
  done: Schema.Int,
  tombstone: Schema.Int,
  released: Schema.Int,
  parked: Schema.Int,
  orphans: Schema.Int,
  oldestOrphanMillis: Schema.Number
}) {}

/**
 * Record that waits for a decision. The request is described as far as the middleware recorded it.
 *
 * @since 0.1.0
 * @category models
 */
export class UnresolvedRecord extends Schema.Class<UnresolvedRecord>("UnresolvedRecord")({
  id: Id,
  state: Schema.Literal("Parked", "Orphan"),
  /** Generation to decide with. */
  generation: Schema.Int,
  reason: Schema.optional(Schema.String),
  createdAt: Schema.Number,
  method: Schema.optional(Schema.String),
  route: Schema.optional(Schema.String),
  principal: Schema.optional(Schema.String),
  requestId: Schema.optional(Schema.String)
}) {}

/**
 * Page of the list of unresolved records. `next` is the `after` of the following page, and absent at the end.
 *
 * @since 0.1.0
 * @category models
 */
export class UnresolvedRecords extends Schema.Class<UnresolvedRecords>("UnresolvedRecords")({
  records: Schema.Array(UnresolvedRecord),
  next: Schema.optional(Schema.String)
}) {}
