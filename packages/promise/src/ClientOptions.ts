/**
 * How a client is built.
 *
 * @since 0.1.0
 */
import type * as Contract from "@qurl/contract/KeyedOperations"
import type { Client } from "./internal/client.js"
import type { KeyGenerator } from "./KeyGenerator.js"
import type { RetryPolicy } from "./RetryPolicy.js"

/**
 * The API's names of the operations that take an idempotency key.
 *
 * @since 0.1.0
 * @category models
 */
export type KeyedOperation = Contract.KeyedOperation

/**
 * Options of a client. A name that is not among them is refused.
 *
 * @since 0.1.0
 * @category models
 */
export interface ClientOptions {
  /** An API key (`lv_live_...`, `lv_test_...`) or a JWT. */
  readonly apiKey: string
  /**
   * Base URL of the API. Default: `https://api.layerv.ai`. It may carry a path in front of `/v1`. Plain http is taken
   * for `localhost`, `127.0.0.1` and `[::1]` only.
   */
  readonly baseUrl?: string | undefined
  /** The calling program, as in `acme-invites/2.1`: sent in `User-Agent` in front of this SDK's own name. */
  readonly userAgent?: string | undefined
  /**
   * Operations on which the server does not honour idempotency keys (yet), by the API's names. They send none, refuse
   * one that is given, and are not repeated: a lost answer is an error that says so. Default: none.
   */
  readonly unkeyedOperations?: ReadonlyArray<KeyedOperation> | undefined
  /**
   * Which writes carry a key: `all` of them, as the general rule of the API has it, or only those whose own description
   * names the header; the others are then held back. Default: `all`.
   */
  readonly keys?: "all" | "documented" | undefined
  /**
   * Name of the tenant that calls. Derived keys, pins and the pace towards the server are per host and tenant. Default:
   * the credential itself, or the lasting claims of a JWT; give a name if API keys rotate.
   */
  readonly tenant?: string | undefined
  /**
   * A `QurlClient` of the same host and credential, whose pace towards the server, retry budget and memory of used keys
   * this one shares.
   *
   * @default none, each client has its own
   */
  readonly shareWith?: Client | undefined
  /** The policy of calls that have none of their own. Default: `RetryPolicy.keyed`. */
  readonly retry?: RetryPolicy | undefined
  /** Source of idempotency keys. Default: `KeyGenerator.uuidV7`. */
  readonly keyGenerator?: KeyGenerator | undefined
  /**
   * Sends the requests. It has to honour `signal` and `redirect: "manual"`. Without it requests go over undici on Node, which
   * costs a third of `fetch`, and over the global `fetch` in other runtimes, or if the program replaced that or set a global
   * dispatcher.
   */
  readonly fetch?: typeof globalThis.fetch | undefined
  /**
   * Takes what there is to log: one line per attempt as `debug`, surprises as `warning`. Keys are shortened,
   * credentials and links are not in it. Default: warnings go to the console.
   */
  readonly log?: ((level: LogLevel, message: string) => void) | undefined
}

/**
 * How much a logged line matters.
 *
 * @since 0.1.0
 * @category models
 */
export type LogLevel = "debug" | "info" | "warning" | "error"
