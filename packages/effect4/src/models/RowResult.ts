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
 * - `done`: there is a link. It is a credential that is never readable again.
 * - `failed`: there is none, for good. `code` says why: `client_validation` when the row is wrong and was not sent,
 * else
 *   the server's code. `invalidFields` names the fields of a wrong row with what is wrong and what to do.
 * - `unknown`: the answer was lost, and there may be a link. Running the same job again finds out.
 * - `not sent`: the job was stopped before, or the server refused the request that the row was in. There is no link.
 *
 * @since 0.1.0
 * @category models
 */
export type RowResult = Native<Sdk.RowResult>
