/**
 * Sessions: who is using the links of a resource now.
 *
 * @since 0.1.0
 */
import type { ReadOptions } from "./CallOptions.js"
import type { Deleted, Page, WriteMeta } from "./Result.js"

/**
 * Somebody who came through a link and still has access.
 *
 * @since 0.1.0
 * @category models
 */
export interface Session {
  readonly session_id?: string | undefined
  readonly qurl_id?: string | undefined
  readonly src_ip?: string | undefined
  readonly user_agent?: string | undefined
  readonly created_at?: string | undefined
  readonly last_seen_at?: string | undefined
}

/**
 * How many sessions a call ended. After a retry it can be 0 although the call ended some: those were counted in an
 * answer that was lost.
 *
 * @since 0.1.0
 * @category models
 */
export interface Terminated {
  readonly terminated: number
  readonly meta: WriteMeta
}

/**
 * What `client.sessions` offers. `id` is a `resource_id`. In errors the methods carry the names of the API's operations, which
 * stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface Sessions {
  /** All active sessions of a resource, which the API gives in one answer (`listResourceSessions`). */
  readonly list: (id: string, options?: ReadOptions) => Promise<Page<Session>>

  /**
   * Ends every session of a resource (`terminateAllResourceSessions`). It repeats safely without a key; only the count
   * of what was ended does not repeat.
   */
  readonly terminateAll: (id: string, options?: ReadOptions) => Promise<Terminated>

  /**
   * Ends one session (`terminateResourceSession`). It repeats safely without a key: finding nothing after an attempt
   * whose answer was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly terminate: (id: string, sessionId: string, options?: ReadOptions) => Promise<Deleted>
}
