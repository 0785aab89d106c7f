/**
 * All services of the API.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as AccessCodes from "./AccessCodes.js"
import * as Agent from "./Agent.js"
import * as ApiKeys from "./ApiKeys.js"
import * as Billing from "./Billing.js"
import { type ConfigurationError, fromConfig, type Options } from "./Configuration.js"
import * as Connectors from "./Connectors.js"
import * as Customer from "./Customer.js"
import * as Domains from "./Domains.js"
import * as Caller from "./internal/caller.js"
import * as Portal from "./Portal.js"
import * as Qurls from "./Qurls.js"
import * as Resources from "./Resources.js"
import * as Sessions from "./Sessions.js"
import * as Webhooks from "./Webhooks.js"

/**
 * Every service of this package, as the environment of a program.
 *
 * @since 0.1.0
 * @category models
 */
export type QurlServices =
  | Qurls.Qurl
  | Resources.Resources
  | Sessions.Sessions
  | Connectors.Connectors
  | Agent.Agent
  | Portal.Portal
  | Webhooks.Webhooks
  | ApiKeys.ApiKeys
  | AccessCodes.AccessCodes
  | Domains.Domains
  | Billing.Billing
  | Customer.Customer

const services: Layer.Layer<QurlServices, never, Caller.Caller> = Layer.mergeAll(
  Layer.effect(Qurls.Qurl, Qurls.service),
  Layer.effect(Resources.Resources, Resources.service),
  Layer.effect(Sessions.Sessions, Sessions.service),
  Layer.effect(Connectors.Connectors, Connectors.service),
  Layer.effect(Agent.Agent, Agent.service),
  Layer.effect(Portal.Portal, Portal.service),
  Layer.effect(Webhooks.Webhooks, Webhooks.service),
  Layer.effect(ApiKeys.ApiKeys, ApiKeys.service),
  Layer.effect(AccessCodes.AccessCodes, AccessCodes.service),
  Layer.effect(Domains.Domains, Domains.service),
  Layer.effect(Billing.Billing, Billing.service),
  Layer.effect(Customer.Customer, Customer.service)
)

const layer = (options: Options): Layer.Layer<QurlServices, ConfigurationError, HttpClient.HttpClient> =>
  Layer.provide(services, Caller.layer(options))

/**
 * Layers of all services together. Their calls share a pace towards the server, a retry budget and a memory of used
 * keys; a layer of one service, such as `Qurl.layer`, has these to itself.
 *
 * @example
 * import { FetchHttpClient } from "@effect/platform"
 * import { Qurl, QurlServices } from "@qurl/sdk"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const live = QurlServices.layer({ apiKey: Redacted.make("lv_test_...") }).pipe(Layer.provide(FetchHttpClient.layer))
 *
 * const program = Qurl.getQuota().pipe(Effect.provide(live))
 *
 * @since 0.1.0
 * @category layers
 */
export const QurlServices = {
  /** All services on the `HttpClient` of the environment. */
  layer,

  /** The same layer, its options read from configuration. */
  layerConfig: (
    config: Config.Config.Wrap<Options>
  ): Layer.Layer<QurlServices, ConfigurationError, HttpClient.HttpClient> =>
    Layer.unwrapEffect(Effect.map(fromConfig(config), layer))
}
