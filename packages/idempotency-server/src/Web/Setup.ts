/**
 * Options of the middleware without Effect. `@qurl/idempotency-server/web` has all of this under its own name.
 *
 * @since 0.1.0
 */
import type { Dialect } from "@qurl/idempotency/Dialect"
import type { Problem } from "../Problem.js"
import type { Transactions } from "../Transactions.js"
import type { PolicyParts } from "./Policy.js"

/**
 * The place of the records. Only its driver has to be installed. With `transactions` of the application's client, each
 * handler runs in a transaction, and the record of its key is committed with it.
 *
 * @since 0.1.0
 * @category models
 */
export type StoreOptions<Transaction> =
  | { readonly type: "memory" }
  | {
    readonly type: "sqlite"
    readonly filename: string
    readonly transactions?: Transactions<Transaction> | undefined
  }
  | {
    readonly type: "postgres"
    readonly url: string
    readonly schema?: string | undefined
    readonly transactions?: Transactions<Transaction> | undefined
  }
  | { readonly type: "redis"; readonly url: string; readonly prefix?: string | undefined }

/**
 * Secret that answers are sealed under, and its name, which is stored beside them.
 *
 * @since 0.1.0
 * @category models
 */
export interface SealingSecret {
  readonly id: string
  readonly secret: string
}

/**
 * Secrets of sealed records, each of 32 random characters or more. See `Sealed.Options`.
 *
 * @since 0.1.0
 * @category models
 */
export interface SealOptions {
  /** Names records. It never changes: under another one every key would be as new. */
  readonly lookup: string
  /** Seals new answers. */
  readonly sealing: SealingSecret
  /** Open answers as well: former secrets, and the next one until every process knows it. */
  readonly others?: ReadonlyArray<SealingSecret> | undefined
}

/**
 * Answer that refuses a request, or nothing.
 *
 * @since 0.1.0
 * @category models
 */
export type Refusal = Response | undefined | void

/**
 * Idempotency of the handlers that are wrapped. With `store.transactions` each handler runs in a transaction that also
 * writes its record if the request has a key. Without, it holds its key by a lease. Handlers may have policies of their
 * own.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<Transaction = undefined> extends PolicyParts {
  readonly store: StoreOptions<Transaction>
  /**
   * Names the caller, which stays the same when a token is refreshed, or answers with the response that refuses the
   * request. An empty name is a caller without credentials, who is refused.
   */
  readonly principal: (request: Request) => string | Response | Promise<string | Response>
  /** @default `standard`, the conventions of the IETF draft */
  readonly dialect?: Dialect | undefined
  /** Encrypts answers, and replaces keys, callers and fingerprints by keyed digests. @default records are readable */
  readonly sealed?: SealOptions | undefined
  /** Runs before an execution and not before a replay, for rate limits and quotas. A response refuses the request. */
  readonly admit?: ((request: Request) => Refusal | Promise<Refusal>) | undefined
  /** Runs before every other answer, to count or limit them. A response refuses the request. */
  readonly repeated?:
    | ((request: Request, answer: "replay" | "mismatch" | "in flight") => Refusal | Promise<Refusal>)
    | undefined
  /** Parts of a request that must be the same besides method, path, query and body. @default none */
  readonly sameness?: ((request: Request) => ReadonlyArray<string>) | undefined
  /** Puts the middleware's own refusals into the envelope of your API. @default problem details (RFC 9457) */
  readonly render?: ((problem: Problem) => Response | Promise<Response>) | undefined
  /** Time for running handlers to finish after `close` was called. @default 10 000 */
  readonly graceMillis?: number | undefined
}
