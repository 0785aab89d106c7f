/**
 * A journal in memory: for tests, and for programs whose jobs need not outlive them.
 *
 * @since 0.1.0
 */
import * as Sdk from "@qurl/sdk/Journal/Memory"
import * as Layer from "effect/Layer"
import { build } from "../internal/held.js"
import { Journal } from "../Journal.js"

/**
 * The journal as a layer. It forgets everything when the program ends.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Journal> = Layer.effect(Journal, build(Sdk.layer))
