/**
 * All services on `fetch`.
 *
 * @since 0.1.0
 */
import * as FetchTransport from "@qurl/idempotency/Transport/FetchTransport"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { type ConfigurationError, fromEnvironment } from "./Configuration.js"
import { QurlServices } from "./QurlServices.js"

/**
 * All services on the global `fetch`, configured by the environment variables `QURL_API_KEY` and `QURL_API_URL`.
 *
 * Provide it once per program: the calls of all its services share a pace towards the server, a retry budget and a
 * memory of used keys.
 *
 * @example
 * import { Qurl, QurlLive } from "@qurl/sdk"
 * import { Effect } from "effect"
 *
 * const program = Qurl.create({ target_url: "https://example.com" }).pipe(Effect.provide(QurlLive))
 *
 * @since 0.1.0
 * @category layers
 */
export const QurlLive: Layer.Layer<QurlServices, ConfigurationError> = Layer.unwrapEffect(
  Effect.map(fromEnvironment, QurlServices.layer)
).pipe(Layer.provide(FetchTransport.layer))
