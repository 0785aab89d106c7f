/**
 * Shares what the calls of a client have in common: the pace towards the server, the retry budget and the memory of used
 * keys.
 *
 * @since 0.1.0
 */
import * as Core from "@qurl/idempotency/ClientState"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as Effect3 from "effect3/Effect"
import * as Layer3 from "effect3/Layer"
import { clientStateId } from "./internal/references.js"

/**
 * State that the calls of several services share.
 *
 * @since 0.1.0
 * @category tags
 */
export class ClientState extends Context.Service<ClientState, object>()(clientStateId) {}

/**
 * Layer of a gate, a retry budget and a memory of used keys for all services that are built with it. Provide it to
 * services that are built separately and call the same host with the same credential: a 429 to one of them then slows
 * down all, and an outage does not multiply their retries.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<ClientState> = Layer.sync(
  ClientState,
  () => Effect3.runSync(Effect3.scoped(Layer3.build(Core.layer)))
)
