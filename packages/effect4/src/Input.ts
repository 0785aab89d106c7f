/**
 * Inputs and options of calls: plain objects with the property names of the API. A misspelt property is refused; null and undefined
 * are left out.
 *
 * Durations are strings in the API's grammar (`90s`, `5m`, `24h`, `7d`) or `Duration` values of whole seconds. Instants
 * are RFC 3339 strings.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Native } from "./internal/native.js"

/**
 * Options of a call that sends no idempotency key: a read or a delete.
 *
 * @since 0.1.0
 * @category models
 */
export type ReadOptions = Native<Sdk.ReadOptions>

/**
 * Options of a write: those of a read, and the key.
 *
 * @since 0.1.0
 * @category models
 */
export type CallOptions = Native<Sdk.CallOptions>
