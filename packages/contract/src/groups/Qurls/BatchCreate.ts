/**
 * Creating up to 100 links in one request.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { envelope } from "../../Envelope.js"
import { absent, absentInstant, openEnum, strict } from "../../Wire.js"
import { CreateQurlRequest } from "./CreateQurl.js"

/**
 * The links to create. One item that is wrong fails the whole request before any of them is made.
 *
 * @since 0.1.0
 * @category models
 */
export const BatchCreateRequest = Schema.Struct({
  /** Links to create, 1 to 100. */
  items: Schema.Array(CreateQurlRequest).pipe(Schema.minItems(1), Schema.maxItems(100)).annotations({
    description: "an array of 1 to 100 items"
  })
}).annotations(strict("BatchCreateRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type BatchCreateRequest = typeof BatchCreateRequest.Type

const Index = Schema.NonNegativeInt

/**
 * An item that was created. It carries neither `qurl_id` nor `label`.
 *
 * @since 0.1.0
 * @category models
 */
export const BatchItemSuccess = Schema.Struct({
  /** Position of the item in the request, from 0. */
  index: Index,
  /** True if the item was created. */
  success: Schema.Literal(true),
  /** Identifier of the resource. */
  resource_id: Schema.NonEmptyString,
  /** Content-addressed identifier of the resource, 47 or 60 characters; paths take it. Absent on older servers. */
  crid: absent(Schema.String),
  /** The link. A secret that is shown once: the API never returns it again. */
  qurl_link: Schema.NonEmptyString,
  /** Host name of the link, if it is a custom domain. */
  branded_domain: absent(Schema.String),
  /** Host name on which the target is served. */
  qurl_site: Schema.String,
  /** Expiry, in RFC 3339. Absent if unknown or unlimited. */
  expires_at: absentInstant
}).annotations({ identifier: "BatchItemSuccess" })

/**
 * An item that was not created.
 *
 * @since 0.1.0
 * @category models
 */
export const BatchItemFailure = Schema.Struct({
  /** Position of the item in the request, from 0. */
  index: Index,
  /** True if the item was created. */
  success: Schema.Literal(false),
  /** Reason why the item was not created. */
  error: Schema.Struct({
    /** Machine-readable reason. */
    code: openEnum("resource_type_conflict", "creation_failed"),
    /** Reason for people. */
    message: Schema.String
  }).annotations({ identifier: "BatchItemError" })
}).annotations({ identifier: "BatchItemFailure" })

/**
 * Entry of a batch result. `index` names the request item; entries come in any order.
 *
 * @since 0.1.0
 * @category models
 */
export const BatchItemResult = Schema.Union(BatchItemSuccess, BatchItemFailure).annotations({
  identifier: "BatchItemResult"
})

/**
 * @since 0.1.0
 * @category models
 */
export type BatchItemResult = typeof BatchItemResult.Type

/**
 * Results of the items. {@link breach} says whether it fits together.
 *
 * @since 0.1.0
 * @category models
 */
export const BatchCreateResult = Schema.Struct({
  /** Number of items that were created. */
  succeeded: Schema.NonNegativeInt,
  /** Number of items that were not created. */
  failed: Schema.NonNegativeInt,
  /** Entries for each item. */
  results: Schema.Array(BatchItemResult)
}).annotations({ identifier: "BatchCreateResult" })

/**
 * @since 0.1.0
 * @category models
 */
export type BatchCreateResult = typeof BatchCreateResult.Type

/**
 * The answer of a batch, whatever its status.
 *
 * @since 0.1.0
 * @category models
 */
export const BatchCreateAnswer = envelope(BatchCreateResult)

/**
 * @since 0.1.0
 * @category models
 */
export type BatchCreateAnswer = typeof BatchCreateAnswer.Type

/**
 * The answer with status 201: every item succeeded.
 *
 * @since 0.1.0
 * @category models
 */
export const BatchAllCreated = BatchCreateAnswer.pipe(Schema.filter(({ data }) => data.failed === 0))

/**
 * The answer with status 207: some items failed.
 *
 * @since 0.1.0
 * @category models
 */
export const BatchSomeCreated = BatchCreateAnswer.pipe(
  Schema.filter(({ data }) => data.failed > 0 && data.succeeded > 0)
)

/**
 * The answer with status 400 when every item failed. It is data, although it travels among the errors: declared as a
 * success it would hide the error envelopes that the same status carries.
 *
 * @since 0.1.0
 * @category models
 */
export const BatchNoneCreated = BatchCreateAnswer.pipe(Schema.filter(({ data }) => data.succeeded === 0))

/**
 * Checks for the payload of a batch of which no item was created.
 *
 * @since 0.1.0
 * @category guards
 */
export const isRefusal = (payload: unknown): boolean =>
  Predicate.isReadonlyRecord(payload) && payload.succeeded === 0 && Array.isArray(payload.results)
  && payload.results.length > 0

/**
 * The first rule a batch result breaks, in words that name fields and no values, or none. `sent` is the number of
 * items that were sent.
 *
 * @since 0.1.0
 * @category combinators
 */
export const breach = (result: BatchCreateResult, sent: number): Option.Option<string> => {
  const { failed, results, succeeded } = result
  if (results.length !== sent) {
    return Option.some("the number of results differs from the number of items sent")
  }
  if (succeeded + failed !== results.length) {
    return Option.some("succeeded and failed do not add up to the number of results")
  }
  const seen = new Uint8Array(sent)
  let good = 0
  for (const entry of results) {
    if (entry.index >= sent) {
      return Option.some("an index in results points at no item")
    }
    if (seen[entry.index] === 1) {
      return Option.some("an index in results occurs twice")
    }
    seen[entry.index] = 1
    if (entry.success) good++
  }
  return good === succeeded
    ? Option.none()
    : Option.some("succeeded differs from the number of results marked as success")
}
