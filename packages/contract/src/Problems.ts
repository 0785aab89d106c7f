/**
 * Statuses with which operations fail, as lists that operations share. `Problem` holds the schema of each.
 *
 * @since 0.1.0
 */

/**
 * Statuses that the API declares for failures.
 *
 * @since 0.1.0
 * @category models
 */
export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 410 | 422 | 429 | 500 | 502 | 503

/**
 * Failures of every operation that takes a credential.
 *
 * @since 0.1.0
 * @category models
 */
export const read = [401, 429, 500] as const

/**
 * Failures of a read with a query or an id that the server checks.
 *
 * @since 0.1.0
 * @category models
 */
export const query = [...read, 400] as const

/**
 * Failures of an operation on one existing thing.
 *
 * @since 0.1.0
 * @category models
 */
export const find = [...read, 404] as const

/**
 * Failures of every keyed write: 409 while a request under its key is running, 422 for a key that was used with another
 * body.
 *
 * @since 0.1.0
 * @category models
 */
export const write = [...read, 409, 422] as const

/**
 * Failures of a keyed write that makes a new thing from its body.
 *
 * @since 0.1.0
 * @category models
 */
export const create = [...write, 400, 403] as const

/**
 * Failures of a keyed write that changes an existing thing.
 *
 * @since 0.1.0
 * @category models
 */
export const change = [...write, 400, 404] as const
