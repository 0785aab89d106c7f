// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for sessions: who is using the links of a resource now.
 *
 * @since 0.1.0
 */
import type { Session } from "@qurl/contract"
import type { Deleted, Page, Terminated } from "@qurl/sdk"
import type { ReadOptions } from "../CallOptions.js"

export type { Session, Terminated }

/**
 * Methods of `client.sessions`. `id` is a `resource_id`. In errors the methods carry the names of the API's operations,
 * which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface Sessions {
  /** All active sessions of a resource, which the API gives in one answer (`listResourceSessions`). */
  readonly list: (id: string, options?: ReadOptions) => Promise<Page<Session>>

  /**
   * Ends every session of a resource (`terminateAllResourceSessions`). A retry is safe without a key; only the count of
   * what was ended does not repeat.
   */
  readonly terminateAll: (id: string, options?: ReadOptions) => Promise<Terminated>

  /**
   * Ends one session (`terminateResourceSession`). A retry is safe without a key: finding nothing after an attempt
   * whose answer was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly terminate: (id: string, sessionId: string, options?: ReadOptions) => Promise<Deleted>
}
