/** See `KeyGenerator`. */
export interface KeyRequest {
  readonly operation: string
  readonly method: string
  /** Path with query, without host. */
  readonly url: string
  /** Digest of host and tenant: calls of different tenants are different calls. */
  readonly scope: string
  /** Digest of the body, the same for the same content. */
  readonly fingerprint: string | undefined
  /** Milliseconds for which the server keeps the answers of used keys. */
  readonly retentionMillis: number
  /**
   * Registers a listener to the end of the call. It receives `true` when the key is used up: the caller has the result
   * or a stored rejection, so the next identical call is another one. It receives `false` after unknown, in flight,
   * aborted or not sent.
   */
  readonly onEnd: (listener: (spent: boolean) => void) => void
}

/** Anything that makes keys: a `KeyGenerator`. */
export interface Next {
  readonly next: (call: KeyRequest) => string | null | Promise<string | null>
}
