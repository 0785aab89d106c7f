/**
 * Admits requests at the pace that the server takes.
 *
 * @since 0.1.0
 */
import * as Core from "@qurl/idempotency/Gate"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import { build } from "./internal/held.js"
import { gateId } from "./internal/references.js"

/**
 * Every service makes one of its own, unless one is provided when it is built.
 *
 * @since 0.1.0
 * @category tags
 */
export class Gate extends Context.Service<Gate, object>()(gateId) {}

/**
 * Layer of a gate that the services built with it share. It admits at most `most` concurrent requests per host and
 * credential; after a 429 it waits as long as the server asks, and then admits gradually more.
 *
 * @default 50 concurrent requests
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (most?: number): Layer.Layer<Gate> => Layer.effect(Gate, build(Core.layer(most)))
