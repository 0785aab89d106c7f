/**
 * Results of the rows of a bulk job.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/** Which row of the input, counted from 0, and under which key it was sent last. */
const row = {
  index: Schema.NonNegativeInt,
  idempotencyKey: Schema.optional(Schema.String)
}

/**
 * Result of a row. Every row of the input has exactly one.
 *
 * - `done`: the link was created. It is a credential that is never readable again.
 * - `failed`: the row has no link and will not get one. `code` says why: `client_validation` if the row is wrong and was
 *   not sent, else the server's code. `invalidFields` maps the fields of a wrong row to their problems and fixes.
 * - `unknown`: the answer was lost, and the link may exist. Running the same job again finds out.
 * - `not sent`: the job was stopped before, or the server refused the row's request. The link was not created.
 *
 * @since 0.1.0
 * @category models
 */
export const RowResult = Schema.Union(
  Schema.Struct({
    ...row,
    status: Schema.Literal("done"),
    resource_id: Schema.String,
    qurl_link: Schema.String,
    qurl_site: Schema.String,
    branded_domain: Schema.optional(Schema.String),
    /** RFC 3339 instant. */
    expires_at: Schema.optional(Schema.String)
  }),
  Schema.Struct({
    ...row,
    status: Schema.Literal("failed"),
    code: Schema.String,
    problem: Schema.String,
    invalidFields: Schema.optional(Schema.Record({ key: Schema.String, value: Schema.String }))
  }),
  Schema.Struct({ ...row, status: Schema.Literal("unknown") }),
  Schema.Struct({ index: Schema.NonNegativeInt, status: Schema.Literal("not sent") })
)

/**
 * @since 0.1.0
 * @category models
 */
export type RowResult = typeof RowResult.Type
