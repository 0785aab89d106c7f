/**
 * Handlers without Effect, and their executions. `@qurl/idempotency-server/web` has all of this under its own name.
 *
 * @since 0.1.0
 */

/**
 * The execution that a handler is part of.
 *
 * @since 0.1.0
 * @category models
 */
export interface WebExecution<out Transaction = undefined> {
  /**
   * Transaction of the handler, with a key and without. It is committed before the answer leaves, and rolled back if the
   * handler throws or its answer is one that is not kept. Do not end it, and do not use it after the handler has returned.
   * Undefined without `transactions` in the options of the store, and under `mode: "lease"`.
   */
  readonly transaction: Transaction
  /** A key for a call that the handler makes: the same whenever the same request is executed again. */
  readonly childKey: (step: string) => string
  /** The answer is final, whatever its status. */
  readonly keep: () => void
  /** The answer is final, and its body is not kept. */
  readonly withhold: () => void
  /** Nothing was done: the same request may run again. */
  readonly noEffect: () => void
  /** Sets the retention of this answer. */
  readonly keepForMillis: (millis: number) => void
  /** Fencing token: grows whenever the key gets another owner. */
  readonly fence: number
  /** Aborts when the key is lost to another server. */
  readonly signal: AbortSignal
}

/**
 * A handler of requests.
 *
 * @since 0.1.0
 * @category models
 */
export type Handler<Transaction = undefined> = (
  request: Request,
  execution: WebExecution<Transaction>
) => Response | Promise<Response>
