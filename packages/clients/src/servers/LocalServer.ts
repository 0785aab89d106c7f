/**
 * A local server of one of the APIs: what it can be asked, and what can be made to go wrong in it.
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"

/**
 * Fate of one request.
 *
 * - `none`: it is served.
 * - `lost request`: the connection breaks before anything is done.
 * - `lost answer`: the work is done and kept, and the connection breaks before the first byte.
 * - `silence`: the work is done and kept, and nothing is ever answered.
 * - `status`: a status instead of the answer, `before` the work, `after` it, or `inside` it, when the handler has
 *   written and then fails.
 *
 * @since 0.1.0
 * @category models
 */
export type Fault =
  | { readonly kind: "none" | "lost request" | "lost answer" | "silence" }
  | {
    readonly kind: "status"
    readonly when: "before" | "inside" | "after"
    readonly status: number
    readonly retryAfterSeconds?: number | undefined
  }

/**
 * How a server is run.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** A file, which outlives the process. Default: memory. */
  readonly database?: string | undefined
  /** Default: one that is free. */
  readonly port?: number | undefined
  /** Time for which answers are kept. @default the vendor's time */
  readonly retention?: Duration.DurationInput | undefined
  /** Passed by every execution while its key counts as in flight, before anything is done. Default: nothing. */
  readonly beforeExecution?: Effect.Effect<void> | undefined
}

/**
 * A request that arrived. The credential is left out.
 *
 * @since 0.1.0
 * @category models
 */
export interface Arrival {
  readonly method: string
  readonly path: string
  readonly headers: { readonly [name: string]: string | undefined }
}

/**
 * Something that was done, once per line.
 *
 * @since 0.1.0
 * @category models
 */
export interface Applied {
  readonly operation: string
  /** The id of what was made. */
  readonly subject: string
  /** Amount that the call was charged. */
  readonly cost: number
}

/**
 * A running server.
 *
 * @since 0.1.0
 * @category models
 */
export interface LocalServer {
  readonly url: string
  /** All requests, in the order of their arrival. */
  readonly arrivals: Effect.Effect<ReadonlyArray<Arrival>>
  /** Everything that was done. */
  readonly applied: Effect.Effect<ReadonlyArray<Applied>>
  /** Total amount charged to a credential, which is the value of its header. */
  readonly cost: (credential: string) => Effect.Effect<number>
  /** The faults of the next requests, one each. */
  readonly fail: (...faults: ReadonlyArray<Fault>) => Effect.Effect<void>
}
