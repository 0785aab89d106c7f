/**
 * Shares what the calls of a client have in common: the pace towards the server, the retry budget and the memory of used
 * keys.
 *
 * @since 0.1.0
 */
import * as Layer from "effect/Layer"
import * as Gate from "./Gate.js"
import * as LocalGuard from "./LocalGuard.js"
import * as RetryBudget from "./Retry/RetryBudget.js"

/**
 * Everything that calls share.
 *
 * @since 0.1.0
 * @category models
 */
export type ClientState = Gate.Gate | RetryBudget.RetryBudget | LocalGuard.LocalGuard

/**
 * Shares a gate, a retry budget and a guard among all clients that are built with this layer. Provide it to clients that
 * are built separately and call the same host with the same credential: a 429 to one of them then slows down all, and an
 * outage does not multiply their retries.
 *
 * @example
 * import { ClientState, Dialect, Idempotent } from "@qurl/idempotency"
 * import { HttpClient } from "@effect/platform"
 * import { Effect } from "effect"
 *
 * const clients = Effect.gen(function*() {
 *   const http = yield* HttpClient.HttpClient
 *   const orders = yield* Idempotent.make(http, { dialect: Dialect.standard })
 *   const reports = yield* Idempotent.make(http, { dialect: Dialect.standard })
 *   return { orders, reports }
 * }).pipe(Effect.provide(ClientState.layer))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<ClientState> = Layer.mergeAll(Gate.layer(), RetryBudget.layer(), LocalGuard.layer())
