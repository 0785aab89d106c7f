/**
 * The service for sessions: who is using the links of a resource now.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import type { Session, SessionTermination } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/Sessions"
import * as Tracing from "@qurl/idempotency/Tracing"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type ConfigurationError, fromConfig, type Options } from "./Configuration.js"
import type { ReadOptions } from "./Input.js"
import { withoutKey } from "./internal/call.js"
import * as Caller from "./internal/caller.js"
import * as Compiled from "./internal/compiled.js"
import { singlePage } from "./internal/singlePage.js"
import type { ReadError } from "./QurlError.js"
import type { Deleted, Page, WriteMeta } from "./Result.js"

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
 * What `Sessions` offers. `id` is a `resource_id`. In errors the methods carry the names of the API's operations, which
 * stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface SessionsService {
  /** All active sessions of a resource, which the API gives in one answer (`listResourceSessions`). */
  readonly list: (id: string, options?: ReadOptions) => Effect.Effect<Page<Session>, ReadError>

  /**
   * Ends every session of a resource (`terminateAllResourceSessions`). It repeats safely without a key; only the count
   * of what was ended does not repeat.
   */
  readonly terminateAll: (id: string, options?: ReadOptions) => Effect.Effect<Terminated, ReadError>

  /**
   * Ends one session (`terminateResourceSession`). It repeats safely without a key: finding nothing after an attempt
   * whose answer was lost is a success. On the first attempt it is a `NotFoundError`.
   */
  readonly terminate: (id: string, sessionId: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError>
}

const operations = Compiled.group(Operations)

/** @internal */
export const service: Effect.Effect<SessionsService, never, Caller.Caller> = Effect.map(Caller.Caller, (caller) => {
  const { list, remove, write } = caller
  return {
    list: Tracing.fn("Sessions.list")((id: string, options?: ReadOptions) =>
      singlePage("sessions", list(operations.list, { id, options }))
    ),

    terminateAll: Tracing.fn("Sessions.terminateAll")((id: string, options?: ReadOptions) =>
      withoutKey(write(operations.terminateAll, { id, options }))
    ),

    terminate: Tracing.fn("Sessions.terminate")((id: string, session_id: string, options?: ReadOptions) =>
      remove(operations.terminate, { id, ids: { session_id }, options })
    )
  }
})

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
export class Sessions extends Context.Tag("@qurl/sdk/Sessions")<Sessions, SessionsService>() {
  /** All active sessions of a resource. */
  static readonly list = (id: string, options?: ReadOptions) =>
    Effect.flatMap(Sessions, (sessions) => sessions.list(id, options))

  /** Ends every session of a resource. It repeats safely without a key: a retry ends what is left. */
  static readonly terminateAll = (id: string, options?: ReadOptions) =>
    Effect.flatMap(Sessions, (sessions) => sessions.terminateAll(id, options))

  /** Ends one session. It repeats safely without a key: a retry that finds nothing is a success. */
  static readonly terminate = (id: string, sessionId: string, options?: ReadOptions) =>
    Effect.flatMap(Sessions, (sessions) => sessions.terminate(id, sessionId, options))

  /** The service on the `HttpClient` of the environment. */
  static readonly make = (
    options: Options
  ): Effect.Effect<SessionsService, ConfigurationError, HttpClient.HttpClient> => Caller.provide(service, options)

  /** A layer that makes the service. */
  static readonly layer = (options: Options): Layer.Layer<Sessions, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Sessions, Sessions.make(options))

  /** The same layer, its options read from configuration. */
  static readonly layerConfig = (
    config: Config.Config.Wrap<Options>
  ): Layer.Layer<Sessions, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Sessions, Effect.flatMap(fromConfig(config), Sessions.make))
}
