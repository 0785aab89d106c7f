// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for sessions: who is using the links of a resource now.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Methods, Native } from "../internal/native.js"

/**
 * Methods of `Sessions`. `id` is a `resource_id`. In errors the methods carry the names of the API's operations, which
 * stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export type SessionsService = Methods<Sdk.SessionsService>

/**
 * How many sessions a call ended. After a retry it can be 0 although the call ended some: those were counted in an
 * answer that was lost.
 *
 * @since 0.1.0
 * @category models
 */
export type Terminated = Native<Sdk.Terminated>
