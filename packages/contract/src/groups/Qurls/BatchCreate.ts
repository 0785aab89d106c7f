/**
 * Creating up to 100 links in one request.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
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
  index: Index,
  success: Schema.Literal(true),
  resource_id: Schema.NonEmptyString,
  qurl_link: Schema.NonEmptyString,
  branded_domain: absent(Schema.String),
  qurl_site: Schema.String,
  expires_at: absentInstant
}).annotations({ identifier: "BatchItemSuccess" })

/**
 * An item that was not created.
 *
 * @since 0.1.0
 * @category models
 */
export const BatchItemFailure = Schema.Struct({
  index: Index,
  success: Schema.Literal(false),
  error: Schema.Struct({
    code: openEnum("resource_type_conflict", "creation_failed"),
    message: Schema.String
  }).annotations({ identifier: "BatchItemError" })
}).annotations({ identifier: "BatchItemFailure" })

/**
 * One entry of a batch result. `index` names the request item; entries come in any order.
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
 * What became of each item. {@link breach} says whether it fits together.
 *
 * @since 0.1.0
 * @category models
 */
export const BatchCreateResult = Schema.Struct({
  succeeded: Schema.NonNegativeInt,
  failed: Schema.NonNegativeInt,
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
  const seen = new Set<number>()
  let good = 0
  for (const entry of results) {
    if (entry.index >= sent) {
      return Option.some("an index in results points at no item")
    }
    if (seen.has(entry.index)) {
      return Option.some("an index in results occurs twice")
    }
    seen.add(entry.index)
    if (entry.success) good++
  }
  return good === succeeded
    ? Option.none()
    : Option.some("succeeded differs from the number of results marked as success")
}
