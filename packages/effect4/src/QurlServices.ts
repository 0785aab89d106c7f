/**
 * All services of the API.
 *
 * @since 0.1.0
 */
import * as Sdk from "@qurl/sdk"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Context3 from "effect3/Context"
import * as Layer3 from "effect3/Layer"
import { fromConfig, type Options } from "./Configuration.js"
import type { ConfigurationError } from "./errors/ConfigurationError.js"
import { build } from "./internal/held.js"
import { face, transport } from "./internal/service.js"
import { toValue3 } from "./internal/values.js"
import * as Services from "./Services.js"

/**
 * Every service of this package, as the environment of a program.
 *
 * @since 0.1.0
 * @category models
 */
export type QurlServices =
  | Services.Qurl
  | Services.Resources
  | Services.Sessions
  | Services.Connectors
  | Services.Delegated
  | Services.AccessRequests
  | Services.Portal
  | Services.Webhooks
  | Services.ApiKeys
  | Services.AccessCodes
  | Services.Domains
  | Services.Billing
  | Services.Customer

const layer = (options: Options): Layer.Layer<QurlServices, ConfigurationError, HttpClient> =>
  Layer.effectContext(Effect.gen(function*() {
    const http = yield* transport
    const built = yield* build(Layer3.provide(Sdk.QurlServices.layer(toValue3(options)), http))
    const get = <Self extends Sdk.QurlServices, Shape extends object>(tag: Context3.Tag<Self, Shape>) =>
      face(Context3.get(built, tag))
    return Context.make(Services.Qurl, get(Sdk.Qurl)).pipe(
      Context.add(Services.Resources, get(Sdk.Resources)),
      Context.add(Services.Sessions, get(Sdk.Sessions)),
      Context.add(Services.Connectors, get(Sdk.Connectors)),
      Context.add(Services.Delegated, get(Sdk.Delegated)),
      Context.add(Services.AccessRequests, get(Sdk.AccessRequests)),
      Context.add(Services.Portal, get(Sdk.Portal)),
      Context.add(Services.Webhooks, get(Sdk.Webhooks)),
      Context.add(Services.ApiKeys, get(Sdk.ApiKeys)),
      Context.add(Services.AccessCodes, get(Sdk.AccessCodes)),
      Context.add(Services.Domains, get(Sdk.Domains)),
      Context.add(Services.Billing, get(Sdk.Billing)),
      Context.add(Services.Customer, get(Sdk.Customer))
    )
  }))

/**
 * Layers of all services together. Their calls share a pace towards the server, a retry budget and a memory of used
 * keys; a layer of one service, such as `Qurl.layer`, has these to itself.
 *
 * @example
 * import { Qurl, QurlServices } from "@qurl/effect4"
 * import { Effect, Layer, Redacted } from "effect"
 * import { FetchHttpClient } from "effect/http"
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
    config: Config.Wrap<Options>
  ): Layer.Layer<QurlServices, ConfigurationError, HttpClient> => Layer.unwrap(Effect.map(fromConfig(config), layer))
}
