/**
 * Remembers which body a key was sent with.
 *
 * @since 0.1.0
 */
import * as Core from "@qurl/idempotency/LocalGuard"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import { build } from "./internal/held.js"
import { localGuardId } from "./internal/references.js"

/**
 * Every service makes one of its own, unless one is provided when it is built.
 *
 * @since 0.1.0
 * @category tags
 */
export class LocalGuard extends Context.Service<LocalGuard, object>()(localGuardId) {}

/**
 * Layer of a memory of used keys that the services built with it share. A key that was sent with another body is
 * refused before it is sent again.
 *
 * @default 10,000 keys
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (capacity?: number): Layer.Layer<LocalGuard> =>
  Layer.effect(LocalGuard, build(Core.layer(capacity)))
