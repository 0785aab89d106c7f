/**
 * Errors of stores. `Store` has them under its own name.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"

/**
 * The database did not do its part.
 *
 * - `busy`: another process held it for too long and nothing was done.
 * - `failed`: it could not be asked, or refused. Whether a change took place is decided by looking.
 * - `unknown`: a commit failed, and whether it took place cannot be read.
 * - `corrupt`: there is a record, and it makes no sense.
 *
 * @since 0.1.0
 * @category errors
 */
export class StoreError extends Data.TaggedError("StoreError")<{
  readonly reason: "busy" | "failed" | "unknown" | "corrupt"
}> {
  override get message(): string {
    switch (this.reason) {
      case "busy":
        return "the idempotency store is locked by another process"
      case "failed":
        return "the idempotency store failed"
      case "unknown":
        return "the idempotency store does not say whether it committed"
      case "corrupt":
        return "a record of the idempotency store makes no sense"
    }
  }
}

/**
 * The store cannot do what it is wanted for; said when the layer is built.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnfitStoreError extends Data.TaggedError("UnfitStoreError")<{ readonly problem: string }> {
  override get message(): string {
    return `the idempotency store ${this.problem}`
  }
}
