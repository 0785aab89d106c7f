/**
 * The service for the retired registration of agents over HTTP.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import type { AgentBootstrapRequest, AgentBootstrapResult } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/Agent"
import * as Tracing from "@qurl/idempotency/Tracing"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type ConfigurationError, fromConfig, type Options } from "./Configuration.js"
import type { CallOptions, Written } from "./Input.js"
import * as Caller from "./internal/caller.js"
import * as Compiled from "./internal/compiled.js"
import type { QurlError } from "./QurlError.js"
import type { WriteMeta } from "./Result.js"

/**
 * The public key to register, and whose it is. Without an `agent_id` the server makes one.
 *
 * @since 0.1.0
 * @category models
 */
export interface BootstrapInput extends Written<AgentBootstrapRequest> {}

/**
 * An agent that is registered, and where it knocks.
 *
 * @since 0.1.0
 * @category models
 */
export interface Bootstrapped extends AgentBootstrapResult {
  readonly meta: WriteMeta
}

/**
 * What `Agent` offers.
 *
 * @since 0.1.0
 * @category models
 */
export interface AgentService {
  /**
   * Registers the public key of an agent (`bootstrapAgent`). For an `agent_id` that is registered the key is replaced.
   * It needs an API key with the scope `qurl:agent` and is allowed 10 times an hour.
   *
   * The API key goes to the configured host and to no other: the documented host of this operation is asked only by who
   * sets it as `baseUrl`.
   *
   * A retry sends the same key. After a `ConflictError` send the same input again later, never a new public key.
   * `options.idempotencyKey` replaces the generated key.
   *
   * @deprecated The vendor removed it from the published description in August 2026: agents register over UDP.
   */
  readonly bootstrap: (input: BootstrapInput, options?: CallOptions) => Effect.Effect<Bootstrapped, QurlError>
}

const bootstrap = Compiled.make(Operations.bootstrap)

/** @internal */
export const service: Effect.Effect<AgentService, never, Caller.Caller> = Effect.map(Caller.Caller, ({ write }) => ({
  bootstrap: Tracing.fn("Agent.bootstrap")((payload: BootstrapInput, options?: CallOptions) =>
    write(bootstrap, { payload, options })
  )
}))

/**
 * The retired registration of agents over HTTP.
 *
 * @since 0.1.0
 * @category tags
 */
export class Agent extends Context.Tag("@qurl/sdk/Agent")<Agent, AgentService>() {
  /**
   * Registers the public key of an agent. A retry sends the same key; `options.idempotencyKey` replaces the generated
   * key.
   *
   * @deprecated The vendor removed it from the published description in August 2026: agents register over UDP.
   */
  static readonly bootstrap = (input: BootstrapInput, options?: CallOptions) =>
    Effect.flatMap(Agent, (agent) => agent.bootstrap(input, options))

  /** The service on the `HttpClient` of the environment. */
  static readonly make = (
    options: Options
  ): Effect.Effect<AgentService, ConfigurationError, HttpClient.HttpClient> => Caller.provide(service, options)

  /** A layer that makes the service. */
  static readonly layer = (options: Options): Layer.Layer<Agent, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Agent, Agent.make(options))

  /** The same layer, its options read from configuration. */
  static readonly layerConfig = (
    config: Config.Config.Wrap<Options>
  ): Layer.Layer<Agent, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Agent, Effect.flatMap(fromConfig(config), Agent.make))
}
