/**
 * All services of the API.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type ConfigurationError, fromConfig, type Options } from "./Configuration.js"
import type { Caller } from "./internal/call/call.js"
import { make as makeCaller } from "./internal/call/caller.js"
import * as Service from "./internal/call/service.js"
import { AccessCodes } from "./services/AccessCodes.js"
import { AccessRequests } from "./services/AccessRequests.js"
import { ApiKeys } from "./services/ApiKeys.js"
import { Billing } from "./services/Billing.js"
import { Connectors } from "./services/Connectors.js"
import { Customer } from "./services/Customer.js"
import { Delegated } from "./services/Delegated.js"
import { Domains } from "./services/Domains.js"
import { Portal } from "./services/Portal.js"
import { Qurl } from "./services/Qurls.js"
import { Resources } from "./services/Resources.js"
import { Sessions } from "./services/Sessions.js"
import { Webhooks } from "./services/Webhooks.js"

/**
 * Every service of this package but the retired `Agent`, as the environment of a program.
 *
 * @since 0.1.0
 * @category models
 */
export type QurlServices =
  | Qurl
  | Resources
  | Sessions
  | Connectors
  | Delegated
  | AccessRequests
  | Portal
  | Webhooks
  | ApiKeys
  | AccessCodes
  | Domains
  | Billing
  | Customer

/** The services are added in one step: a layer for each would be built by a fiber of its own. */
const services = (caller: Caller, built: Context.Context<never>): Context.Context<QurlServices> => {
  const add = <Self, Shape>(service: Service.Constructors<Self, Shape>) => <Others>(others: Context.Context<Others>) =>
    Service.definitionOf(service).add(others, caller, built)
  return Context.empty().pipe(
    add(Qurl),
    add(Resources),
    add(Sessions),
    add(Connectors),
    add(Delegated),
    add(AccessRequests),
    add(Portal),
    add(Webhooks),
    add(ApiKeys),
    add(AccessCodes),
    add(Domains),
    add(Billing),
    add(Customer)
  )
}

const layer = (options: Options): Layer.Layer<QurlServices, ConfigurationError, HttpClient.HttpClient> =>
  Layer.effectContext(Effect.zipWith(makeCaller(options), Effect.context<never>(), services))

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
