import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type { KeyError } from "../../CallError.js"

/** Parts of a call from which a generator can derive its key. */
export interface Call {
  readonly operation: string
  readonly method: string
  /** Path with query, without host. */
  readonly url: string
  /** Digest of host and tenant: calls of different tenants are different calls. */
  readonly scope: string
  /** Digest of the body, the same for the same content. None for a body that can be read only once. */
  readonly fingerprint: Option.Option<string>
  /** Time that the server keeps the answers of used keys, in milliseconds. */
  readonly retentionMillis: number
  /**
   * Registers a listener to the end of the call. It receives `true` when the key is used up: the caller has the result or
   * a stored rejection, so the next identical call is another one. It receives `false` after unknown, in flight,
   * interrupted, not sent, or a defect. A pinned call that runs again holds its key (`true`) and notifies once more at
   * its end.
   */
  readonly onEnd: (listener: (spent: boolean) => void) => void
}

/** A generator: one method, asked once per logical call. */
export interface Service {
  readonly next: (call: Call) => Effect.Effect<Option.Option<string>, KeyError>
}
