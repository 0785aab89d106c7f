// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * Results of the rows of a bulk job.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Native } from "../internal/native.js"

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
export type RowResult = Native<Sdk.RowResult>
