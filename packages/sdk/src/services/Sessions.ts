/**
 * The service for sessions: who is using the links of a resource now.
 *
 * @since 0.1.0
 */
import type { Session, SessionTermination } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/Sessions"
import type * as Effect from "effect/Effect"
import type { ReadOptions } from "../Input.js"
import * as Compiled from "../internal/call/compiled.js"
import * as Service from "../internal/call/service.js"
import type { NotFoundError, ReadError } from "../QurlError.js"
import type { Deleted, Page, WriteMeta } from "../Result.js"

/**
 * How many sessions a call ended. After a retry it can be 0 although the call ended some: those were counted in an
 * answer that was lost.
 *
 * @since 0.1.0
 * @category models
 */
export interface Terminated extends SessionTermination {
  readonly meta: WriteMeta
}

/**
 * Methods of `Sessions`. `id` is a `resource_id`. In errors the methods carry the names of the API's operations, which
 * stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface SessionsService {
  /** All active sessions of a resource, which the API gives in one answer (`listResourceSessions`). */
  readonly list: (id: string, options?: ReadOptions) => Effect.Effect<Page<Session>, ReadError | NotFoundError>

  /**
   * Ends every session of a resource (`terminateAllResourceSessions`). A retry is safe without a key; only the count
   * of what was ended does not repeat.
   */
  readonly terminateAll: (id: string, options?: ReadOptions) => Effect.Effect<Terminated, ReadError | NotFoundError>

  /**
   * Ends one session (`terminateResourceSession`). A retry is safe without a key: finding nothing after an attempt
   * whose answer was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly terminate: (
    id: string,
    sessionId: string,
    options?: ReadOptions
  ) => Effect.Effect<Deleted, ReadError | NotFoundError>
}

const methods = Service.methods<SessionsService>()(Compiled.group(Operations), {})

/**
 * The operations on the sessions of a resource. A session begins when a link is resolved.
 *
 * @example
 * import { QurlLive, Sessions } from "@qurl/sdk"
 * import { Effect } from "effect"
 *
 * const program = Sessions.terminateAll("r_k8xqp9h2sj9").pipe(
 *   Effect.map(({ terminated }) => terminated),
 *   Effect.provide(QurlLive)
 * )
 *
 * @since 0.1.0
 * @category tags
 */
export class Sessions extends Service.tag<Sessions, SessionsService>()("Sessions", methods) {}
