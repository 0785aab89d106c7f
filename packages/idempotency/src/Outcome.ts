/**
 * Knowledge of a call's effect on the server once the call has ended.
 *
 * @since 0.1.0
 */

/**
 * - `applied`: a success answer arrived.
 * - `not sent`: nothing reached the server.
 * - `rejected`: the server answered that it did not do it.
 * - `unknown`: the server may have done it. Calling again with the same key and input finds out without repeating it.
 * - `in flight`: the server is still working on an earlier attempt under this key.
 * - `applied but unreadable`: the API's own success arrived and made no sense, or the body of a replayed success was lost.
 *
 * @since 0.1.0
 * @category models
 */
export type Outcome = "applied" | "not sent" | "rejected" | "unknown" | "in flight" | "applied but unreadable"

/**
 * Reason why the attempts ended: a success answer, a failure that no rule repeats, or the limit that was reached first.
 *
 * @since 0.1.0
 * @category models
 */
export type EndedBy =
  | "answer"
  | "not retryable"
  | "attempts"
  | "budget"
  | "deadline"
  | "retry-after past the deadline"

/**
 * Tells if the answer is a stored one. `unknown` if the server does not always say.
 *
 * @since 0.1.0
 * @category models
 */
export type Replayed = "yes" | "no" | "unknown"
